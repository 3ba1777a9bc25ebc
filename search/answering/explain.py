"""What the term bank says of a term that no paper explains.

Knows the term bank. Must not know papers: who words the answer says that it comes from the bank.
"""

from search.terms import TermStore
from search.understanding.named import concepts_in


def explain(question: str, language: str, terms: TermStore | None) -> tuple[str, str] | None:
    """Return the first term of a question that the bank defines, with its definition, in the question's language."""
    for concept in concepts_in(question, language, terms) if terms else ():
        definition = concept.definition.get(language) or concept.definition.get("en")
        if definition:
            return concept.name_in(language), definition
    return None
