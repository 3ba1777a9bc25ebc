import pytest

from search.catalog_port import PassageRecord
from search.country import country_named, country_words, of_country
from search.evaluation import as_document
from search.fusion import Fused
from search.ranked import Ranked


def ranked(text: str, language: str, score: float) -> Ranked:
    document = as_document(text, language, text, "")
    passage = document.passages[0]
    return Ranked(Fused(passage.passage_id, score, 1.0, 0.5), PassageRecord(passage, document.document))


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("vilka områden har danska kriminalvården", "da"),
        ("Who heads the Swedish police?", "sv"),
        ("aftalen mellem Danmark og Sverige", None),
        ("vem är chef för häktet", None),
        ("hvordan straffes svenskerne", "sv"),
        ("får danskar rösta i kommunalvalet", "da"),
        ("may Swedes serve their sentence at home", "sv"),
        ("Denmark's prisons", "da"),
        ("svenskernes og danskernes rettigheder", None),
        ("stöd till svensktalande intagna", None),
    ],
)
def test_the_country_that_a_question_names(question: str, named: str | None) -> None:
    """One, in any form of the word, or none where it names both or a language."""
    assert country_named(question) == named


def test_papers_of_the_other_country_stand_below() -> None:
    """By little: what is much nearer stays ahead, and a paper in English is of either."""
    head = [ranked("Svensk text", "sv", 0.6), ranked("English text", "en", 0.56), ranked("Dansk tekst", "da", 0.55)]
    texts = [each.record.passage.text for each in of_country("hur gör man i Danmark", head)]
    assert texts == ["English text", "Dansk tekst", "Svensk text"]
    far = [ranked("Svensk text", "sv", 0.9), head[2]]
    assert of_country("hur gör man i Danmark", far)[0].record.passage.text == "Svensk text"
    assert of_country("hur gör man", head) == head


def test_the_name_of_the_neighbour_country_tells_which_papers_are_meant() -> None:
    """One's own country is part of the subject."""
    assert country_words("Vem leder den danska polisen i Danmark?", "sv") == {"danska", "danmark"}
    assert country_words("Hvem leder politiet i Danmark?", "da") == frozenset()
