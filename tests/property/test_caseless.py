"""A pattern for small letters finds what one that ignores case finds, in texts as papers and questions have them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from search.answering.listing import ENUMERATION
from search.caseless import caseless

LETTERS = "aAbBzZåÅäÄöÖæÆøØéÉ019 .,-@()\n"
PATTERNS = (
    r"\b(?:Åbø\w*|ÄR|ö[A-ZÅÄÖÆØ]{2,}|\d+\s?Zz)\b",
    r"^\W*(?:ab|Ba)(?! z)\b",
    r"(?P<ONE>[^A-Z\s]+)@(?P<two>b)",
    r"\S\(\D+\)\s*$|A\.B|\w{3}-\w\B",
)


@given(st.sampled_from(PATTERNS), st.text(LETTERS, max_size=40))
def test_finds_what_a_pattern_that_ignores_case_finds(pattern: str, text: str) -> None:
    """At the same place, with the same groups but for their case."""
    found, wanted = caseless(pattern).search(text.lower()), re.search(pattern, text, re.IGNORECASE)
    assert (found and found.span()) == (wanted and wanted.span())
    assert (found and found.groups()) == (wanted and tuple(each and each.lower() for each in wanted.groups()))


@given(
    st.lists(st.sampled_from(["a", "och", "Og", "or", "x:", ", ", "; ", ",", " ", ".", "\n"]), max_size=14).map("".join)
)
def test_an_enumeration_is_told_by_its_last_comma(text: str) -> None:
    """All that stands before is passed over, and nothing is found otherwise."""
    whole = re.compile(r"(?:[^,;:.]+[,;]\s){1,}[^,;]*?\b(?:och|samt|eller|og|samt|eller|and|or)\b")
    assert bool(ENUMERATION.search(text)) == bool(whole.search(text))
