"""What a question names: organisations and subjects by the term bank, places and times as written.

Knows wording and the term bank. Must not know documents.
"""

import re
from dataclasses import dataclass

from search.terms import Concept, TermStore

_PROPER = r"[A-ZÅÄÖÆØ][\w-]+(?:\s[A-ZÅÄÖÆØ][\w-]+)*"
_PLACE = re.compile(
    rf"\b(?:i|in|vid|ved|från|fra|from|near)\s({_PROPER})"
    rf"|\b((?:[Rr]egion\w*|[Pp]olis(?:region|område)\w*|[Pp]oliti(?:region|kreds)\w*)\s(?:{_PROPER}|syd|nord|väst|öst|mitt"
    r"|bergslagen|stockholm|vest|øst|south|north|west|east))\b"
    rf"|\b({_PROPER}\s(?:kommun|kommune|municipality|region|politikreds|polisregion))\b"
)
_TIME = re.compile(
    r"\b(?:(?:1[89]|20)\d\d(?:-\d\d-\d\d)?|i dag|idag|i år|today|this year|nu|nuvarande|nuværende|gällande|gældende"
    r"|current(?:ly)?|förra året|sidste år|last year|nästa år|næste år|next year|tidigare|tidligere|former(?:ly)?"
    r"|previous(?:ly)?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names.

    Attributes:
        organisations, areas: notations of the term bank's concepts, in the order of the question.
        places, times: as written.
    """

    organisations: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


def named_in_question(question: str, language: str, terms: TermStore | None) -> Named:
    """Return what a question names.

    Args:
        terms: the term bank; None for places and times alone.
    """
    concepts = concepts_in(question, language, terms) if terms else []
    organisations = tuple(each.notation for each in concepts if each.kind == "organisation")
    areas = tuple(each.notation for each in concepts if each.kind not in ("organisation", "place"))
    places = tuple(next(filter(None, match.groups())) for match in _PLACE.finditer(question))
    return Named(organisations, areas, places, tuple(match.group() for match in _TIME.finditer(question)))


def concepts_in(question: str, language: str, terms: TermStore) -> list[Concept]:
    """Return the concepts that a question names, in its order."""
    held = terms.current()
    numbers = [number for match in held.matcher.matches(question, language) for number in match.concepts]
    return [held.bank.at(number) for number in dict.fromkeys(numbers)]
