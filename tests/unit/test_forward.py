from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.forward import BODY, HEADING, TITLE, TermTable, forward_entry
from search.highlight import AskedWords
from search.resources import LEXICON
from search.sparse import to_vector

ANALYZER = Analyzer(LEXICON)
TEXT = "Transporter av häktade beställs.\nTransporten bekräftas av häktet i Norrstad."


def entry(text: str, title: str = "", headings: tuple[str, ...] = (), language: str = "sv") -> bytes:
    return forward_entry(text, title, headings, language, ANALYZER)


def asked(words: str, text: str, title: str = "") -> AskedWords:
    weights = {key: 1.0 for word in words.split() for key, _ in ANALYZER.dimensions(word, "sv")[:1]}
    return AskedWords(to_vector(weights), TermTable.of([entry(text, title)]), ["p"])


def test_words_come_back_with_their_places_and_terms() -> None:
    """Title, headings and text in this order, without stop words, whose places stay empty."""
    table = TermTable.of([entry(TEXT, "Avtal om transporter", ("Beställning",))])
    body = table.field == BODY
    words = [TEXT[s : s + n] for s, n in zip(table.start[body], table.length[body], strict=True)]
    assert words == ["Transporter", "häktade", "beställs", "Transporten", "bekräftas", "häktet", "Norrstad"]
    assert table.position[body].tolist() == [1, 3, 4, 5, 6, 8, 10]
    assert [(table.field == field).sum() for field in (TITLE, HEADING, BODY)] == [2, 1, 7]
    assert table.stem[0] == ANALYZER.dimensions("avtal", "sv")[0][0]


def test_passages_are_kept_apart() -> None:
    """Bounds, languages and positions are each passage's own."""
    table = TermTable.of([entry(TEXT), entry(""), entry("Transport af fanger", "Aftale", language="da")])
    assert table.languages == ("sv", "sv", "da")
    assert table.bounds.tolist() == [0, 7, 7, 10]
    assert table.position[7:].tolist() == [1, 1, 3]


def test_highlights_join_neighbours_but_not_lines() -> None:
    """Every form of an asked word is marked; a mark never runs over a line's end."""
    found = asked("transport häktad beställa", TEXT).of("p")
    marked = [TEXT[start:end] for start, end in found.highlights(TEXT)]
    assert marked == ["Transporter", "häktade beställs", "Transporten", "häktet"]


def test_the_title_counts_as_held_but_is_not_marked() -> None:
    """Its words have no place in the text."""
    found = asked("avtal", "Parterna samverkar", title="Avtal om transporter").of("p")
    assert found.held
    assert found.highlights("Parterna samverkar") == ()


def test_a_passage_that_was_not_looked_at_has_nothing() -> None:
    """It is shown without marks."""
    assert asked("avtal", TEXT).of("another").words == ()


@given(st.text(max_size=300), st.text(max_size=60), st.sampled_from(["sv", "da", "en", "und"]))
def test_any_text_can_be_written_and_read(text: str, title: str, language: str) -> None:
    """Offsets always name a piece of the text; the number of words is what the bounds say."""
    table = TermTable.of([entry(text, title, (title,), language)] * 2)
    assert table.languages == (language, language)
    assert table.bounds[-1] == len(table.stem) == 2 * table.bounds[1]
    assert ((table.start + table.length) <= len(text))[table.field == BODY].all()
    assert (table.further_word < len(table.stem)).all()


def test_very_long_words_and_passages_are_cut_not_refused() -> None:
    """What does not fit the form is left out of the closer look."""
    table = TermTable.of([entry("x" * 1000 + " ord" * 70_000)])
    assert table.length[0] == 255
    assert table.bounds[-1] == 60_000
