"""The term bank of the field: concepts with their labels in three languages; what questions are widened by."""

from search.terms.bank import LANGUAGES, Concept, Labels, TermBank
from search.terms.expansion import TermExpander
from search.terms.store import TermStore

__all__ = ["LANGUAGES", "Concept", "Labels", "TermBank", "TermExpander", "TermStore"]
