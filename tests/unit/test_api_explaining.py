from hypothesis import given
from hypothesis import strategies as st

from api.explaining import MOST_IN_PASSAGE, Explainer
from api.view import Piece
from api.words import load_words
from search.terms import Concept, Labels, TermBank

WORDS = load_words()


def concept(notation: str, name: str, country: str = "", **definition: str) -> Concept:
    return Concept(notation, country, "measure", {"sv": Labels(name, ("ingång",))}, definition)  # type: ignore[arg-type]


BANK = TermBank(
    (
        concept("remand", "häktning", sv="Hållas inlåst i väntan på dom.", en="Being held."),
        concept("release", "villkorlig frigivning", sv="Friges före tiden.", en="Released early."),
        concept("officer", "frivård", sv="Det svenska.", country="se"),
        concept("officer-dk", "frivård", sv="Det danska.", country="dk"),
        concept("unknown", "uppföljning"),
    )
)


def explained(text: str, ui: str = "sv", marked: str = "") -> list[tuple[str, str | None]]:
    pieces = [Piece(text), Piece(marked, marked=True)] if marked else [Piece(text)]
    page = Explainer(lambda: BANK).page(WORDS[ui], ui)  # type: ignore[index]
    return [(piece.text, piece.note and piece.note.text) for piece in page.explain(pieces, "sv")]


def test_terms_of_one_and_several_words_are_explained() -> None:
    """The longest label at a place counts, whatever its case; the text stays as it was."""
    found = explained("Vid Villkorlig  frigivning och häktning.")
    assert [each for each in found if each[1]] == [
        ("Villkorlig  frigivning", "Friges före tiden."),
        ("häktning", "Hållas inlåst i väntan på dom."),
    ]
    assert "".join(text for text, _ in found) == "Vid Villkorlig  frigivning och häktning."


def test_explanation_is_in_the_readers_language_or_left_out() -> None:
    """An English reader gets English; a Danish one, for whom the bank has nothing, is not given Swedish."""
    assert ("häktning", "Being held.") in explained("en häktning", "en")
    assert explained("en häktning", "da") == [("en häktning", None)]


def test_words_that_may_mean_something_else_are_left_alone() -> None:
    """Synonyms, words without a definition and parts of longer words are no trade words here."""
    assert explained("en ingång, en uppföljning, häktningar") == [("en ingång, en uppföljning, häktningar", None)]


def test_a_word_of_two_countries_means_that_of_the_paper() -> None:
    """In a Swedish paper the Swedish body is meant."""
    assert ("frivård", "Det svenska.") in explained("inom frivård")


def test_each_term_is_explained_once_on_a_page() -> None:
    """The second passage that has a word leaves it as it is; a marked word may be explained too."""
    page = Explainer(lambda: BANK).page(WORDS["sv"], None)
    first = page.explain([Piece("om "), Piece("häktning", marked=True)], "sv")
    assert [(piece.text, piece.marked) for piece in first if piece.note] == [("häktning", True)]
    assert not [piece for piece in page.explain([Piece("om häktning")], "sv") if piece.note]
    assert not [piece for piece in page.explain([Piece("om frivård")], None) if piece.note]


@given(st.lists(st.sampled_from(["häktning", " ", "villkorlig", "frigivning", "frivård", ",", "x", "\n"]), max_size=40))
def test_text_is_never_changed(parts: list[str]) -> None:
    """Whatever stands in a passage is shown letter for letter, with no more explanations than are allowed."""
    found = explained("".join(parts), marked="häktning")
    assert "".join(text for text, _ in found) == "".join(parts) + "häktning"
    assert sum(note is not None for _, note in found) <= MOST_IN_PASSAGE
