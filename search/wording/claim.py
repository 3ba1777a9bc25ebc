"""Whether a sentence says nothing but what its cited passages say, as far as words can tell.

Knows words, names, numbers and negations in three languages. Must not know who wrote the sentence. It errs on the side
of leaving a sentence out: what was left out is in the quotes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import Analyzer
from search.analysis.words import words
from search.encode import Encoder
from search.wording.port import Evidence
from search.wording.sentence import CITATION, sentence_spans

LEAST_OVERLAP = 0.6
"""Share of a sentence's content words that the cited passages must hold, where both are in one language; a choice."""

LEAST_COSINE = 0.4
"""Source: of 1,800 pairs of a sentence and its translation (ntrex, sv/da/en) 87 to 90 % are at least so near, of
sentences beside the translation 5 to 10 %."""

_LANGUAGES = ("sv", "da", "en")
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]")
_QUOTATION_MARK = re.compile(r"[\"“”„«»]")
_ADDRESS = re.compile(
    r"[^\s()<>]*@[^\s()<>]+|https?:\S+|www\.\S+|\b[\w-]+\.(?:se|dk|com|org|net|eu|io|example)\b\S*", re.IGNORECASE
)
_NUMBER = re.compile(r"\d(?:[\d\s.,:/()+\u2010-\u2013-]*\d)?")
_CAPITALISED = re.compile(r"(?<![\w@.])[A-ZÅÄÖÆØÉ][\w'’-]*")
_MARKUP = frozenset("<>`{}\\|#~^@=")
_NEGATIONS = frozenset(
    {"inte", "icke", "ej", "aldrig", "ingen", "inget", "inga", "utan", "ikke", "intet", "uden"}
    | {"not", "never", "no", "none", "nobody", "cannot", "can't", "don't", "doesn't", "isn't", "without"}
)
_MONTHS = tuple(
    frozenset(month.split())
    for month in (
        "januari januar january", "februari februar february", "mars marts march", "april", "maj may",
        "juni june", "juli july", "augusti august", "september", "oktober october", "november", "december",
    )
)  # fmt: skip
_COUNTS = {
    word: count
    for count, spelt in {
        2: "två two", 3: "tre three", 4: "fyra fire four", 5: "fem five", 6: "sex seks six", 7: "sju syv seven",
        8: "åtta otte eight", 9: "nio ni nine", 10: "tio ti ten", 11: "elva elleve eleven", 12: "tolv twelve",
        15: "femton femten fifteen", 20: "tjugo tyve twenty", 30: "trettio tredive thirty",
        100: "hundra hundrede hundred", 1000: "tusen tusind thousand",
    }.items()
    for word in spelt.split()
}  # fmt: skip
_UNSURE_COUNTS = frozenset({"ni", "sex", "ti"})
"""Words that are something else in another of the three languages."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares sentences with passages.

    Attributes:
        encoder: tells how near a sentence is to one in another language.
    """

    analyzer: Analyzer
    encoder: Encoder

    def is_supported(self, sentence: str, evidence: Sequence[Evidence], language: str) -> bool:
        """Tell whether the cited passages hold what a sentence says.

        Args:
            sentence: with its citations.
            evidence: the passages that it cites; never empty.
            language: of the sentence.
        """
        claim, source = bare(sentence), "\n".join(each.text for each in evidence)
        is_own = language in _LANGUAGES and all(each.record.passage.language == language for each in evidence)
        return (
            bool(words(claim))
            and all(holds(claim, source) for holds in (_is_plain, _holds_quoted, _holds_addresses))
            and all(holds(claim, self._related(claim, source, language, is_own=is_own)) for holds in _COUNT_CHECKS)
            and self._holds_names(claim, source, language, is_own=is_own)
            and (self._is_said(claim, source, language) if is_own else self._is_alike(claim, source))
        )

    def _holds_names(self, claim: str, source: str, language: str, *, is_own: bool) -> bool:
        """Tell whether the source has every word with a capital, but for a first one that is no name."""
        held = set(words(source))
        for match in _CAPITALISED.finditer(claim):
            for name in words(match.group()):
                begins = not claim[: match.start()].strip("\"“”„«»'( ")
                if not held & _without_genitive(name) and not (
                    begins and self._may_begin(name, source, language, is_own)
                ):
                    return False
        return True

    def _related(self, claim: str, source: str, language: str, *, is_own: bool) -> str:
        """Return the sentences of the source that numbers may come from: those that share a word with the claim."""
        if not is_own:
            return source
        said = {stem for stem in self._stems(claim, language) if stem.isalpha()}
        sentences = (source[start:end] for start, end in sentence_spans(source))
        return "\n".join(each for each in sentences if said & self._stems(each, language))

    def _may_begin(self, word: str, source: str, language: str, is_own: bool) -> bool:  # noqa: FBT001 - see above
        if any(self.analyzer.is_stop_word(word, each) for each in _LANGUAGES):
            return True
        if is_own:
            return bool(self._stems(word, language) & self._stems(source, language))
        return self.analyzer.is_known(word, language)

    def _is_said(self, claim: str, source: str, language: str) -> bool:
        """Compare words of one language: enough of them are there, and what is denied in one is denied in the other."""
        claimed = self._stems(claim, language)
        sentences = [source[start:end] for start, end in sentence_spans(source)]
        if not claimed or len(claimed & self._stems(source, language)) < LEAST_OVERLAP * len(claimed):
            return False
        closest = max(sentences, key=lambda each: len(claimed & self._stems(each, language)))
        return _is_negated(claim) == _is_negated(closest)

    def _is_alike(self, claim: str, source: str) -> bool:
        """Compare across languages, where words differ: some sentence must be near in meaning, and denied alike."""
        sentences = [source[start:end] for start, end in sentence_spans(source)]
        vectors = self.encoder.encode_passages([claim, *sentences])
        cosines = vectors[1:] @ vectors[0]
        best = int(cosines.argmax())
        return float(cosines[best]) >= LEAST_COSINE and _is_negated(claim) == _is_negated(sentences[best])

    def _stems(self, text: str, language: str) -> set[str]:
        return {
            token.forms[0].stem
            for token in self.analyzer.tokens(text, language)
            if not self.analyzer.is_stop_word(token.word, language)
        }


def bare(sentence: str) -> str:
    """Return a sentence without citations and emphasis."""
    return re.sub(r"^[-*•]\s+", "", CITATION.sub("", sentence)).replace("**", "").strip()


def _is_plain(claim: str, source: str) -> bool:
    return all(sign.isprintable() and (sign not in _MARKUP or sign in source) for sign in claim)


def _holds_quoted(claim: str, source: str) -> bool:
    held = _folded(source)
    pairs = [_folded(match[1]) for match in _QUOTED.finditer(claim)]
    return 2 * len(pairs) == len(_QUOTATION_MARK.findall(claim)) and all(quoted in held for quoted in pairs)


def _holds_addresses(claim: str, source: str) -> bool:
    held = source.casefold()
    return all(match.group().casefold().rstrip(".,;:!?") in held for match in _ADDRESS.finditer(claim))


def _holds_numbers(claim: str, source: str) -> bool:
    return all(_number_pattern(match.group()).search(source) for match in _NUMBER.finditer(claim))


@lru_cache(maxsize=512)
def _number_pattern(written: str) -> re.Pattern[str]:
    """Return the same digits in the same order, with any signs of a number between them, and none before or behind."""
    digits = re.sub(r"\D", "", written)
    joint = r"[\s.,:/()+\u2010-\u2013-]{0,3}"
    return re.compile(rf"(?<!\d)(?<!\d[.,:/-])(?<!\d ){joint.join(digits)}(?!\d)(?![.,:/-]\d)(?! \d{{2}}\b)")


def _without_genitive(word: str) -> set[str]:
    return {word, word.removesuffix("'s"), word.removesuffix("s"), word + "s"}


def _holds_dates_and_counts(claim: str, source: str) -> bool:
    said, held = set(words(claim)), set(words(source))
    for month in _MONTHS:
        if said & month - {"may"} and not held & month and not _month_in_figures(month, source):
            return False
    for word in said & _COUNTS.keys() - _UNSURE_COUNTS:
        spelt = {other for other, count in _COUNTS.items() if count == _COUNTS[word]}
        if not held & spelt and str(_COUNTS[word]) not in held:
            return False
    return True


def _month_in_figures(month: frozenset[str], source: str) -> bool:
    return bool(re.search(rf"\b\d{{4}}-0?{_MONTHS.index(month) + 1}-\d\d\b", source))


def _is_negated(text: str) -> bool:
    return not _NEGATIONS.isdisjoint(words(text))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().replace("’", "'")


_COUNT_CHECKS = (_holds_numbers, _holds_dates_and_counts)
