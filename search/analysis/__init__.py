"""Text analysis for Swedish, Danish and English: words, stop words, stems, lemmas and compound parts."""

from search.analysis.analyzer import ANALYZER_VERSION, Analyzer, Form, Token, dimension
from search.analysis.lexicon import Lexicon

__all__ = ["ANALYZER_VERSION", "Analyzer", "Form", "Lexicon", "Token", "dimension"]
