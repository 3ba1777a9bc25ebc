"""What kind of thing a question asks for, more narrowly than its intent, and whether a sentence holds such a thing.

Knows wording of the three languages: money, shares, counts, spans of time, how often, days, persons, addresses. Must
not know passages or scores.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from search.answering.looks import UNIT, YEAR, counting, holds
from search.understanding.question import Understood

Thing = Literal["money", "share", "count", "span", "often", "day", "named", "body", "mail", "phone", "means", "amount"]

_NUMBERS = (
    r"\d[\d .,]*|två|tre|fyra|fire|fem|sex|seks|sju|syv|åtta|otte|nio|ni|tio|ti|elva|elleve|tolv"
    r"|fjorton|fjorten|femton|femten|tjugo|tyve|trettio|tredive|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|fifteen|twenty|thirty|hundra|hundrede|hundred|tusen|tusind|thousand|ingen|inga|no"
)
_NUMBER = rf"(?:en|ett|et|én|one|{_NUMBERS})"
"""Of a sum; as a count, an article would be one."""

_MONEY_SAID = (
    r"\d[\d .,]*\s?(?:kr\b|kronor|kroner|:-|mio|mia|mkr|tkr|miljon|million|miljard|milliard|euro|eur\b|sek\b|dkk\b|€)"
    r"|[€$]\s?\d|\b(?:gratis|avgiftsfri\w*|kostnadsfri\w*|utan kostnad|uden betaling|uden beregning|vederlagsfri\w*"
    r"|free of charge|självkostnad\w*|ingen lön|ingen løn|ulønnet|oavlönad\w*|unpaid|at no cost)\b"
    rf"|\b{_NUMBER}\s(?:tusen|tusind|hundra|miljon\w*|million\w*)?\s?(?:kronor|kroner|euro)\b"
)
_SHARE_SAID = (
    r"\d\s?%|\b(?:procent|percent|per cent|procentenheter|procentpoint|hälften|halva|halvdelen|half|tredjedel\w*|third"
    r"|fjerdedel\w*|fjärdedel\w*|quarter|lika|ligeligt|equally|majoritet\w*|flertal\w*)\b"
    rf"|\b{_NUMBER}\s(?:av|ud af|af|of|out of)\s{_NUMBER}\b"
)

_MEASURE = rf"(?:{UNIT}|procent|percent|per cent|kronor|kroner|kr\b|euro)"


def _any(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_SAID: Mapping[Thing, re.Pattern[str]] = MappingProxyType(
    {
        "money": _any(_MONEY_SAID), "share": _any(_SHARE_SAID),
        "count": _any(rf"(?<![\d./-])\b(?!{YEAR}\b)(?:{_NUMBERS})\b(?!\s?(?:%|(?:[\w-]+\s)?{_MEASURE}))"),
        "mail": _any(r"[\w.+-]+@[\w-]+\.\w+"), "phone": _any(r"(?:\+?\d[\d\s()/-]{5,}\d)|\blokal\s\d+"),
    }
)  # fmt: skip
_LOOKS: Mapping[Thing, tuple[str, ...]] = MappingProxyType(
    {
        "span": ("time", "date"), "often": ("frequency",), "day": ("date", "time"), "named": ("person",),
        "body": ("body", "person"), "means": ("means",), "amount": ("amount",),
    }
)  # fmt: skip
"""Thing -> what a sentence shows that holds one: a pattern, or one of several looks."""

_OFTEN = _any(
    r"\b(?:hur (?:ofta|många gånger|tätt)|hvor (?:ofte|tit|mange gange)|how (?:often|frequently|many times))\b"
)
_SHARE = _any(r"\b(?:andel\w*|procent\w*|percent\w*|per cent|share of|proportion)\b")
_COUNT = _any(r"\b(?:hur många|hvor mange|how many|antal(?:et)?|number of|numbers of)\s+[\w-]+")
_SPAN = _any(
    rf"\b(?:hur många|hvor mange|how many)\s{UNIT}|"
    r"\b(?:hur (?:länge|lång\w*|snart|snabbt|fort|gammal)|hvor (?:længe|lang\w*|hurtigt|snart|gammel)|how (?:long|soon"
    r"|quickly|fast|old|early|late)|varaktighet|varighed|duration|uppsägningstid\w*|opsigelse\w*|notice period"
    r"|tidsfrist\w*|fristen?)\b"
)
_MONEY = _any(
    r"\b(?:kost(?:a|ar|er|e|ade|ede|nad\w*)|cost\w*|pris(?:et|en|er|erne|erna)?|prices?|avgift\w*|gebyr\w*|fees?"
    r"|budget\w*|belopp\w*|beløb\w*|\w*lön(?:en|er)?|\w*løn(?:nen)?|salar\w*|wages?|earn\w*|tjäna\w*|tjener|pengar|penge"
    r"|money|bøde\w*|böter\w*|fines?|ersättning\w*|erstatning\w*|compensation|allowance|bidrag\w*|tilskud\w*|grants?"
    r"|hyra\w*|husleje\w*|rent|faktur\w*|invoiced?|betala\w*|betaler?|pays?|paid|utgift\w*|udgift\w*|charged)\b"
)
_AMOUNT = _any(r"\b(?:hur (?:mycket|stor\w*|hög\w*)|hvor (?:meget|stor\w*|høj\w*)|how (?:much|large|big|high))\b")
_HOW = _any(r"^(?:hur|hvordan|how|varför|hvorfor|why)\b")
_HOURS = _any(r"\b(?:åbningstid\w*|öppettid\w*|telefontid\w*|(?:opening|office) hours)\b")
_DAY = _any(
    r"\b(?:när|hvornår|when|datum|dato|date|vilken dag|hvilken dag|which day|vilket år|hvilket år|which year|what year"
    r"|senast|senest|deadline|what time|vilken tid|vilka tider|hvilke tider|hvad tid|klockslag)\b"
)
_MAIL = _any(r"\b(?:e-?post\w*|e-?mail\w*|mejl\w*|mail(?:en|adress\w*)?)\b")
_PHONE = _any(
    r"\b(?:telefon\w*|tfn|tlf|phone\w*|nummer|numret|nummeret|number|mobilnummer|ringer?|ringa|call|lokalnummer)\b"
)
_BY_NAME = _any(
    r"\b(?:vad heter|hvad hedder|what is the name|namnet på|navnet på|vem är|hvem er|who is|who was|vem var|hvem var)\b"
)
_FOR_WHOM = _any(r"\b(?:för|till|for|til|riktad|rettet|avsedd|beregnet|meant|intended)\W*$")
_DUTY = _any(r"\b(?:ansvar\w*|responsib\w*|charge)\b")
_OF_NO_DAY = frozenset({"contact", "who", "definition", "how"})


def asked_thing(question: str, understood: Understood) -> Thing | None:
    """Return the kind of thing that answers a question; None where its wording leaves that open."""
    if quantity := _quantity(question, understood.intent):
        return quantity
    if _HOW.search(question):
        return None
    if _HOURS.search(question) or understood.intent == "when":
        return "day"
    if understood.intent not in _OF_NO_DAY and _DAY.search(question):
        return "day"
    return _other(question, understood.intent)


def holds_thing(thing: Thing | None, text: str) -> bool:
    """Tell whether a text holds a thing of a kind; true where the kind is open."""
    if thing is None:
        return True
    if thing in _LOOKS:
        return any(holds(look, text) for look in _LOOKS[thing])
    return bool(_SAID[thing].search(counting(text) if thing == "count" else text))


def _quantity(question: str, intent: str) -> Thing | None:
    kinds: tuple[tuple[Thing, re.Pattern[str]], ...] = (
        ("often", _OFTEN), ("share", _SHARE), ("span", _SPAN), ("count", _COUNT),
    )  # fmt: skip
    if found := next((thing for thing, pattern in kinds if pattern.search(question)), None):
        return found
    how_much = bool(_AMOUNT.search(question))
    if (how_much or intent in ("amount", "what", "definition")) and _MONEY.search(question):
        return "money"
    return "amount" if how_much else None


def _other(question: str, intent: str) -> Thing | None:
    if intent == "contact":
        return "phone" if _PHONE.search(question) else "mail" if _MAIL.search(question) else "named"
    if intent in ("what", "other") and _MAIL.search(question):
        return "mail"
    if intent == "who":
        is_by_name = _BY_NAME.search(question) and not (_DUTY.search(question) or _FOR_WHOM.search(question))
        return "named" if is_by_name else "body"
    return "amount" if intent == "amount" else "means" if intent == "definition" else None
