import numpy as np
import pytest
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.encode import StaticEncoder
from search.forward import TermTable
from search.late import LateInteraction
from search.resources import LEXICON, MODEL
from search.titled import Titled, titled
from search.vectors import Recipe, VectorMaker
from search.weights import PassageText

ANALYZER = Analyzer(LEXICON)
ENCODER = StaticEncoder(MODEL)
MAKER = VectorMaker(Recipe(ENCODER, ENCODER, ANALYZER, 90.0))
LATE = LateInteraction(ENCODER)
TITLE = "Avtal om transporter"
BODIES = ("Häktet beställer resan dagen innan.", "Avtalet om transporter gäller till 2027.")


def table_of(*passages: PassageText) -> TermTable:
    return TermTable.of(MAKER.make(passages).terms)


def pieces_of(text: str) -> list[int]:
    return list(ENCODER.pieces([text])[0])


def groups_of(table: TermTable, question: str) -> list[Titled]:
    among = np.array([language == "sv" for language in table.languages])
    return list(titled(table, np.array(pieces_of(question)), among))


def test_what_the_title_says_of_a_question_is_left_out() -> None:
    """The group has the passages under the title, whatever they cite; the question keeps its other words."""
    cites = PassageText("Enligt 4 § häkteslagen beställer polisen resan.", TITLE, "sv")
    table = table_of(
        *(PassageText(body, TITLE, "sv") for body in BODIES), PassageText(BODIES[0], "Budget", "sv"), cites
    )
    (group,) = groups_of(table, "beställa resa avtal om transporter")
    assert group.rows.tolist() == [0, 1, 3]
    assert group.shared == len(pieces_of(TITLE))
    left = np.array(pieces_of("beställa resa avtal om transporter"))[group.left].tolist()
    assert left == pieces_of("beställa resa")


@pytest.mark.parametrize(
    ("question", "titles", "languages"),
    [
        ("vem sköter bokningen", (TITLE, TITLE), ("sv", "sv")),
        ("avtal transporter", (TITLE, TITLE), ("sv", "sv")),
        ("beställa resa avtal", (TITLE, "Avtal om resor"), ("sv", "sv")),
        ("beställa resa avtal", (TITLE, TITLE), ("sv", "da")),
        ("beställa resa avtal", ("", ""), ("sv", "sv")),
    ],
)
def test_nothing_is_told_apart(question: str, titles: tuple[str, str], languages: tuple[str, str]) -> None:
    """The title says nothing or all of the question, no two share one, or they are not of those looked at."""
    table = table_of(*map(PassageText, BODIES, titles, languages))
    assert groups_of(table, question) == []


def test_what_is_left_is_compared_with_what_stands_below_the_title() -> None:
    """The cosine's change is what comparing the sums of both texts' vectors gives, the length of the whole kept."""
    question = "beställa resa avtal om transporter"
    table = table_of(*(PassageText(body, TITLE, "sv") for body in BODIES), PassageText("Annat.", "Annat", "sv"))
    (group,) = groups_of(table, question)
    near, changed = LATE.similarities(question, table).left(group)

    def summed(text: str) -> NDArray[np.float32]:
        total: NDArray[np.float32] = ENCODER.weights[pieces_of(text)].astype(np.float32).sum(axis=0)
        return total

    whole, left = summed(question), summed("beställa resa")
    expected = [
        (summed(body) @ left / np.linalg.norm(left)) / (summed(f"{TITLE} {body}") @ whole / np.linalg.norm(whole))
        for body in BODIES
    ]
    assert changed == pytest.approx(np.maximum(expected, 0), abs=0.02)
    assert near[0] > near[1]
    assert near.max() <= 1 + 1e-6


def test_a_passage_that_is_its_title_alone_is_no_group_with_a_longer_one() -> None:
    """What all begin with never takes the whole of a passage, so that there is something to compare."""
    table = table_of(PassageText("", TITLE, "sv"), PassageText(BODIES[0], TITLE, "sv"))
    for group in groups_of(table, "beställa resa avtal om transporter"):
        lengths = np.diff(table.piece_bounds)[group.rows]
        assert (lengths > group.shared).all()
        assert np.isfinite(LATE.similarities("beställa resa avtal om transporter", table).left(group)[1]).all()
