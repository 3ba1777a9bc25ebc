"""The words that name Sweden and Denmark in Swedish, Danish and English: the countries, what is theirs, who is of them.

Knows words alone. Must not know questions, papers or what a country is told for.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from search.document import Language

Nation = Literal["se", "dk"]

_SWEDEN = """
sverige sveriges sweden sweden's svensk svenskt svenska svenske swedish
svensken svenskens svenskar svenskars svenskarna svenskarnas svenskan svenskans
svensker svenskeren svenskerens svenskere svenskeres svenskerne svenskernes swede swedes
"""
_DENMARK = """
danmark danmarks denmark denmark's dansk danskt danska danske danish
dansken danskens danskar danskars danskarna danskarnas danskan danskans
dansker danskeren danskerens danskere danskeres danskerne danskernes dane danes
"""
FORMS: Mapping[Nation, frozenset[str]] = MappingProxyType(
    {"se": frozenset(_SWEDEN.split()), "dk": frozenset(_DENMARK.split())}
)
"""Country -> every form of the words for it, in lower case. Compounds are none: "svensktalande" names a language."""

NATION_OF: Mapping[str, Nation] = MappingProxyType({word: nation for nation, words in FORMS.items() for word in words})
NATION_WORDS = frozenset(NATION_OF)

SPOKEN: Mapping[Nation, Language] = MappingProxyType({"se": "sv", "dk": "da"})
"""Country -> the language that its papers are written in."""


def pattern_of(nation: Nation) -> re.Pattern[str]:
    """Return what finds the words for a country in a text, however they are capitalised."""
    longest_first = sorted(FORMS[nation], key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE)
