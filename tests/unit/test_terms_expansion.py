import pytest

from search.analysis import Analyzer, dimension
from search.resources import LEXICON, TERMS, TRANSLATION
from search.result import Expansion
from search.sparse import QueryTranslator, SparseQuery
from search.terms import TermExpander, TermStore
from search.translation import Translator

ANALYZER = Analyzer(LEXICON)
EXPANDER = TermExpander(TermStore(TERMS, ANALYZER), ANALYZER)
QUERIES = QueryTranslator(ANALYZER, Translator(TRANSLATION), EXPANDER)


def weights(query: SparseQuery) -> dict[int, float]:
    return dict(zip(query.vector.indices.tolist(), query.vector.values.tolist(), strict=True))


def weight(query: SparseQuery, word: str, language: str) -> float:
    return weights(query).get(dimension(ANALYZER.stem(word, language), language), 0.0)


def shown(query: SparseQuery) -> dict[str, Expansion]:
    return {each.term: each for each in query.expansions if each.why.startswith("term bank: ")}


def test_a_term_brings_its_labels_in_every_language() -> None:
    """Synonyms in the question's language, the usual terms in the others, each with its reason."""
    query = QUERIES.query("häkte", "sv")
    assert weight(query, "arresthus", "da") > 0.5
    assert weight(query, "remand", "en") > 0.3
    assert shown(query)["arresthus"].why == "term bank: prison-remand-prison"
    assert shown(query)["arresthus"].source_term == "häkte"
    assert 0 < shown(query)["häktesavdelning"].weight < shown(query)["arresthus"].weight <= 1


def test_the_questions_own_words_weigh_most() -> None:
    """No synonym outweighs what was asked for."""
    query = QUERIES.query("fångtransport", "sv")
    own = weight(query, "fångtransport", "sv")
    assert own == pytest.approx(max(weights(query).values()))
    assert 0 < weight(query, "klienttransport", "sv") < own


def test_a_counterpart_is_marked_and_weighs_little() -> None:
    """A question about Kriminalvården is not one about Kriminalforsorgen."""
    query = QUERIES.query("Vad säger Kriminalvården", "sv")
    other = shown(query)["Danish Prison and Probation Service"]
    assert other.why == "term bank: org-kriminalforsorgen, counterpart in Denmark"
    assert other.weight <= 0.2
    assert weight(query, "kriminalforsorgen", "da") < 0.4 * weight(query, "kriminalvården", "sv")
    back = shown(QUERIES.query("Hvad siger Kriminalforsorgen", "da"))["Swedish Prison and Probation Service"]
    assert back.why == "term bank: org-kriminalvarden, counterpart in Sweden"


def test_words_of_a_phrase_share_its_terms() -> None:
    """Each word of a found phrase has the phrase's terms among its own, and the vector has them once."""
    query = QUERIES.query("remand prisoner", "en")
    dim = dimension(ANALYZER.stem("häktad", "sv"), "sv")
    assert [token.word for token, terms in query.tokens_in("sv") if dim in terms] == ["remand", "prisoner"]
    assert weights(query)[dim] <= 1.42


def test_words_that_only_ask_bring_nothing() -> None:
    """ "contact" is how a question is put, not what it is about."""
    weak = frozenset({"contact", "person"})
    assert not shown(QUERIES.query("contact person", "en", weak))
    assert shown(QUERIES.query("contact person for remand prisoners", "en", weak))


def test_expansion_can_be_switched_off() -> None:
    """Then nothing is searched for but the words themselves, in every language."""
    query = QUERIES.query("prison transport", "en", expand=False)
    assert query.expansions == ()
    assert set(weights(query)) == {
        *(dimension(ANALYZER.stem(word, to), to) for word in ("prison", "transport") for to in ("sv", "da")),
        *(key for word in ("prison", "transport") for key, _ in ANALYZER.dimensions(word, "en")),
    }


def test_without_a_bank_only_the_tables_translate() -> None:
    """The bank is optional."""
    query = QueryTranslator(ANALYZER, Translator(TRANSLATION)).query("prison", "en")
    assert query.expansions
    assert not shown(query)


def test_a_body_brings_what_it_may_be_called_in_papers() -> None:
    """In every language, with its counterpart, without the country; words of the field bring none."""
    names = QUERIES.query("besøger Røde Kors arresthuset", "da").names
    assert set(names) == {"røde", "kors"}
    assert {"Røde Kors", "Röda Korset", "Red Cross"} <= set(names["kors"])
