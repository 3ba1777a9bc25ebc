"""What a sentence holds by its look: a point in time, an amount, a person or body, a definition, a line of a list.

Knows how such things are written in the three languages. Must not know questions or scores.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from search.preference import has_contact_data


def _by_first_letter(alternatives: Iterable[str]) -> str:
    """Return alternatives, each of which begins with a letter, with those of one letter together.

    Source: looked for at each place of a sentence, 85 take 58 us one by one and 15 us so.
    """
    rests: dict[str, list[str]] = {}
    for each in alternatives:
        rests.setdefault(each[0], []).append(each[1:])
    return "|".join(f"{letter}(?:{'|'.join(found)})" for letter, found in rests.items())


MONTH = (
    r"(?:jan(?:uari?|uary)?|feb(?:ruari?|ruary)?|mars?|marts|march|april?|maj|may|juni?|june|juli?|july"
    r"|aug(?:usti?|ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?)"
)
YEAR = r"(?:1[6-9]|20)\d\d"
_SEASON = r"(?:våren|sommaren|hösten|vintern|foråret|sommeren|efteråret|vinteren|spring|summer|autumn|winter)"
_SEVERAL = (
    r"två|tre|fyra|fire|fem|sex|seks|sju|syv|åtta|otte|nio|ni|tio|ti|elva|elleve|tolv|fjorton|fjorten"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen"
)
_NUMBER_WORD = rf"(?:en|ett|et|én|one|{_SEVERAL})"
UNIT = (
    r"(?:sekund|minut|timm|time(?:r|n)\b|dygn|døgn|dag|hverdag|arbetsdag|veck|uge|månad|måned|kvartal|tertial|halvår|"
    r"år(?:et|s|en)?\b|second|minute|hour|day|week|month|quarter|year)"
)

DATE = re.compile(
    rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\s?\d{{1,2}}(?:[./ -]\s?(?:20|19)?\d\d)?\b(?=\D|$)"
    rf"|\b\d{{1,2}}(?:\.|:[ea]|st|nd|rd|th)?\s(?:of\s)?{MONTH}\b|\b{MONTH}\.?\s\d{{1,2}}\b"
    rf"|\b{MONTH},?\s{YEAR}\b|\b{_SEASON}\s{YEAR}\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"\b{YEAR}\b|\b(?:kl|klockan|klokken|at)\.?\s?\d{{1,2}}|\b(?:\d+|{_NUMBER_WORD})\s(?:\w+\s)?{UNIT}"
    r"|\b(?:måndag|tisdag|onsdag|torsdag|fredag|mandag|tirsdag|monday|tuesday|wednesday|thursday|friday)\w*"
    rf"|\b(?:samma|samme|same)\s(?:dag|day)\b|\b(?:omedelbart|omgående|straks|immediately|tills vidare|indtil videre)\b"
    rf"|\bi\s{MONTH}\b|\bin\s{MONTH}\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"(?<![\d./-])(?!{YEAR}\b)\d"
    r"|\b(?:procent|percent|per cent|kronor|kroner|miljon\w*|million\w*|hälften|halva|halvdelen|half|tredjedel\w*"
    r"|fjerdedel\w*|fjärdedel\w*|dubbelt|dobbelt|ingen avgift|gratis|free of charge|dusin|dozen)\b"
    rf"|\b(?:{_SEVERAL})\s\w+",
    re.IGNORECASE,
)
"""A year is no amount, and an article no number."""
_NO_AMOUNT = re.compile(
    rf"{DATE.pattern}|(?<![\d,.])(?:\+|0)\d[\d /-]{{5,}}\d"
    r"|(?<![\d,.])(?:\d{4}[ -]\d{4}|\d\d(?: \d\d){3})(?![\d,.])"
    r"|^\s*\d{1,3}(?:[.)]\s|\s(?=(?-i:[A-ZÅÄÖÆØ])))|§§?\s?\d+|\d+\s?(?:kap\.|§)|\b\d{4}:\d+"
    r"|\b(?:stk|nr|kl|klockan|klokken|at|punkt|artikel|bilaga|bilag|kapitel|avsnitt|afsnit|sid|blanket)\.?\s\d[\d.:]*",
    re.IGNORECASE | re.MULTILINE,
)
"""Days, hours, telephone numbers, numbers of items, sections and rules: digits that count nothing."""
_DIGIT = re.compile(r"\d")
_FREQUENCY = re.compile(
    r"\b(?:årlig\w*|årsvis|månatlig\w*|månadsvis|månedlig\w*|månedsvis|veckovis|ugentlig\w*|daglig\w*|kvartalsvis"
    r"|halvårlig\w*|halvårsvis|löpande|løbende|regelbundet|regelmæssigt|annual\w*|yearly|monthly|weekly|daily|quarterly"
    r"|varje|vart\w*|hver\w*|hvert|every|each|per\s(?:år|månad|måned|vecka|uge|dag|year|month|week|day)"
    r"|gång\w*|gange?|once|twice|times|om året|om måneden|om ugen|tertial\w*)\b",
    re.IGNORECASE,
)
_NAME = r"[A-ZÅÄÖÆØÉ][a-zåäöæøéüó]+(?:-[A-ZÅÄÖÆØÉ][a-zåäöæøéüó]+)?"
PERSON = re.compile(rf"\b{_NAME}(?:\s(?:{_NAME}|[A-ZÅÄÖÆØ]\.|von|af|av|de))?\s{_NAME}\b")
_BODIES = r"""
chef chefen chefer direktör\w* direktør\w* samordnare\w* ledare ledaren leder lederen ledningen ledelsen ansvariga?
ansvarlige? handläggare\w* sagsbehandler\w* ombud\w* sekreterare\w* sekretær\w* konsulent\w* koordinator\w*
avdelning\w* afdeling\w* enhet\w* enhed\w* myndighet\w* myndighed\w* grupp gruppen gruppe udvalg\w* verket nämnd\w*
nævn\w* styrelse\w* minister\w* regering\w* departement\w* direktorat\w* kommun kommunen kommune domstol\w* polisen
politiet jurist\w* manager director head officer coordinator department unit board authority agency council court
ministry personal personale staff
"""
BODY = re.compile(rf"(?:{_by_first_letter(_BODIES.split())})\b", re.IGNORECASE)
"""A word that ends so is one too: "avdelningschef"."""
_MEANS = re.compile(
    r"\b(?:avses|menas|betyder|betecknar|innebär|definieras|förkortning\w*|står för|kallas|forstås|menes|indebærer"
    r"|defineres|forkortelse\w*|kaldes|means?|refers? to|defined as|stands for|abbreviation|är (?:en|ett|den|det)"
    r"|er (?:en|et|den|det)|is (?:an?|the))\b|\w\s\([A-ZÅÄÖÆØ]{2,}\w*\)|^\s*[\w -]{2,40}(?::\s|\s\|\s|\s[–-]\s)",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:därför|eftersom|därmed|syft\w*|ändamål\w*|för att|så att|leder till|beror på|fordi|derfor|formål\w*|for at"
    r"|således|så at|skyldes|because|therefore|purpose\w*|aim\w*|in order to|so that|due to)\b",
    re.IGNORECASE,
)
_LIST_LINE = re.compile(r"\s*(?:\d{1,3}[.)]|[-–•*·]\s|[a-zåäö]\)|att\s|at\s|[^|\n]+\|)")

_MOST_TEXTS = 2048
"""Some ten questions' sentences, less than 1 MB."""

KINDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "date": DATE, "time": _TIME, "amount": _AMOUNT, "frequency": _FREQUENCY, "person": PERSON, "body": BODY,
        "means": _MEANS, "reason": _REASON,
    }
)  # fmt: skip


@lru_cache(maxsize=_MOST_TEXTS)
def holds(kind: str, text: str) -> bool:
    """Tell whether a text holds something of a kind; `KINDS` and "contact".

    A question's sentences are asked up to five times for the same: as candidates, by the decision, by the answerers.
    """
    if kind == "contact":
        return has_contact_data(text)
    return bool(KINDS[kind].search(counting(text) if kind == "amount" else text))


def counting(text: str) -> str:
    """Return a text without the digits that count nothing: of days, telephone numbers, items and sections."""
    return _NO_AMOUNT.sub(" ", text) if _DIGIT.search(text) else text


def is_list_line(text: str) -> bool:
    """Tell whether a line carries the mark of a list or is a row of a table."""
    return bool(_LIST_LINE.match(text))
