from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.answering import Answering, Reader
from search.answering.sentence import sentences
from search.catalog_port import PassageRecord
from search.encode import StaticEncoder
from search.evaluation import as_document
from search.forward import TermTable
from search.fusion import Fused
from search.highlight import AskedWords
from search.language import QuestionLanguage
from search.late import LateInteraction
from search.plan import Planner
from search.ranked import Ranked
from search.resources import DECISION_WEIGHTS, LEXICON, MODEL, SENTENCE_WEIGHTS, TERMS, TRANSLATION
from search.result import Answer
from search.sparse import QueryTranslator
from search.terms import TermStore
from search.translation import Translator
from search.vectors import Recipe, VectorMaker
from search.weights import PassageText

ANALYZER = Analyzer(LEXICON)
PLANNER = Planner(
    ANALYZER, QueryTranslator(ANALYZER, Translator(TRANSLATION)), StaticEncoder(MODEL), QuestionLanguage(ANALYZER)
)
ENCODER = StaticEncoder(MODEL)
MAKER = VectorMaker(Recipe(ENCODER, ENCODER, ANALYZER, 90.0))
READER = Reader(ANALYZER, ENCODER, LateInteraction(ENCODER))
ANSWERING = Answering(READER, ANALYZER, SENTENCE_WEIGHTS, DECISION_WEIGHTS, TermStore(TERMS, ANALYZER))
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
    return ANSWERING.answer(plan, ranked, lambda document_id, _, start, end: (stored or held[document_id])[start:end])


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
    """One changed letter, and there is no answer; it is counted."""
    text = "Transportchefen ansvarar för transporter."
    assert answer_over("vem ansvarar för transporter", text).status == "answered"
    dropped = ANSWERING.dropped_quotes
    assert answer_over("vem ansvarar för transporter", text, stored=text.replace("för", "fór")).status == "not_found"
    assert ANSWERING.dropped_quotes == dropped + 1


def test_what_the_papers_do_not_say_is_not_answered() -> None:
    """A passage on something else is named as a place to look, not quoted."""
    answer = answer_over("vad kostar en ny cykel i Malmö", "Myndigheterna möts en gång om året.", score=0.2)
    assert (answer.status, answer.quotes) == ("not_found", ())
    assert [place["title"] for place in answer.see_also] == ["Överenskommelse om samverkan"]


@pytest.mark.parametrize(("place", "status"), [("Umeå", "not_found"), ("Borås", "answered")])
def test_what_is_said_of_another_place_is_no_answer(place: str, status: str) -> None:
    """When a house opens in one town is not told by a paper on another town's."""
    text = "Häktet i Borås öppnar den 3 mars 2025. Häktet i Borås har 45 platser."
    assert answer_over(f"när öppnar häktet i {place}", text).status == status


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("hur många intagna har anstalten", "not_found"),
        ("vad kostar det att besöka intagna på anstalten", "not_found"),
        ("hur många avdelningar har anstalten", "answered"),
    ],
)
def test_a_number_that_no_quote_holds_is_not_answered(question: str, status: str) -> None:
    """The subject alone does not say how many, nor what it costs; a day and an hour are no numbers of things."""
    visits = "Anstalten tar emot besök av intagna kl. 13 den 3 maj. Intagna på anstalten får besök."
    text = visits if status == "not_found" else f"{visits} Anstalten har tre avdelningar."
    assert answer_over(question, text).status == status


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


AGREEMENT = (
    "Överenskommelsen beslutades den 3 mars 2016 av styrgruppen.\n\n"
    "Överenskommelsen gäller från och med den 1 april 2016.\n\n"
    "Överenskommelsen upphör att gälla den 31 mars 2019.\n\n"
    "Anmälan till mötet om överenskommelsen ska göras senast den 5 maj 2016."
)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("när beslutades överenskommelsen", "3 mars 2016"),
        ("när trädde överenskommelsen i kraft", "1 april 2016"),
        ("when does the agreement expire", "31 mars 2019"),
        ("hvornår er fristen for at tilmelde sig mødet om aftalen", "5 maj 2016"),
    ],
)
def test_a_date_is_the_one_of_what_is_asked(question: str, day: str) -> None:
    """Decided, in force from, until and a deadline stand beside each other; the first quote has the right one."""
    answer = answer_over(question, AGREEMENT)
    assert answer.kind == "date"
    assert day in answer.text


def test_who_signed_is_answered_with_the_signatures() -> None:
    """The lines with day, name and role are quoted together, though no word of the question stands there."""
    text = (
        "Överenskommelsen följs upp varje år av arbetsgruppen.\n\n"
        "Stockholm 2018-06-26\n\nAnna Exempel\nGeneraldirektör, Kriminalvården"
    )
    answer = answer_over("vem undertecknade överenskommelsen", text)
    assert answer.kind == "person"
    assert any("Anna Exempel\nGeneraldirektör" in quote.text for quote in answer.quotes)


def test_the_sentence_that_alone_holds_what_is_asked_comes_first() -> None:
    """What every sentence speaks of chooses none of them."""
    text = (
        "Hjälpfonden stöder anhöriga till frihetsberövade. Hjälpfonden har kretsar i hela landet. "
        "Verksamheten följer grundprinciperna neutralitet och frivillighet. Hjälpfonden samarbetar med häktena."
    )
    assert "neutralitet" in answer_over("vilka är Hjälpfondens grundprinciper", text).quotes[0].text


def test_a_name_beside_the_office_answers_who_holds_it() -> None:
    """Rather than a sentence in which the office does something."""
    text = (
        "Rikspolischefen har beslutat att rikspolischefens strategi ska gälla. Strategin är rikspolischefens.\n\n"
        "Vi behöver varandra, säger rikspolischef Anna Exempelsson."
    )
    assert answer_over("vad heter rikspolischefen", text).quotes[-1].text.endswith("rikspolischef Anna Exempelsson.")


def test_the_purpose_is_told_by_the_sentence_that_states_it() -> None:
    """Whatever else is said of the agreement."""
    text = (
        "Avtalet om besök i häktet följs upp varje år av parterna. Avtalet om besök syftar till att bryta isoleringen. "
        "Avtalet om besök i häktet gäller tills vidare."
    )
    assert "bryta isoleringen" in answer_over("vad är syftet med avtalet om besök i häktet", text).quotes[0].text


def test_things_announced_within_a_sentence_are_a_list() -> None:
    """A copy of a paper may have lost the marks of its items."""
    text = (
        "Arbetet i utsatta områden ska bygga på lägesbilder. Strategin utgår från tre huvudinriktningar: närvaro "
        "samordning samverkan. I utsatta områden ska det: finnas kunskap finnas resurser i utsatta områden."
    )
    assert "närvaro" in answer_over("vilka är huvudinriktningarna i utsatta områden", text).quotes[0].text


def test_a_list_is_told_by_its_number_of_items() -> None:
    """Of two lists the one with as many items as the question says is quoted, in order."""
    text = (
        "Tre mål för samverkan mellan myndigheterna:\n\n1. Trygghet\n\n2. Snabbhet\n\n3. Respekt\n\n"
        "Två nya områden för samverkan mellan myndigheterna:\n\n- Lokaler\n\n- Fordon"
    )
    (quote,) = answer_over("vilka två områden finns för samverkan mellan myndigheterna", text).quotes
    assert quote.text.endswith("- Lokaler\n\n- Fordon")


def test_a_list_that_a_passage_breaks_off_is_quoted_to_its_end() -> None:
    """What follows in the stored text belongs to it, up to the line that is none of its items."""
    begun = "Överenskomna samverkansområden mellan myndigheterna:\n\n1. Lokaler\n\n2. Häkte"
    stored = begun + "\n\n3. Transporter\n\n4. Inköp\n\nParterna bär sina egna kostnader."
    (quote,) = answer_over("vilka samverkansområden har myndigheterna kommit överens om", begun, stored=stored).quotes
    assert quote.text == stored[: stored.index("\n\nParterna")]


def test_a_colon_at_the_end_of_a_passage_brings_what_it_leads_in() -> None:
    """The lines stand in the next passage: without them the quote says nothing."""
    text = "Medarbetarnas engagemang ska bevaras genom att:"
    behind = "\n\ndet teambaserade arbetet utvecklas\n\nalla får handledning\n\nArbetet leds av områdets chef.\n"
    (quote,) = answer_over("hur ska medarbetarnas engagemang bevaras", text, stored=text + behind).quotes
    assert quote.text.endswith("alla får handledning")


def test_a_row_is_no_list_of_what_it_names() -> None:
    """What a plan must hold is told by the list that is led in so, not by the glossary that has the plan in one row."""
    glossary = "Ord | Betydelse\nHandlingsplan | Plan för det som den dömde arbetar med\nHäkte | Lokal\nArrest | Cell"
    plan = "Handlingsplanen skrivs inom fyra veckor. Den ska innehålla\n\nboende\n\narbete\n\nskulder"
    quote = answer_over("vad ska handlingsplanen innehålla", glossary, plan).quotes[0]
    assert quote.text == plan[plan.index("Den ska") :]


def test_a_line_of_a_glossary_outweighs_a_mention() -> None:
    """What explains the word comes before what only uses it."""
    text = (
        "Frivården ansvarar för övervakningen av villkorligt frigivna i regionen.\n\n"
        "Häktesjour: den tjänsteman som tar emot beslut utanför kontorstid.\n\n"
        "Häktesjouren ringer domstolen varje dag och häktesjouren skriver en rapport."
    )
    answer = answer_over("vad betyder häktesjour", text)
    assert answer.kind == "definition"
    assert "den tjänsteman som" in answer.text


def test_the_term_bank_explains_what_no_paper_does_and_is_named() -> None:
    """The answer stays "not found", and says where the explanation is from."""
    answer = answer_over("vad betyder frivård", "Mötet hålls i lokal Vinga.", score=0.1)
    assert (answer.status, answer.kind, answer.quotes) == ("not_found", "definition", ())
    assert "Termbanken: frivård – " in answer.text


def test_a_question_of_yes_or_no_gets_the_sentence_that_settles_it() -> None:
    """No yes is made up: the words are the paper's."""
    answer = answer_over("får gravida beläggas med handfängsel", "Gravida får inte beläggas med handfängsel.")
    assert answer.kind == "yes_no"
    assert answer.text.endswith("Gravida får inte beläggas med handfängsel.")


def test_what_was_searched_for_is_said() -> None:
    """Who gets no answer sees by which words nothing was found."""
    answer = answer_over("vad kostar en ny cykel i Malmö", "Myndigheterna möts en gång om året.", score=0.2)
    assert "cykel" in answer.text


def test_the_same_question_gets_the_same_answer() -> None:
    """Nothing in an answer depends on chance or on what was asked before."""
    assert answer_over("vem ansvarar för transporter", PROSE) == answer_over("vem ansvarar för transporter", PROSE)


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    """ "kl. 10", "bl.a. Polisen" and "den 1. Januar" stay in their sentences."""
    text = "Löslatelse sker senest kl. 10. Bl.a. Polisen deltar den 1. Januar. Klart."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Löslatelse sker senest kl. 10.",
        "Bl.a. Polisen deltar den 1. Januar.",
        "Klart.",
    ]
