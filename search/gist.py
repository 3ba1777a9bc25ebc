"""What a long question is about: of a pasted paragraph, the words that say most.

Knows how common words are; must not know the collection or how words are translated.
"""

from search.analysis import Analyzer
from search.analysis.words import words

MOST_WORDS = 32
"""A question in one's own words has fewer; each costs some 0.1 ms to translate, and common ones add nothing."""


def gist(text: str, language: str, analyzer: Analyzer) -> str:
    """Return the text itself, or the words of a long one that are rarest in its language, in their order."""
    content = dict.fromkeys(word for word in words(text) if not analyzer.is_stop_word(word, language))
    if len(content) <= MOST_WORDS:
        return text
    rarest = set(sorted(content, key=lambda word: analyzer.frequency(word, language))[:MOST_WORDS])
    return " ".join(word for word in content if word in rarest)
