from search import resources
from search.analysis import Analyzer
from search.catalog_port import PassageKind
from search.facets import count_facet, is_chosen, without
from search.result import Filters
from search.sparse import QueryTranslator
from search.translation import Translator
from search.without import without_terms
from tests.doubles.knowledge import SAMPLES

KINDS = [PassageKind(passage.language, entry.document) for entry in SAMPLES for passage in entry.passages]


def test_values_are_counted_by_passage_most_frequent_first() -> None:
    """A paper of two organisations counts for both; ties are in alphabetical order."""
    assert [(f.value, f.count) for f in count_facet("language", KINDS)] == [("sv", 3), ("da", 1), ("en", 1)]
    assert [(f.value, f.count) for f in count_facet("organisation", KINDS)] == [
        ("Exempelverket", 2), ("Provmyndigheten", 2), ("Eksempelstyrelsen", 1),
    ]  # fmt: skip


def test_filter_can_be_lifted_alone() -> None:
    """What else could be chosen is counted with the other filters in place."""
    filters = Filters(language=("sv",), document_type=("agreement",))
    assert is_chosen(filters, "language")
    assert without(filters, "language") == Filters(document_type=("agreement",))
    assert not is_chosen(without(filters, "language"), "language")


def test_term_taken_out_is_not_searched_for_and_own_words_stay() -> None:
    """Only the dimensions that the term alone stands for go, from the vector and from what ranking looks at."""
    analyzer = Analyzer(resources.LEXICON)
    translator = QueryTranslator(analyzer, Translator(resources.TRANSLATION))
    text = "transporter av intagna"
    whole, own = translator.query(text, "sv"), translator.query(text, "sv", expand=False)
    removed = {expansion.term for expansion in whole.expansions if expansion.source_term == "intagna"}
    less = without_terms(whole, own, removed, analyzer)
    assert removed
    assert not removed & {expansion.term for expansion in less.expansions}
    before, after = ({int(i) for i in query.vector.indices} for query in (whole, less))
    assert after < before
    assert {int(i) for i in own.vector.indices} & before <= after
    gone = before - after
    assert not any(gone & set(terms) for found in less.terms.values() for _, terms in found)
    assert without_terms(whole, own, ["okänt ord"], analyzer) is whole
    assert without_terms(whole, own, [text.split(maxsplit=1)[0]], analyzer) is whole
