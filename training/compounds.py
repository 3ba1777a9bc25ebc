"""What compounds are made of, learnt from a vocabulary: strings that begin many known words before a known head.

Knows the file format that `search.analysis.compounds` reads. Nothing is annotated: "åklagar" is a first part because
åklagarmyndighet, åklagarkammare and others are words whose rest is a word, and åklagare is one too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import marisa_trie

from search.analysis.compounds import PARTICLES, SHORT_MODIFIERS, STOP_HEADS, level_of, restorations

_LEAST_LEMMA, _LEAST_SHORT_LEMMA = 35, 60
_LEAST_HEAD = {3: 80, 4: 65}
_SEEN_AT_FIRST = 5
_SEEN_WITHOUT_WORD = 12
"""A string that is no word of its own, nor with its ending restored, must begin this many compounds."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a vocabulary's compounds are made of.

    Attributes:
        modifiers: first part as written -> (the word it stands for, number of heads it was seen with).
        heads: dictionary form -> number of first parts it was seen with.
    """

    modifiers: Mapping[str, tuple[str, int]]
    heads: Mapping[str, int]


def write_compounds(language: str, parts: Parts, folder: Path, save: Callable[[marisa_trie.Trie, Path], None]) -> None:
    """Write `modifiers.<language>.marisa` and `heads.<language>.marisa`."""
    modifiers = (
        (written, bytes([level_of(seen)]) + (b"" if word == written else word.encode()))
        for written, (word, seen) in sorted(parts.modifiers.items())
    )
    save(marisa_trie.BytesTrie(modifiers), folder / f"modifiers.{language}.marisa")
    heads = ((head, (level_of(seen),)) for head, seen in sorted(parts.heads.items()))
    save(marisa_trie.RecordTrie("<B", heads), folder / f"heads.{language}.marisa")


def learn_parts(language: str, levels: Mapping[str, int], lemmas: Mapping[str, str], met: Iterable[str]) -> Parts:
    """Return what the words of a language are composed of.

    Args:
        levels: word -> frequency level, see `training.lexicon.vocabulary`.
        lemmas: form -> dictionary form, lower case.
        met: words of running text, whether a dictionary knows them or not.
    """
    words = {*lemmas, *levels, *met}
    dictionary = frozenset(lemmas.values())

    @cache
    def own_word(written: str) -> str | None:
        known = [
            word
            for word in (written, *restorations(written, language))
            if word in dictionary and levels.get(word, 0) >= (_LEAST_LEMMA if len(word) > 3 else _LEAST_SHORT_LEMMA)
        ]
        if known:
            return max(known, key=lambda word: levels[word])
        return written if written in lemmas and levels.get(written, 0) >= _LEAST_SHORT_LEMMA else None

    heads_of = {form: lemma for form in lemmas if (lemma := _head(form, lemmas, levels))}
    seen, seen_heads = _count(words, heads_of, lemmas, language, lambda m, _: own_word(m) is not None)
    sure = {written for written, heads in seen.items() if len(heads) >= _SEEN_AT_FIRST}
    good_heads = {head for head, written in seen_heads.items() if len(written & sure) >= _SEEN_AT_FIRST}
    seen, _ = _count(words, heads_of, lemmas, language, lambda _, head: head in good_heads and len(head) > 3)
    good = {m for m, heads in seen.items() if len(heads) >= (2 if own_word(m) else _SEEN_WITHOUT_WORD)}
    seen, seen_heads = _count(words, heads_of, lemmas, language, lambda m, head: m in good and head in good_heads)
    return Parts(
        {m: (own_word(m) or m, len(heads)) for m, heads in seen.items()},
        {head: len(written) for head, written in seen_heads.items() if len(written) > 2},
    )


def _count(
    words: Iterable[str],
    heads_of: Mapping[str, str],
    lemmas: Mapping[str, str],
    language: str,
    is_wanted: Callable[[str, str], bool],
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return first part -> heads and head -> first parts over all cuts of all words that are wanted."""
    seen: dict[str, set[str]] = defaultdict(set)
    seen_heads: dict[str, set[str]] = defaultdict(set)
    particles, short = PARTICLES[language], SHORT_MODIFIERS[language]
    for word in words:
        lemma = lemmas.get(word)
        for place in range(2, len(word) - 2):
            head = heads_of.get(word[place:])
            if head is None or (lemma is not None and not lemma.endswith(head)):
                continue
            written = word[:place]
            if written in particles or (place == 2 and written not in short) or not is_wanted(written, head):
                continue
            seen[written].add(head)
            seen_heads[head].add(written)
    return seen, seen_heads


def _head(form: str, lemmas: Mapping[str, str], levels: Mapping[str, int]) -> str | None:
    """Return the dictionary form of what can be a compound's head."""
    lemma = lemmas[form]
    if len(form) < 3 or form in STOP_HEADS or lemma in STOP_HEADS:
        return None
    common = max(levels.get(form, 0), levels.get(lemma, 0))
    return lemma if common >= _LEAST_HEAD.get(len(form), _LEAST_LEMMA) else None
