"""Whether the passages speak of the place that a question names: what is said of another one does not answer it.

Knows wording of the three languages. Must not know scores nor the term bank: a place's names in other languages count
as held already.
"""

import re

from search.answering.lack import HARDLY
from search.answering.looks import MONTH
from search.answering.source import Evidence
from search.nation import NATION_WORDS

_PROPER = r"[A-ZÅÄÖÆØ][a-zåäöæøéü]+"
_AT = re.compile(
    r"\b(?:i|in|vid|ved|near|på|häktet|häktena|anstalten|anstalterna|arresten|fängelset|fængslet|arresthuset"
    rf"|kommunen|staden|byen)\s(?P<place>{_PROPER}(?:\s{_PROPER})*)"
)
_NO_PLACE = re.compile(
    rf"(?:{MONTH}|nord(?:en|ic|isk\w*)|scandinavia"
    r"|(?:south|north|west|east)(?:ern)?|region|police|polis|politi|\w*(?:myndigheten|myndigheden|verket|politiet|polisen"
    r"|vården|forsorgen|styrelsen|ministeriet|departementet|nämnden|nævnet|domstolen|retten|rätten|direktoratet|jouren"
    r"|korset|kors|kassan|service|agency|authority|board|ministry|court|office))",
    re.IGNORECASE,
)
"""What stands behind such a word with a capital letter and is none, or goes without saying."""

_MOST_WORDS = 12
"""A longer question names places beside its subject.

Source: of 180 questions of four judged sets that name a place so, all of which have an answer, 4 name one that no
passage read holds (`python -m tests.quality.answers`)."""


def names_place(question: str) -> bool:
    """Tell whether a question names a place where something is or happens."""
    return any(_words_of_place(found["place"]) for found in _AT.finditer(question))


def lacks_place(evidence: Evidence) -> bool:
    """Tell whether a question names a place, spelt right, of which no passage, title or heading says a word."""
    if evidence.plan.did_you_mean or len(evidence.words) > _MOST_WORDS:
        return False
    named = [word.lower() for found in _AT.finditer(evidence.plan.text) for word in _words_of_place(found["place"])]
    places = [evidence.words.index(word) for word in named if word in evidence.words]
    return bool(places) and float(evidence.held[:, places].max(initial=0.0)) < HARDLY


def _words_of_place(written: str) -> list[str]:
    words = written.split()
    return [] if any(word.lower() in NATION_WORDS or _NO_PLACE.fullmatch(word) for word in words) else words
