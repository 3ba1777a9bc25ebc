"""Understand a question: its language, what it asks for, its terms and their translations.

Knows analysis and translation; must not know the index, the catalog or how results are ranked.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.analysis.references import references
from search.analysis.stopwords import ASKING_WORDS, STOP_WORDS
from search.analysis.words import words
from search.country import country_words
from search.document import Language
from search.encode import Encoder
from search.errors import InvalidQuery
from search.gist import gist
from search.language import QuestionLanguage
from search.named import named_in
from search.resources import INTENT_WEIGHTS
from search.result import Expansion, Intent
from search.sparse import QueryTranslator, SparseQuery, merge_queries, with_references
from search.spelling import KNOWN_LETTERS_WEIGHT, SPELLING_WEIGHT, Reading, Speller, expansions_of
from search.understanding import Understander, Understood
from search.vocabulary import Vocabulary
from search.without import without_terms

_ANY_OF_THREE = 0.34
_ASKS_FOR_SOMEBODY = frozenset({"contact", "who"})
_MARKS = "?!.,;:\"'()”“"
_ALL_STOP_WORDS = frozenset().union(*STOP_WORDS.values())


@dataclass(frozen=True, slots=True)
class Plan:
    """A question understood.

    Attributes:
        text: the question without control characters, white space folded.
        dense: float32, shape (dim,).
        did_you_mean: the question with slips of the pen corrected; None where there are none.
        named: keys of the numbers, sections and days that the question names, see `search.named`.
        understood: what the question asks for.
    """

    text: str
    language: Language
    sparse: SparseQuery
    dense: NDArray[np.float32]
    did_you_mean: str | None = None
    named: frozenset[str] = frozenset()
    understood: Understood = field(default_factory=Understood)

    @property
    def intent(self) -> Intent:
        """What kind of answer is asked for."""
        return self.understood.intent

    @property
    def expansions(self) -> tuple[Expansion, ...]:
        """What is searched for beside the question's own words."""
        return self.sparse.expansions


class Planner:
    """Makes plans; holds the language models and tables."""

    def __init__(
        self,
        analyzer: Analyzer,
        terms: QueryTranslator,
        encoder: Encoder,
        languages: QuestionLanguage,
        max_characters: int = 2000,
        understander: Understander | None = None,
    ) -> None:
        self.analyzer = analyzer
        self._terms = terms
        self._encoder = encoder
        self._languages = languages
        self._speller = Speller(analyzer)
        self._understander = understander or Understander(INTENT_WEIGHTS)
        self._max_characters = max_characters

    def plan(
        self, text: str, vocabulary: Vocabulary | None = None, *, expand: bool = True, without: Sequence[str] = ()
    ) -> Plan:
        """Return the plan for a question.

        Args:
            vocabulary: the words of the collection, by which slips of the pen are told from words.
            expand: False to search for the question's own words alone.
            without: terms of the expansions that are not searched for.

        Raises:
            InvalidQuery: there is nothing to search for, or too much.
        """
        question = self._checked(text)
        reading = self._speller.read(question, vocabulary)
        meant = reading.corrected or reading.text
        ranked = self._languages.likely(meant)
        best, top = ranked[0]
        understood = self._understander.read(meant)
        weak = ASKING_WORDS if understood.intent in _ASKS_FOR_SOMEBODY else frozenset[str]()
        weak |= country_words(meant, best)
        sparse = merge_queries(
            [
                (
                    self._terms.query(gist(spelt, language, self.analyzer), language, weak, expand=expand),
                    share * probability / top,
                )
                for spelt, share in readings_of(reading)
                for language, probability in ranked
            ]
        )
        cited = references(question)
        sparse = with_references(with_readings(sparse, reading), cited)
        if without:
            own = self._terms.query(gist(reading.text, best, self.analyzer), best, weak, expand=False)
            sparse = without_terms(sparse, own, without, self.analyzer)
        dense = self._encoder.encode_queries([_without(meant, weak)])[0]
        spoken = _language(best, top)
        return Plan(question, spoken, sparse, dense, reading.corrected, named_in(cited), understood)

    def _checked(self, text: str) -> str:
        if len(text) > self._max_characters:
            raise InvalidQuery(
                f"the question has {len(text)} characters, at most {self._max_characters} are allowed; shorten it"
            )
        question = clean_question(text)
        if not any(word != "§" for word in words(question)):
            raise InvalidQuery("the question holds no words; write what you are looking for")
        return question


def clean_question(text: str) -> str:
    """Return the text in NFC, without control characters, white space folded."""
    normal = unicodedata.normalize("NFC", text)
    if normal.isprintable():
        # nothing that is not seen, and no white space but the blank
        return " ".join(normal.split())
    visible = "".join(_visible(c) for c in normal)
    return " ".join(visible.split())


def _visible(character: str) -> str:
    """Return a character that is seen; what joins or breaks words unseen, such as a soft hyphen, is nothing."""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} else character


def readings_of(reading: Reading) -> list[tuple[str, float]]:
    """Return the texts that a question is searched by, with their weights, the one that an answer rests on first."""
    texts = [(reading.text, 1.0)]
    if reading.corrected:
        texts.insert(0 if reading.is_sure else 1, (reading.corrected, SPELLING_WEIGHT))
    if reading.variants:
        texts.append((reading.variants, KNOWN_LETTERS_WEIGHT))
    return texts


def with_readings(sparse: SparseQuery, reading: Reading) -> SparseQuery:
    """Show what was read otherwise than it was written."""
    if not reading.meant:
        return sparse
    return replace(sparse, expansions=(*(Expansion(*each) for each in expansions_of(reading)), *sparse.expansions))


def _without(question: str, weak: frozenset[str]) -> str:
    """Return what a question is about: without the words that only say which kind of answer is wanted."""
    kept = " ".join(word for word in question.split() if word.strip(_MARKS).lower() not in weak)
    return kept if any(word not in _ALL_STOP_WORDS for word in words(kept)) else question


def _language(code: str, probability: float) -> Language:
    return code if probability > _ANY_OF_THREE else "und"  # type: ignore[return-value]
