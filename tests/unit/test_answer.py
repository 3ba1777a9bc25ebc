from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.answer import make_answer, sentences
from search.catalog_port import PassageRecord
from search.encode import StaticEncoder
from search.evaluation import as_document
from search.forward import TermTable
from search.fusion import Fused
from search.highlight import AskedWords
from search.language import QuestionLanguage
from search.plan import Planner
from search.ranked import Ranked
from search.resources import LEXICON, MODEL, TRANSLATION
from search.result import Answer
from search.sparse import QueryTranslator
from search.translation import Translator
from search.vectors import Recipe, VectorMaker
from search.weights import PassageText

ANALYZER = Analyzer(LEXICON)
PLANNER = Planner(
    ANALYZER, QueryTranslator(ANALYZER, Translator(TRANSLATION)), StaticEncoder(MODEL), QuestionLanguage(ANALYZER)
)
ENCODER = StaticEncoder(MODEL)
MAKER = VectorMaker(Recipe(ENCODER, ENCODER, ANALYZER, 90.0))
AREAS = "8 överenskomna samverkansområden:\n\n" + "\n\n".join(
    f"{number}. {area}"
    for number, area in enumerate(["Lokaler", "Häkte", "Transporter", "Operativt", "Inköp", "IT", "HR", "Juridik"], 1)
)
PROSE = "Myndigheterna har samarbetat länge och träffas ofta. " * 9 + AREAS


def answer_over(question: str, *texts: str, stored: str | None = None, score: float = 1.0) -> Answer:
    ranked = []
    plan = PLANNER.plan(question)
    for text in texts:
        document = as_document(text, "sv", text, "Överenskommelse om samverkan")
        passage = document.passages[0]
        table = TermTable.of(MAKER.make([PassageText(text, document.document.title, "sv")]).terms)
        asked = AskedWords(plan.sparse.vector, table, [passage.passage_id], ANALYZER).of(passage)
        fused = Fused(passage.passage_id, score, 9.0, 0.5)
        ranked.append(Ranked(fused, PassageRecord(passage, document.document), asked))
    held = {each.record.document.document_id: each.record.passage.text for each in ranked}
    return make_answer(
        plan, ranked, ANALYZER, lambda document_id, _, start, end: (stored or held[document_id])[start:end]
    )


def test_a_list_is_quoted_whole_with_its_lead_in() -> None:
    """The line that names the subject says too little alone."""
    (quote,) = answer_over("who is the contact for transport issues", PROSE).quotes
    assert quote.text == AREAS
    assert PROSE[quote.start : quote.end] == quote.text


@pytest.mark.parametrize(
    ("question", "frame"),
    [
        ("vem ansvarar för transporter", "Enligt Överenskommelse"),
        ("hvem har ansvaret for transporter", "Ifølge Overenskommelse"[:6]),
        ("who is responsible for transports", "According to"),
    ],
)
def test_the_frame_follows_the_language_of_the_question(question: str, frame: str) -> None:
    """The quote stays as it is; what stands around it is in the reader's language."""
    answer = answer_over(question, "Transportchefen ansvarar för transporter.")
    assert answer.status == "answered"
    assert answer.text.startswith(frame)


def test_a_quote_that_the_stored_text_does_not_hold_is_not_sent() -> None:
    """One changed letter, and there is no answer."""
    text = "Transportchefen ansvarar för transporter."
    assert answer_over("vem ansvarar för transporter", text).status == "answered"
    assert answer_over("vem ansvarar för transporter", text, stored=text.replace("för", "fór")).status == "not_found"


def test_what_the_papers_do_not_say_is_not_answered() -> None:
    """A passage on something else is named as a place to look, not quoted."""
    answer = answer_over("vad kostar en ny cykel i Malmö", "Myndigheterna möts en gång om året.", score=0.2)
    assert (answer.status, answer.quotes) == ("not_found", ())
    assert [place["title"] for place in answer.see_also] == ["Överenskommelse om samverkan"]


def test_nothing_found_gives_nothing() -> None:
    """No passage, no quote, no place to look."""
    answer = answer_over("vem ansvarar för transporter")
    assert (answer.status, answer.quotes, answer.see_also) == ("not_found", (), ())


@given(st.text(max_size=400))
def test_sentences_lie_in_order_and_hold_every_word(text: str) -> None:
    """Cutting loses nothing but white space and the marks between."""
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


def test_the_number_of_a_list_line_is_no_sentence() -> None:
    """ "3. Transporter" is one line."""
    text = "Områden:\n3. Transporter\n4. Inköp"
    assert [text[start:end] for start, end in sentences(text)] == ["Områden:", "3. Transporter", "4. Inköp"]
