"""What the term bank says of a term that no paper explains.

Knows the term bank. Must not know papers: who words the answer says that it comes from the bank.
"""

from search.terms import TermStore
from search.understanding.named import concepts_in


def explain(text: str, language: str, reader: str, terms: TermStore | None) -> tuple[str, str] | None:
    """Return the first term of a text that the bank defines, with its definition, in the reader's language."""
    for concept in concepts_in(text, language, terms) if terms else ():
        definition = concept.definition.get(reader) or concept.definition.get("en")
        if definition:
            return concept.name_in(reader), definition
    return None
