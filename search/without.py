"""Take terms out of what a question was widened by, at the reader's wish.

Knows questions as the lexical signal sees them. The question's own words always stay; must not know who took what out.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from search.analysis import Analyzer, dimension
from search.analysis.analyzer import LANGUAGES
from search.sparse import SparseQuery, to_vector


def without_terms(query: SparseQuery, own: SparseQuery, removed: Collection[str], analyzer: Analyzer) -> SparseQuery:
    """Return a widened question without some terms.

    Args:
        own: the same question with nothing but its own words.
        removed: terms as its expansions show them; others are passed over.
    """
    unwanted = {expansion.term for expansion in query.expansions} & set(removed)
    if not unwanted:
        return query
    kept = {int(index) for index in own.vector.indices} | set(query.cited)
    dropped = {key for term in unwanted for key in _dimensions(term, analyzer)} - kept
    weights = {
        int(index): float(value)
        for index, value in zip(query.vector.indices, query.vector.values, strict=True)
        if int(index) not in dropped
    }
    terms = {
        language: [(token, {key: weight for key, weight in found.items() if key not in dropped}) for token, found in of]
        for language, of in query.terms.items()
    }
    expansions = tuple(expansion for expansion in query.expansions if expansion.term not in unwanted)
    return replace(query, vector=to_vector(weights), terms=terms, expansions=expansions)


def _dimensions(term: str, analyzer: Analyzer) -> Iterator[int]:
    """Yield what a term is looked for by in each language; the parts of a compound are words of their own."""
    for language in LANGUAGES:
        for token in analyzer.tokens(term, language):
            yield from (dimension(form.stem, language) for form in token.forms if form.kind != "part")
