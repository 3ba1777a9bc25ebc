"""Which language a document and each of its blocks is written in: Swedish, Danish, English, or another one.

Knows two detectors and when to trust which; must not know formats. Both are loaded once, when first needed.

Function words decide where they clearly can, which is nearly always and takes a hundredth of the time. Elsewhere
lingua, limited to the three languages, decides between them; langdetect, which knows 55, has a veto on whole
documents that lack the little words of the language found. Norwegian (bokmål) is "und" where langdetect is sure of
it on at least 400 characters; shorter Norwegian reads as Danish, which is how its readers would search for it.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import cast

from ingest.parsed import ParsedBlock
from ingest.profiles import profiles
from search.analysis.stopwords import STOP_WORDS
from search.document import Language

_SAMPLE_CHARS = 3000
_BLOCK_SAMPLE_CHARS = 240
_VETO_SAMPLE_CHARS = 800
"""Source: langdetect takes 20 ms for these and 70 ms for 3,000, and told the same of 114 public papers."""
_MIN_LETTERS = 20
_MIN_VETO_CHARS = 200
_MIN_VETO_CHARS_NORWEGIAN = 400
_VETO_PROBABILITY = 0.95
_LITTLE_WORDS: dict[Language, frozenset[str]] = {
    "sv": frozenset({"och", "är", "från", "för", "inte", "också", "att", "till", "någon", "något"}),
    "da": frozenset(
        {"af", "mellem", "efter", "blev", "hvad", "hvis", "nogle", "meget", "ud", "ind", "noget", "nogen", "uden"}
        | {"inden", "gennem", "været", "bliver", "blive", "anden", "andet", "vores", "altså", "mig", "fik", "fået"}
    ),
    "en": frozenset({"the", "of", "and", "is"}),
}
"""Frequent words that neighbouring languages spell otherwise (Norwegian: og, er, fra, av, mellom, etter, ble)."""
_SURE_SHARE = 0.02
_NEIGHBOURS_WORDS = """
av mellom etter ble blir blitt hva noe noen vært gjennom uten ut inn opp nå meg deg seg mye gjør gjøre fått fikk
annen annet frå ikkje ein eit eg dei vere vore noko
und die das ist von nicht zu für auf sich het een van niet dat les est que
"""
_NEIGHBOURS = frozenset(_NEIGHBOURS_WORDS.split())
"""Frequent words of Norwegian (Danish spells them otherwise), then of others that share function words with Danish."""
_OWN_WORDS: dict[str, Language] = {
    word: cast("Language", language)
    for language, words in STOP_WORDS.items()
    for word in words
    if sum(word in others for others in STOP_WORDS.values()) == 1
}
"""Function word -> the only one of the three languages that has it."""
_OWN_SIGNS: dict[str, int] = {"sv": 1, "da": 2, "en": 4}
_ALL_OWN = 1 | 2 | 4
_LITTLE_SIGNS: dict[str, int] = {"sv": 8, "da": 16, "en": 32}
WORD_SIGNS: dict[str, int] = {
    word: (_OWN_SIGNS[_OWN_WORDS[word]] if word in _OWN_WORDS else 0)
    | sum(_LITTLE_SIGNS[language] for language, little in _LITTLE_WORDS.items() if word in little)
    for word in (*_OWN_WORDS, *(word for little in _LITTLE_WORDS.values() for word in little))
}
"""Function word -> bits for the language that alone has it and for those that it is a little word of."""
_CLEAR_WORDS = 3
_CLEAR_SHARE = 0.08
_CLEAR_RATIO = 6
"""Source: on 1,100 texts of 1 to 10 paragraphs, words this one-sided named the language that lingua named."""
_MIN_CONFIDENCE = 0.5
_MIN_BLOCK_WORDS = 8
_MIN_BOX_WORDS = 40
_BLOCK_CONFIDENCE = 0.9
"""Source: on paragraphs of 114 public papers, shorter or less sure blocks left their document's language by error."""
_KNOWN: frozenset[str] = frozenset({"sv", "da", "en"})


@cache
def _lingua() -> object:
    from lingua import Language as Lingua  # noqa: PLC0415 - heavy
    from lingua import LanguageDetectorBuilder  # noqa: PLC0415

    return LanguageDetectorBuilder.from_languages(Lingua.SWEDISH, Lingua.DANISH, Lingua.ENGLISH).build()


def _of_three(text: str) -> tuple[Language, float]:
    """Return the likeliest of the three languages and lingua's confidence, 0 to 1."""
    best = _lingua().compute_language_confidence_values(text)[0]  # type: ignore[attr-defined]
    return cast("Language", best.language.iso_code_639_1.name.lower()), best.value


def _of_many(text: str) -> tuple[str, float]:
    """Return langdetect's likeliest language and its probability; ("und", 0) where it finds no features."""
    from langdetect import LangDetectException  # noqa: PLC0415 - heavy

    detector = profiles().create()
    detector.append(text)
    try:
        best = detector.get_probabilities()[0]
    except LangDetectException:
        return "und", 0.0
    return best.lang, best.prob


def document_language(blocks: Sequence[ParsedBlock], hint: str | None) -> Language:
    """Return the language of most of a document.

    Args:
        blocks: of the whole document.
        hint: BCP 47 as the file declares it; counts only where the detectors cannot tell.
    """
    sample = _sample(blocks)
    declared = (hint or "")[:2].lower()
    fallback = cast("Language", declared) if declared in _KNOWN else "und"
    if sum(1 for _ in islice(filter(str.isalpha, sample), _MIN_LETTERS)) < _MIN_LETTERS:
        return fallback
    words = sample.lower().split()
    clear = _clear_language(_own_words(words), len(words))
    best, confidence = (clear, 1.0) if clear else _of_three(sample)
    if len(sample) >= _MIN_VETO_CHARS and not (_is_sure(words, best) or _has_no_neighbour(words, clear)):
        other, probability = _of_many(sample[:_VETO_SAMPLE_CHARS])
        long_enough = other != "no" or len(sample) >= _MIN_VETO_CHARS_NORWEGIAN
        if other not in _KNOWN and probability >= _VETO_PROBABILITY and long_enough:
            return "und"
    return best if confidence >= _MIN_CONFIDENCE else fallback


def _own_words(words: Sequence[str]) -> Counter[Language]:
    """Return how many words (lower case) are function words of one of the three languages only, by language."""
    return Counter(filter(None, map(_OWN_WORDS.get, words)))


def _clear_language(own: Counter[Language], words: int) -> Language | None:
    """Return the language whose own function words are many of all words and outweigh the others' by far."""
    best, most = max(own.items(), key=lambda item: item[1], default=(None, 0))
    others = own.total() - most
    return best if most >= max(_CLEAR_WORDS, _CLEAR_SHARE * words, _CLEAR_RATIO * others) else None


def _is_sure(words: Sequence[str], language: Language) -> bool:
    """Tell whether a text (lower case) has the little words of a language, so that it cannot be another one."""
    little, least = _LITTLE_WORDS[language], _SURE_SHARE * len(words)
    return not little.isdisjoint(words) if 0 < least <= 1 else sum(map(little.__contains__, words)) >= least


def _is_plain(words: Sequence[str], language: Language, signs: int | None) -> bool:
    """Tell whether the signs of words show already that they are of a language; False where they must be counted."""
    if signs is None:
        return False
    if signs & _LITTLE_SIGNS[language] and _SURE_SHARE * len(words) <= 1:
        return True
    return signs & _ALL_OWN == _OWN_SIGNS[language]


def _has_no_neighbour(words: Sequence[str], clear: Language | None) -> bool:
    """Tell whether a text (lower case) that is clearly Swedish or Danish holds no word of a language near to these."""
    return clear in {"sv", "da"} and _NEIGHBOURS.isdisjoint(words)


def _sample(blocks: Sequence[ParsedBlock]) -> str:
    """Return running text from the beginning and the middle, without contacts and tables where there is other text."""
    prose = [block.text for block in blocks if block.kind in {"paragraph", "list_item"}] or [
        block.text for block in blocks
    ]
    text = "\n".join(prose)
    if len(text) <= _SAMPLE_CHARS:
        return text
    middle, half = len(text) // 2, _SAMPLE_CHARS // 2
    return f"{text[:half]}\n{text[middle : middle + half]}"


def block_language(
    block: ParsedBlock, of_document: Language, words: Sequence[str] | None = None, signs: int | None = None
) -> Language:
    """Return the language of one block; short and doubtful ones are taken to be in the document's.

    Args:
        words: of its text in lower case, where they are at hand.
        signs: of all these words together (`WORD_SIGNS`), where they are known.
    """
    if of_document == "und":
        return of_document
    words = block.text.lower().split() if words is None else words
    least = _MIN_BOX_WORDS if block.kind in {"table", "contact"} else _MIN_BLOCK_WORDS
    if len(words) < least or _is_plain(words, of_document, signs) or _is_sure(words, of_document):
        return of_document
    own = _own_words(words)
    if set(own) == {of_document} or _clear_language(own, len(words)) == of_document:
        return of_document
    best, confidence = _of_three(block.text[:_BLOCK_SAMPLE_CHARS])
    return best if confidence >= _BLOCK_CONFIDENCE else of_document
