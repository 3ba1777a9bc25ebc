"""Tell the language of a question.

Knows Swedish, Danish and English, by letter sequences (lingua) and by words (the shipped vocabularies). Documents are
another matter: see `ingest.language`.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from lingua import Language as Lingua
from lingua import LanguageDetectorBuilder

from search.analysis import Analyzer
from search.analysis.words import words

_CODES = {Lingua.SWEDISH: "sv", Lingua.DANISH: "da", Lingua.ENGLISH: "en"}
_RIVAL_SHARE = 0.2
"""A second language is searched from too where it has this share of the likeliest one's probability."""

_LEVELS_PER_NAT = 12.0
_UNKNOWN_LEVEL = 20
_FUNCTION_WORD = 1.0
_LEAST = 1e-4
"""Frequency levels (see `Lexicon.frequency`) are twelfths of a natural logarithm; a word that one language lacks
counts as rare there; a function word is worth one nat more. Source: docs/evaluation.md, "Language of questions"."""

_BEYOND_DOUBT = -math.log(_LEAST) - math.log(_RIVAL_SHARE) + 1e-6
"""Lead of the likeliest language's words from which on no letters make another one its rival.

Source: 19 of 20 questions are told so, and looking at their letters takes 0.2 ms."""


class QuestionLanguage:
    """Detects the language of short texts: naive Bayes over words, letter trigrams as the prior.

    lingua's own full model needs 115 MB and a second, and is right less often on short questions.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._letters = LanguageDetectorBuilder.from_languages(*_CODES).with_low_accuracy_mode().build()
        self._probabilities = lru_cache(maxsize=4096)(self._detect)
        self._evidence = lru_cache(maxsize=4096)(self._find_evidence)

    def likely(self, text: str) -> list[tuple[str, float]]:
        """Return (language, probability), the likeliest first, without those that are far behind.

        Of a text whose words leave no doubt the probability is not worked out, and is 1.
        A text that shows no language, such as a number, is equally likely in each.
        """
        ranked = self._probabilities(text)
        return [item for item in ranked if item[1] >= _RIVAL_SHARE * ranked[0][1]]

    def _detect(self, text: str) -> list[tuple[str, float]]:
        found = [self._evidence(word) for word in words(text)]
        scores = _sums(dict.fromkeys(_CODES.values(), 0.0), found)
        best, second = sorted(scores.values())[:-3:-1]
        if best - second > _BEYOND_DOUBT:
            return [(max(scores, key=scores.__getitem__), 1.0)]
        prior = self._letters.compute_language_confidence_values(text)
        scores = _sums({_CODES[each.language]: math.log(max(each.value, _LEAST)) for each in prior}, found)
        highest = max(scores.values())
        # of languages that are equally likely the first is always the same
        shares = {language: math.exp(scores[language] - highest) for language in _CODES.values()}
        total = sum(shares.values())
        return sorted(((language, share / total) for language, share in shares.items()), key=lambda item: -item[1])

    def _find_evidence(self, word: str) -> list[tuple[str, float]]:
        """Return what a word says for each language; half the words of questions are the same few."""
        levels = {language: self._analyzer.frequency(word, language) for language in _CODES.values()}
        if not word.isalpha() or not any(levels.values()):
            return []
        return [
            (
                language,
                ((level or _UNKNOWN_LEVEL) - _UNKNOWN_LEVEL) / _LEVELS_PER_NAT
                + _FUNCTION_WORD * self._analyzer.is_stop_word(word, language),
            )
            for language, level in levels.items()
        ]


def _sums(scores: dict[str, float], found: Sequence[Sequence[tuple[str, float]]]) -> dict[str, float]:
    """Return scores with what words say added."""
    for evidence in found:
        for language, worth in evidence:
            scores[language] += worth
    return scores
