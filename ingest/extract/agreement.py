"""What an agreement binds whom to, put together from what its own text says, and what a news item reports of one.

Knows which parts make an agreement. Must not know how each part is found.
"""

import re
from collections.abc import Sequence

from ingest.extract.area import areas_of
from ingest.extract.duty import responsibilities_of
from ingest.extract.paper import Paper, Sentence
from ingest.extract.party import Party
from ingest.organisation import SPELLINGS, organisations_in
from search.records import Agreement, Level, Signatory, Span

_OF_WHAT = r"\s+(?:[\w-]+\s+)?\w*(?:överenskommelse|avtal|aftale|agreement|samverkan|samarbet|samarbejd|co-?operation)"
_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("national", re.compile(rf"\b(?:nationel(?:l|la|lt|le)?|national){_OF_WHAT}", re.IGNORECASE)),
    ("regional", re.compile(rf"\bregional(?:a|t|e)?{_OF_WHAT}", re.IGNORECASE)),
    ("local", re.compile(rf"\b(?:lokal(?:a|t|e)?|local){_OF_WHAT}", re.IGNORECASE)),
)
"""A level counts where it is that of the agreement: "stöd till nationella kvalitetsregister" is about registers."""
_LOCAL = re.compile(
    r"\b(?:kommun|kommune|lokalpolisområde|polisområde|stad|häktet|arrest|lokalpoliti)\b", re.IGNORECASE
)
_REGIONAL = re.compile(r"\b(?:region|polisregion|politikreds|landsting|län)\b", re.IGNORECASE)
_STATE = frozenset({"staten", "regeringen", "regering", "the government", "the state"})
_REPORTED = re.compile(
    r"\b(?:en|ett|et|den|det|a|an|the)?\s?(?:ny|nya|nye|nytt|nyt|new|förnyad|fornyet)\s(?:[\wåäöæø-]+\s)?"
    r"(?:\w*överenskommelse\w*|\w*avtal(?:et)?|\w*aftale\w*|agreement)\b",
    re.IGNORECASE,
)
_REPORTED_WORDS = ("överenskommelse", "avtal", "aftale", "agreement")
"""Looked for first, being far faster."""
_LEAD_CHARS = 900


def agreement_of(
    paper: Paper, parties: Sequence[Party], signatories: Sequence[Signatory], follow_up: Sequence[Sentence]
) -> Agreement | None:
    """Return what the paper agrees on, or reports that others agreed on; None for every other paper."""
    report = reported_in(paper)
    if paper.document.document_type != "agreement" and report is None:
        return None
    names = tuple(party.name for party in parties) or (_reported_parties(paper) if report else ())
    first = paper.blocks[0]
    return Agreement(
        paper.span(report.start, report.end) if report else paper.span(first.start, first.end),
        names,
        tuple(areas_of(paper)),
        level_of(paper.document.title, names),
        tuple(signatories),
        tuple(responsibilities_of(paper)) if report is None else (),
        follow_up[0].text if follow_up else None,
        paper.span(follow_up[0].start, follow_up[0].end) if follow_up else None,
        is_reported=report is not None,
    )


def reported_in(paper: Paper) -> Span | None:
    """Return where a news item says, in its title or at its beginning, that it is about a new agreement."""
    if paper.document.document_type != "news":
        return None
    lead = paper.text[:_LEAD_CHARS].lower()
    if not any(word in lead for word in _REPORTED_WORDS):
        return None
    match = _REPORTED.search(paper.text, 0, _LEAD_CHARS)
    return paper.span(match.start() + (match.group()[0] == " "), match.end()) if match else None


def _reported_parties(paper: Paper) -> tuple[str, ...]:
    """Return the organisations that a report names in its title and its first paragraph."""
    lead = next((block.text for block in paper.blocks if block.kind == "paragraph" and len(block.text) > 60), "")  # noqa: PLR2004 - shorter lines are dates
    return tuple(organisations_in(f"{paper.document.title}\n{lead}"))


def level_of(title: str, parties: Sequence[str]) -> Level | None:
    """Return the level that a title names, else the one that all parties have; None where neither tells it."""
    named = [level for level, pattern in _LEVELS if pattern.search(title)]
    if len(named) == 1:
        return named[0]
    others = [party for party in parties if not _is_national(party)]
    if any(_LOCAL.search(party) for party in others):
        return "local"
    if any(_REGIONAL.search(party) for party in others):
        return "regional"
    return "national" if parties and not others else None


def _is_national(party: str) -> bool:
    """Tell whether a party is the state or a body of the whole country, and not one of its regions or offices."""
    if party.casefold() in _STATE or party in SPELLINGS:
        return True
    return any(re.fullmatch(SPELLINGS[name], party) for name in organisations_in(f"{party} ") if name in SPELLINGS)
