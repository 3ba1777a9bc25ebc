"""Tell the language of a question.

Knows Swedish, Danish and English. Documents are another matter: see `ingest.language`.
"""

from functools import lru_cache

from lingua import Language as Lingua
from lingua import LanguageDetectorBuilder

_CODES = {Lingua.SWEDISH: "sv", Lingua.DANISH: "da", Lingua.ENGLISH: "en"}
_RIVAL_SHARE = 0.2
"""A second language is searched from too where it has this share of the likeliest one's probability."""


class QuestionLanguage:
    """Detects the language of short texts; holds the models, so make one and keep it.

    Source: lingua over three languages is right on 96-100 % of the questions of each evaluation set.
    """

    def __init__(self) -> None:
        self._detector = LanguageDetectorBuilder.from_languages(*_CODES).build()
        self._probabilities = lru_cache(maxsize=4096)(self._detect)

    def likely(self, text: str) -> list[tuple[str, float]]:
        """Return (language, probability), the likeliest first, without those that are far behind.

        A text that shows no language, such as a number, is equally likely in each.
        """
        ranked = self._probabilities(text)
        if ranked[0][1] == 0:
            return [(code, 1 / len(ranked)) for code, _ in ranked]
        return [item for item in ranked if item[1] >= _RIVAL_SHARE * ranked[0][1]]

    def _detect(self, text: str) -> list[tuple[str, float]]:
        values = self._detector.compute_language_confidence_values(text)
        return [(_CODES[value.language], value.value) for value in values]
