"""Word lists: lemmas from simplemma, a vocabulary from wordfreq and the training text, as MARISA tries.

Knows the file format that `search.analysis.lexicon` reads.
"""

import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import marisa_trie
import wordfreq
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from search.analysis.compounds import LANGUAGES as COMPOSING
from search.vocabulary import Vocabulary
from training.compounds import learn_parts, write_compounds
from training.ends import save_trie, write_ends

_WORDFREQ_SCALE = 1e8
_MIN_COUNT = 4
_MIN_MET = 2
_COMMON_LEVEL = 45
"""Of words that a slip of the pen may be meant for: seldom ones are slips themselves as often as not."""
_STEPS_PER_LOG = 12.0

_TRADE_WORDS = {
    "sv": "böter dagsböter boja fotboja rannsakan berövande berövandet häktade klient övervakare",
    "da": "forsorg forsorgen forsorgens arrestant arrestanter forvarer forvarere justits lænke plejerske",
}
_TRADE_LEVEL = 60
"""Words of the field that compounds are made of and that general lists lack or hardly know."""


def write_lexicon(language: str, counts: Counter[str], folder: Path) -> None:
    """Write `lemmas.<language>.marisa`, `words.<language>.marisa` `common.<language>.words` and compounds' parts.

    Args:
        counts: how often each lower-case word stands in the training text.
    """
    lemmas = DefaultDictionaryFactory().get_dictionary(language)
    entries = ((form, lemma.lower().encode()) for form, lemma in sorted(lemmas.items()) if _is_useful(form, lemma))
    save_trie(marisa_trie.BytesTrie(entries), folder / f"lemmas.{language}.marisa")
    words = vocabulary(language, counts, lemmas.keys())
    save_trie(
        marisa_trie.RecordTrie("<B", ((word, (level,)) for word, level in sorted(words.items()))),
        folder / f"words.{language}.marisa",
    )
    common = {word: round(math.exp(level / _STEPS_PER_LOG)) for word, level in words.items() if level >= _COMMON_LEVEL}
    (folder / f"common.{language}.words").write_bytes(Vocabulary.of(common).to_bytes())
    if language in COMPOSING:
        known = {form: lemma.lower() for form, lemma in lemmas.items() if form.isalpha() and form == form.lower()}
        met = (word for word, count in counts.items() if count >= _MIN_MET and word.isalpha())
        write_compounds(language, learn_parts(language, words, known, met), folder, save_trie)
        write_ends(language, folder)


def vocabulary(language: str, counts: Counter[str], known: Iterable[str]) -> dict[str, int]:
    """Return word -> frequency level (1 to 255): words of wordfreq, and of the text where a dictionary knows them."""
    dictionary = {form.lower() for form in known}
    general = wordfreq.get_frequency_dict(language, "best")
    levels: dict[str, int] = {}
    for word in {*general, *(w for w, n in counts.items() if n >= _MIN_COUNT)}:
        if not word.isalpha() or len(word) < 2:
            continue
        weight = general.get(word, 0.0) * _WORDFREQ_SCALE + counts.get(word, 0)
        if word not in dictionary:
            weight /= 20
        if weight >= _MIN_COUNT:
            levels[word] = min(255, max(1, round(_STEPS_PER_LOG * math.log(weight))))
    for word in _TRADE_WORDS.get(language, "").split():
        levels[word] = max(levels.get(word, 0), _TRADE_LEVEL)
    return levels


def _is_useful(form: str, lemma: str) -> bool:
    return form == form.lower() and form != lemma.lower() and " " not in form and form.isalpha()
