import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from search.vocabulary import Vocabulary, count_words

WORDS = st.text(alphabet="abcdeåäöæøst", min_size=2, max_size=12)
COUNTS = st.dictionaries(WORDS, st.integers(1, 1000), max_size=40)
SOME = Vocabulary.of({"häktade": 5, "häkten": 2, "fængsel": 7, "köpenhamn": 3, "københavn": 9, "århus": 1, "aarhus": 4})


@settings(deadline=None)
@given(COUNTS)
def test_counts_come_back_from_storage(counts: dict[str, int]) -> None:
    """What was counted is known, before and after it was stored; nothing else is."""
    for vocabulary in (Vocabulary.of(counts), Vocabulary.from_bytes(Vocabulary.of(counts).to_bytes())):
        assert {word: vocabulary.count(word) for word in counts} == counts
        assert len(vocabulary) == len(counts)
        assert vocabulary.count("zzzz") == 0


@settings(deadline=None)
@given(COUNTS, COUNTS, st.data())
def test_a_changed_vocabulary_is_the_one_counted_anew(
    base: dict[str, int], added: dict[str, int], data: st.DataObject
) -> None:
    """Adding what comes and taking away what goes gives what counting all that is left gives."""
    gone = {word: data.draw(st.integers(0, count)) for word, count in base.items()}
    changed = Vocabulary.of(base).changed(Vocabulary.of(added), Vocabulary.of(gone))
    left = {w: n for w in base | added if (n := base.get(w, 0) + added.get(w, 0) - gone.get(w, 0)) > 0}
    assert {word: changed.count(word) for word in base | added} == {word: left.get(word, 0) for word in base | added}
    assert changed.to_bytes() == Vocabulary.of(left).to_bytes() or len(changed) == len(left)


@settings(deadline=None)
@given(WORDS, st.data())
def test_a_slip_of_the_pen_is_always_looked_at(word: str, data: st.DataObject) -> None:
    """A letter left out, put in or taken for another never hides the word that was meant."""
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcåst"))
    for written in (word[:place] + word[place + 1 :], word[:place] + letter + word[place:]):
        if len(written) > 1:
            found = [candidate for candidate, _ in Vocabulary.of({word: 1}).near(written, 1, 10)]
            assert found == [word]


def test_letters_without_marks_stand_for_those_with() -> None:
    """Marks may be missing or written as two letters, and the neighbour's letters are the same sounds."""
    assert SOME.spelt_otherwise("haktade") == [("häktade", 5)]
    assert SOME.spelt_otherwise("haektade") == [("häktade", 5)]
    assert SOME.spelt_otherwise("fängsel") == [("fængsel", 7)]
    assert SOME.spelt_otherwise("koebenhavn") == [("københavn", 9)]
    assert SOME.spelt_otherwise("århus") == [("aarhus", 4)]
    assert SOME.spelt_otherwise("häktade") == []


def test_a_mark_that_was_written_is_meant() -> None:
    """Who writes köp does not mean kop."""
    assert Vocabulary.of({"kop": 9}).spelt_otherwise("köp") == []


def test_words_are_counted_in_lower_case_and_only_words() -> None:
    """Numbers and letters of other alphabets are left out."""
    vocabulary = count_words(["Häktade, HÄKTADE och 2018:26", "häktade Καλημέρα"])
    assert vocabulary.count("häktade") == 3
    assert len(vocabulary) == 2


def test_storage_of_another_form_is_an_empty_vocabulary() -> None:
    """Words are a help: without them a question is searched as it stands."""
    assert len(Vocabulary.from_bytes(None)) == len(Vocabulary.from_bytes(b"other")) == 0


def test_a_hundred_thousand_words_take_few_megabytes() -> None:
    """About 30 bytes a word in memory, and a third of that stored."""
    letters = np.random.default_rng(0).integers(97, 123, size=(100_000, 10), dtype=np.uint8)
    counts = dict.fromkeys((bytes(row).decode() for row in letters), 3)
    stored = Vocabulary.of(counts).to_bytes()
    assert len(stored) < 1_500_000
