import numpy as np
import pytest

from search.analysis import Analyzer
from search.answering import Reader
from search.answering.alias import named_otherwise
from search.catalog_port import PassageRecord
from search.encode import StaticEncoder
from search.evaluation import as_document
from search.fusion import Fused
from search.language import QuestionLanguage
from search.late import LateInteraction
from search.plan import Planner
from search.ranked import Ranked
from search.resources import LEXICON, MODEL, TERMS, TRANSLATION
from search.sparse import QueryTranslator
from search.terms import TermExpander, TermStore
from search.translation import Translator

ANALYZER = Analyzer(LEXICON)
ENCODER = StaticEncoder(MODEL)
PLANNER = Planner(
    ANALYZER,
    QueryTranslator(ANALYZER, Translator(TRANSLATION), TermExpander(TermStore(TERMS, ANALYZER), ANALYZER)),
    ENCODER,
    QuestionLanguage(ANALYZER),
)
READER = Reader(ANALYZER, ENCODER, LateInteraction(ENCODER))


def standing(question: str, *texts: str, language: str = "sv") -> list[set[str]]:
    """Return for each text the words of the question that are part of a name it has under another form."""
    stored = [as_document(text, language, text, "") for text in texts]
    ranked = [
        Ranked(Fused(each.passages[0].passage_id, 1.0, 9.0, 0.5), PassageRecord(each.passages[0], each.document))
        for each in stored
    ]
    evidence = READER.read(PLANNER.plan(question), ranked)
    found = named_otherwise(evidence)
    assert found.shape == evidence.held.shape
    return [{word for word, here in zip(evidence.words, row, strict=True) if here} for row in found]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Hvilke klienter skal Røde Kors besøge?", "Svenska Röda Korset besöker klienter."),
        ("Hvilke klienter skal Røde Kors besøge?", "Röda Korsets frivilliga besöker klienter."),
        ("Whom does the Swedish Red Cross visit?", "Röda Korset besöker klienter."),
    ],
)
def test_a_body_stands_under_the_names_that_the_bank_joins(question: str, text: str) -> None:
    """In whichever language the paper has it, in the genitive, with its country or without."""
    (words,) = standing(question, text, "Frivilliga besöker klienter.")[:1]
    assert words >= {"kors"} or words >= {"red", "cross"}


def test_other_words_of_the_question_and_other_passages_gain_nothing() -> None:
    """Only what names the body counts, and only where a name of it stands."""
    named, without = standing("Hvilke klienter skal Røde Kors besøge?", "Röda Korset besöker.", "Frivilliga besöker.")
    assert named == {"røde", "kors"}
    assert without == set()


def test_an_abbreviation_is_no_part_of_a_word_nor_a_word_in_small_letters() -> None:
    """KV is Kriminalvården; "kv" in "kvar" or as "kv." is not."""
    held, apart, small = standing(
        "Vad ansvarar Kriminalvården för?", "KV ansvarar för transporten.", "Det är kvar KVA.", "Den bor i kv. Sabeln."
    )
    assert held == {"kriminalvården"}
    assert apart == small == set()


def test_a_question_that_names_no_body_is_not_looked_into() -> None:
    """Nothing is held otherwise where the bank knows no name in the question."""
    assert standing("Vem ansvarar för transporter?", "Röda Korset ansvarar för transporter.") == [set()]
    evidence = READER.read(PLANNER.plan("Vad gör Röda Korset?"), [])
    assert named_otherwise(evidence).shape == np.zeros((0, len(evidence.words))).shape
