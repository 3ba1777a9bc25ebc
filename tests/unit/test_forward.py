import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.encode import StaticEncoder
from search.evaluation import as_document
from search.forward import BEGINS_WORD, TermTable
from search.highlight import Asked, AskedWords
from search.resources import LEXICON, MODEL
from search.sparse import to_vector
from search.vectors import Recipe, VectorMaker
from search.weights import PassageText

ANALYZER = Analyzer(LEXICON)
ENCODER = StaticEncoder(MODEL)
MAKER = VectorMaker(Recipe(ENCODER, ENCODER, ANALYZER, 90.0))
TEXT = "Transporter av häktade beställs.\nTransporten bekräftas av häktet i Norrstad."


def table_of(*passages: PassageText) -> TermTable:
    return TermTable.of(MAKER.make(passages).terms)


def places_of_words(table: TermTable) -> list[list[int]]:
    """Return for each passage where its words stand: above the text, then in it."""
    stems = np.flatnonzero(table.mark >= BEGINS_WORD)
    rows, places = table.rows_of(stems), table.place_of(stems)
    return [places[rows == row].tolist() for row in range(len(table.languages))]


def asked(words: str, text: str, title: str = "") -> Asked:
    (passage,) = as_document("p", "sv", text, title).passages
    weights = {key: 1.0 for word in words.split() for key, _ in ANALYZER.dimensions(word, "sv")[:1]}
    table = table_of(PassageText(text, title, "sv"))
    return AskedWords(to_vector(weights), table, [passage.passage_id], ANALYZER).of(passage)


def test_words_come_back_with_their_places_and_terms() -> None:
    """What stands above first, then the text; stop words leave their places empty."""
    table = table_of(PassageText(TEXT, "Avtal om transporter", "sv"))
    assert places_of_words(table)[0] == [0, 2, 0, 2, 3, 4, 5, 7, 9]
    assert table.words()[0].tolist() == [2]
    assert table.words()[1].tolist() == [7]
    assert table.dimension[0] == ANALYZER.dimensions("avtal", "sv")[0][0]


def test_passages_are_kept_apart() -> None:
    """Bounds, languages and pieces are each passage's own, in the order they were given."""
    table = table_of(
        PassageText(TEXT, "", "sv"), PassageText("Transport af fanger", "Aftale", "da"), PassageText("", "", "sv")
    )
    assert table.languages == ("sv", "da", "sv")
    assert places_of_words(table)[1:] == [[0, 0, 2], []]
    assert table.words()[0].tolist() == [0, 1, 0]
    assert table.words()[1].tolist() == [7, 2, 0]
    pieces, counts = ENCODER.pieces([TEXT, "Aftale Transport af fanger", ""])
    assert table.piece.tolist() == pieces.tolist()
    assert (table.piece_bounds[1:] - table.piece_bounds[:-1]).tolist() == counts
    assert table.bounds[-1] == table.bounds[-2] == len(table.dimension)


def test_highlights_join_neighbours_but_not_lines() -> None:
    """Every form of an asked word is marked; a mark never runs over a line's end."""
    found = asked("transport häktad beställa", TEXT)
    marked = [TEXT[start:end] for start, end in found.highlights(TEXT)]
    assert marked == ["Transporter", "häktade beställs", "Transporten", "häktet"]


def test_the_title_counts_as_held_but_is_not_marked() -> None:
    """Its words have no place in the text."""
    found = asked("avtal", "Parterna samverkar", title="Avtal om transporter")
    assert found.held
    assert found.highlights("Parterna samverkar") == ()


def test_a_passage_that_was_not_looked_at_has_nothing() -> None:
    """It is shown without marks."""
    (passage,) = as_document("another", "sv", TEXT, "").passages
    assert AskedWords(to_vector({}), TermTable.of([]), [], ANALYZER).of(passage).words == ()


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=200), st.text(max_size=60), st.sampled_from(["sv", "da", "en", "und"]))))
def test_any_texts_can_be_written_and_read(passages: list[tuple[str, str, str]]) -> None:
    """A table has what each passage alone gives."""
    texts = [PassageText(*passage) for passage in passages]
    table = table_of(*texts) if texts else TermTable.of([])
    assert table.languages == tuple(text.language for text in texts)
    for row, text in enumerate(texts):
        alone, terms = table_of(text), slice(table.bounds[row], table.bounds[row + 1])
        assert table.dimension[terms].tolist() == alone.dimension.tolist()
        assert table.mark[terms].tolist() == alone.mark.tolist()


def test_very_long_passages_are_cut_not_refused() -> None:
    """What does not fit the form is left out of the closer look."""
    table = table_of(PassageText("transport " * 70_000, "", "sv"))
    assert table.bounds[-1] == 20_000
    assert len(table.piece) == 1024
    assert asked("transport", "transport " * 70_000).held
