"""Looking for words, digits and ways of writing before a pattern never hides what the pattern would find."""

import re
import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract.person import ROLE_WORD
from ingest.extract.point import may_reach, points_in
from ingest.extract.sign import Sign, signs_of
from search.analysis.words import words
from search.contacts.phone import phones_in
from search.document import NAMESPACE, passage_id_of
from search.personal import mask
from search.personal.plain import may_hold_run
from search.vocabulary import Vocabulary, count_words

NUMBERS = st.sampled_from(
    ["+46 8-123 456 78", "08-465 004 11", "(08) 465 004 11", "33 12 34 56", "3312 3456", "33123456", "0045 33 12 34 56",
     "112", "11 414", "lokal 123", "info@example.org", "info (at) example.org", "2018-2019", "2020-01-29", "10 000 000"]
)  # fmt: skip
WORDS = st.sampled_from(["ring", "tlf.", "telefon", "år", "den", ".", "(", ")", "\n", "–", "chefen", "kl."])


@given(st.from_regex(re.compile(ROLE_WORD), fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_every_office_has_its_sign(office: str) -> None:
    """Whatever the pattern of offices matches, the words looked for first are in it."""
    assert signs_of(office.lower()) & Sign.ROLE


@given(st.lists(NUMBERS | WORDS, max_size=8).map(" ".join), st.integers(0, 20), st.integers(0, 20))
@settings(max_examples=50, deadline=None)
def test_a_text_whose_part_has_a_number_may_reach_somebody(text: str, before: int, after: int) -> None:
    """What is found in a text, or in a sentence of it, shows in the quick look at the whole."""
    if points_in(text) or phones_in(text):
        assert may_reach(text)
        assert may_reach(f"{'a ' * before}{text}. {'B ' * after}")


@given(st.from_regex(r"[0-9²٣]{6}[-–+ \u00a0\u00ad\u200b\n]{0,3}[0-9１]{4}", fullmatch=True), st.text(max_size=9))
@settings(max_examples=50, deadline=None)
def test_ten_digits_are_seen_however_they_are_written(number: str, around: str) -> None:
    """Digits and hyphens of any script count; no text that is masked is passed over."""
    assert may_hold_run(f"{around} {number} {around}", 10)
    assert mask(number).count == 0 or may_hold_run(number, 10)


@given(st.lists(st.text(st.sampled_from("abÅåΣσİ§2018:.-'’\n \u00a0\t"), max_size=30), max_size=5))
@settings(max_examples=50, deadline=None)
def test_words_counted_by_chunk_are_words_counted_one_by_one(texts: list[str]) -> None:
    """Cutting at blanks first changes no count."""
    counts: dict[str, int] = {}
    for word in (word for text in texts for word in words(text)):
        counts[word] = counts.get(word, 0) + 1
    assert count_words(texts).to_bytes() == Vocabulary.of(counts).to_bytes()


@given(st.text(max_size=20), st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_passage_ids_are_those_of_the_standard_library(document_id: str, ordinal: int) -> None:
    """The quick way to a uuid5 gives the same text."""
    document_id = document_id.encode("utf-8", "replace").decode()
    assert passage_id_of(document_id, "r", ordinal) == str(uuid.uuid5(NAMESPACE, f"{document_id}/r/{ordinal}"))
