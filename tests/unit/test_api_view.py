from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.view import EXCERPT_CHARACTERS, address, badge_of, excerpt, hits_words, page_words
from api.words import ENGLISH, load_words
from search.document import Validity


@st.composite
def highlighted(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(st.text(alphabet="abc åäö\n", min_size=1, max_size=1500))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    return text, [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < b]


@given(highlighted())
def test_excerpt_is_a_run_of_the_passage(case: tuple[str, list[tuple[int, int]]]) -> None:
    """What is shown is the passage's own words, of bounded length; what is marked is a highlight."""
    text, spans = case
    pieces = excerpt(text, spans)
    shown = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    closed = "".join(shown.split())
    assert closed in "".join(text.split())
    assert len(shown) <= EXCERPT_CHARACTERS
    assert {piece.text for piece in pieces if piece.marked} <= {text[a:b] for a, b in spans}


def test_excerpt_begins_near_the_first_highlight() -> None:
    """A match far into a long passage is on the page."""
    text = "ord " * 500 + "transport" + " ord" * 500
    pieces = excerpt(text, [(2000, 2009)])
    assert [piece.text for piece in pieces if piece.marked] == ["transport"]
    assert pieces[0].text == "… "
    assert pieces[-1].text == " …"


def test_excerpt_leaves_out_the_heading_that_stands_above_it() -> None:
    """A passage that begins with its own section heading is not shown with it twice."""
    text = "1 Syfte\n\nParterna samverkar.\n\nAlltid."
    assert (
        "".join(piece.text for piece in excerpt(text, [(0, 1), (9, 17)], "1 Syfte")) == "Parterna samverkar.\nAlltid."
    )
    assert excerpt("1 Syfte", [], "1 Syfte")[0].text == "1 Syfte"


@pytest.mark.parametrize(
    ("validity", "words"),
    [
        (Validity("unknown"), None),
        (Validity("in_force"), "In force"),
        (Validity("in_force", None, date(2030, 1, 2)), "In force to 2 January 2030"),
        (Validity("upcoming", date(2030, 1, 2), date(2031, 1, 2)), "In force from 2 January 2030"),
        (Validity("expired", None, date(2020, 1, 2)), "No longer in force, was in force to 2 January 2020"),
        (Validity("superseded"), "Superseded"),
    ],
)
def test_badge_says_what_is_known_in_words(validity: Validity, words: str | None) -> None:
    """Nothing known gives no badge; the rest is told without relying on colour."""
    badge = badge_of(validity, ENGLISH)
    assert (badge and badge.text) == words


def test_days_are_written_as_each_language_does() -> None:
    """The month stands in words."""
    day = date(2024, 3, 1)
    assert [words.day(day) for words in load_words().values()] == ["1 mars 2024", "1. marts 2024", "1 March 2024"]


def test_counts_are_honest() -> None:
    """A lower bound is called one, one hit is singular."""
    assert [hits_words(t, ENGLISH) for t in ((0, "eq"), (1, "eq"), (7, "eq"), (1000, "gte"))] == [
        "No results", "1 result", "7 results", "At least 1,000 results",
    ]  # fmt: skip


def test_printed_page_number_is_told_where_it_differs() -> None:
    """Readers look for the number on the paper, programs for the physical page."""
    assert page_words(3, "3", ENGLISH) == page_words(3, None, ENGLISH) == "page 3"
    assert page_words(3, "ii", ENGLISH) == "page 3 (printed ii)"
    assert page_words(None, None, ENGLISH) is None


def test_addresses_are_encoded_and_short() -> None:
    """What is not set does not stand in the address."""
    assert address("/", q="å&b", ui=None, page=2) == "/?q=%C3%A5%26b&page=2"
    assert address("/", q="") == "/"
