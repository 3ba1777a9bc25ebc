"""What a question asks for, put together: intent, kinds of things that answer it, and what it names.

Knows questions and the term bank. Must not know documents or how an answer is made.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from search.result import Intent
from search.terms import TermStore
from search.understanding.intent import IntentModel
from search.understanding.named import Named, named_in_question
from search.understanding.opening import settled

Wanted = Literal["time", "amount", "frequency", "person", "contact", "means", "reason", "list"]
Event = Literal["decided", "signed", "from", "until", "deadline", "meeting"]

_OF_INTENT: dict[Intent, Wanted] = {
    "when": "time", "amount": "amount", "who": "person", "contact": "contact", "definition": "means", "list": "list",
}  # fmt: skip
_OFTEN = re.compile(
    r"\b(?:ofta|ofte|tit|often|frequen\w+|(?:hur många|hvor mange|how many) (?:gånger|gange|times))\b", re.IGNORECASE
)
_WHY = re.compile(
    r"\b(?:varför|hvorfor|why|anledning|grund til|reason|syfte\w*|ändamål\w*|formål\w*|purpose|aims?)\b", re.IGNORECASE
)
_WHAT_IS = re.compile(r"^(?:vad är|hvad er|what is|what's)\s", re.IGNORECASE)
_DURATION = re.compile(
    r"\b(?:hur (?:länge|lång|snart|snabbt)|hvor (?:længe|lang|hurtigt)|how (?:long|soon))\b", re.IGNORECASE
)
_MANY = re.compile(
    r"\b(?:(?P<digits>\d{1,2})|(?P<word>två|tre|fyra|fem|sex|sju|åtta|nio|tio|to|fire|seks|syv|otte|ni|ti|two|three"
    r"|four|five|six|seven|eight|nine|ten))\b",
    re.IGNORECASE,
)
_NUMBERS = (
    ("två", "to", "two"), ("tre", "three"), ("fyra", "fire", "four"), ("fem", "five"), ("sex", "seks", "six"),
    ("sju", "syv", "seven"), ("åtta", "otte", "eight"), ("nio", "ni", "nine"), ("tio", "ti", "ten"),
)  # fmt: skip
_VALUE = {word: number for number, names in enumerate(_NUMBERS, start=2) for word in names}
_EVENTS: dict[Event, str] = {
    "decided": r"beslut\w*|beslöt\w*|fastställ\w*|antag\w*|antog\w*|vedtag\w*|decided|adopted|approved",
    "signed": (
        r"underteckn\w*|underskr\w*|skr(?:ev|evs|ive[rt]|ivits?|ivas?|ivs)\b(?:.{0,60}?\s)??(?:under|på)\b|undertegn\w*"
        r"|signed|signator\w*|signature\w*|ingick\w*|indgå\w*"
    ),
    "from": (
        r"träd\w* i kraft|träder|trädde|trådte|træder|ikraftträd\w*|ikrafttræd\w*|från och med|fr\.o\.m|sedan när"
        r"|från när|från vilk\w+|fra hvilk\w+|fra hvornår|siden hvornår|fra og med|since|from when|from what"
        r"|in force|take effect|took effect|börja\w*|begynd\w*|start\w*|gäller från|gælder fra|valid since|valid from"
    ),
    "until": (
        r"till och med|t\.o\.m|til og med|upphör\w*|ophør\w*|löper ut|gå[r]? ut|utgår|udløb\w*|gäller till|gælder til"
        r"|hur länge gäller|hvor længe gælder|until|expire\w*|ends?|tills vidare|indtil|varaktighet|varighed"
    ),
    "deadline": (
        r"senast|senest|frist\w*|deadline|inom|inden|by when|no later|latest|within|sista dag\w*|hur snart"
        r"|hvor hurtigt|how soon"
    ),
    "meeting": r"möte\w*|møde\w*|meeting\w*|träff\w*|sammanträd\w*|samling\w*|kurs\w*|utbildning\w*|course\w*",
}
EVENTS = MappingProxyType({name: re.compile(rf"\b(?:{pattern})", re.IGNORECASE) for name, pattern in _EVENTS.items()})
"""Event -> words that speak of it, in questions and in papers."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question asks for.

    Attributes:
        wanted: kinds of things of which an answer holds at least one; empty where the question does not say.
        events: of whose dates the question asks for one.
        many: how many items it says that the list has; None where it does not say.
    """

    intent: Intent = "other"
    wanted: frozenset[Wanted] = frozenset()
    events: frozenset[Event] = frozenset()
    many: int | None = None


class Understander:
    """Reads questions; safe to use from several threads."""

    def __init__(self, weights: Path, terms: TermStore | None = None) -> None:
        """Take where the classifier's weights lie, which are read with the first question, and the term bank."""
        self._path = weights
        self._terms = terms

    @cached_property
    def _model(self) -> IntentModel:
        return IntentModel.load(self._path)

    def read(self, question: str) -> Understood:
        """Return what a question asks for."""
        intent = settled(question, self._model.intent(question))
        events = frozenset(name for name, pattern in EVENTS.items() if pattern.search(question))
        return Understood(intent, frozenset(_wanted(question, intent)), events, _many(question))

    def named(self, question: str, language: str) -> Named:
        """Return what a question in a language names; apart from `read`, as looking terms up takes 0.3 ms more."""
        return named_in_question(question, language, self._terms)


def _wanted(question: str, intent: Intent) -> Sequence[Wanted]:
    wanted: list[Wanted] = []
    if intent in _OF_INTENT:
        wanted.append(_OF_INTENT[intent])
    if _OFTEN.search(question):
        wanted = ["frequency"]
    if _DURATION.search(question):
        wanted = ["time"]
    if _WHY.search(question):
        wanted.append("reason")
    if _WHAT_IS.search(question) and "means" not in wanted:
        wanted.append("means")
    return wanted


def _many(question: str) -> int | None:
    found = _MANY.search(question)
    if found is None:
        return None
    number = int(found["digits"]) if found["digits"] else _VALUE[found["word"].lower()]
    return number if number > 1 else None
