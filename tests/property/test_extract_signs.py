"""What is looked for before a pattern is tried, or told by the signs of words, changes nothing of what is found."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract import definition, in_force
from ingest.extract.asking import asked_of, leads_to_somebody
from ingest.extract.edge import Part
from ingest.extract.in_force import statements_in
from ingest.extract.person import UNIT_WORD
from ingest.extract.point import may_reach, may_reach_at
from ingest.extract.sign import Sign, signs_of, signs_of_all
from ingest.language import block_language
from ingest.parsed import ParsedBlock
from search.contacts.digits import may_hold_other_digits

LED = st.sampled_from(
    ["Överenskommelsen", "samverkansöverenskommelsen", "handlingsplanen", "Detta avtal", "gäller", "Gäller", "från",
     "1 januari 2024", "till och med", "31 december 2026", "ersätter", "det tidigare avtalet", "Genom", "dessa",
     "föreskrifter", "upphävs", "tills vidare", "Den", "har upphört att gälla", "undertecknandet", "vid", ".", "\n\n",
     "Aftalen", "gælder", "perioden 2024-2026", "is replaced by", "This agreement", "İ"]
)  # fmt: skip
ASKED = st.sampled_from(
    ["Kontakta", "kontakt", "Ring", "utvärdering", "ring", "chefen", "samordnaren", "Frågor", "frågor", "besvaras av",
     "ärende", "Ärenden", "riktas till", "Spørgsmål", "rettes til", "Vänd dig till", "Call the", "to", "the", "manager",
     ".", ";", "om", "(to", "\nto", "Contact", "Hör av er till", "all the", "synpunkter", "are answered by"]
)  # fmt: skip
REACHED = st.sampled_from(
    ["112", "1 12", "08-465 004 11", "+46 8 123 456 78", "(08) 465", "2018", "a@example.org", "(at)", "[a]", "x",
     "33 12 34 56", "٣٣ ١٢ ٣٤ ٥٦", "\n", " "]
)  # fmt: skip


def test_every_key_word_of_a_statement_has_its_sign() -> None:
    """A statement's words are looked for only where their sign stands, so each of them shows it."""
    missing = [word for sign, words in in_force._KEYS.items() for word in words if not signs_of(word) & sign]
    assert missing == []


@given(st.from_regex(re.compile(UNIT_WORD), fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_every_unit_has_its_sign(unit: str) -> None:
    """Whatever the pattern of units matches, the words looked for first are in it."""
    assert signs_of(unit.lower()) & Sign.UNIT


@given(st.lists(LED, max_size=14).map(" ".join))
@settings(max_examples=80, deadline=None)
def test_patterns_tried_where_they_can_begin_find_what_they_find_everywhere(text: str) -> None:
    """Beginning at subjects and a few words alone gives the matches that a search through all of the text gives."""
    part = Part(text, [(0, len(text), signs_of(text.lower()))])
    for pattern, words in (
        (in_force._REPLACES, in_force._REPLACES_BEGINS),
        (in_force._SPOKEN_YEARS, (*in_force._FIELDS, "Den", "Det", "It")),
        (in_force._FROM_LEAD, in_force._FIELDS),
        (in_force._ENDED, ()),
        (in_force._REPLACED, ()),
        (in_force._FROM_SIGNING, ()),
    ):
        found = [match.span() for match in part.found(pattern, 0, len(text), words)]
        assert found == [match.span() for match in pattern.finditer(text)]


@given(st.lists(st.lists(LED.filter(lambda word: word != "\n\n"), max_size=10).map(" ".join), max_size=4))
@settings(max_examples=60, deadline=None)
def test_pieces_with_their_own_signs_give_the_same_statements(blocks: list[str]) -> None:
    """Looking only at the blocks with the right words finds what looking at all of the text finds."""
    text, pieces = "\n\n".join(blocks), []
    for number, block in enumerate(blocks):
        start = sum(map(len, blocks[:number])) + 2 * number
        pieces.append((start, start + len(block), signs_of(block.lower())))
    assert statements_in(text, lambda _begin, _end: pieces) == statements_in(text)


@given(st.lists(ASKED, max_size=12).map(" ".join))
@settings(max_examples=80, deadline=None)
def test_who_is_to_be_asked_is_seen_by_the_words_for_it(text: str) -> None:
    """The words looked for first are in every text in which the pattern finds somebody."""
    assert leads_to_somebody(text) == (asked_of(text) is not None)


@given(st.lists(st.lists(REACHED, max_size=5).map(" ".join), max_size=4))
@settings(max_examples=80, deadline=None)
def test_a_block_that_may_reach_somebody_shows_in_the_look_at_all_blocks(blocks: list[str]) -> None:
    """Each block with a number or an address holds one of the places that one look at the whole text gives."""
    places = may_reach_at("\n\n".join(blocks))
    start = 0
    for block in blocks:
        assert not may_reach(block) or any(start <= place < start + len(block) for place in places)
        start += len(block) + 2


@given(st.characters(categories=["Nd"]))
def test_digits_of_other_scripts_are_told_by_their_first_byte(digit: str) -> None:
    """Every digit but 0 to 9 is seen; ordinary letters and signs are not taken for one."""
    assert may_hold_other_digits(f"a {digit} b") == (not digit.isascii())
    assert not may_hold_other_digits("Åtgärder – “så här” … 4 §")


@given(
    st.lists(
        st.sampled_from(
            [
                "och",
                "og",
                "det",
                "att",
                "af",
                "t.ex.",
                "f.eks",
                "don't",
                "the",
                "hus",
                "kr,",
                "på",
                "jeg",
                "inte",
                "från",
            ]
        ),
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_signs_of_words_tell_the_language_that_counting_tells(words: list[str]) -> None:
    """A block's language is the same with the signs of its words at hand and without."""
    block = ParsedBlock("paragraph", " ".join(words))
    (signs,) = signs_of_all([words])
    assert block_language(block, "da", words, signs >> 20) == block_language(block, "da", words)


@given(st.text(st.sampled_from("AB(), \nabÅ."), max_size=30))
@settings(max_examples=80, deadline=None)
def test_what_may_be_an_abbreviation_is_seen_in_the_look_at_all_blocks(text: str) -> None:
    """Wherever the pattern of abbreviations matches, the quick one does."""
    assert not definition._SHORT.search(text) or definition._MAY_BE_SHORT.search(f"{text}\n\n{text}")
