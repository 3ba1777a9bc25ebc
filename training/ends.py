"""`python -m training.ends FOLDER`: which words compounds may end in, from lexicons that are there already.

Knows the files of `search.analysis`. To be run whenever words, lemmas or heads change; `training.lexicon` does.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import marisa_trie

from search.analysis.compounds import LANGUAGES, Heads, ends_of


class _Words:
    """The words of a folder's lexicon, without its compounds."""

    def __init__(self, folder: Path, language: str) -> None:
        self._lemmas = marisa_trie.BytesTrie().mmap(str(folder / f"lemmas.{language}.marisa"))
        self._levels = marisa_trie.RecordTrie("<B").mmap(str(folder / f"words.{language}.marisa"))

    def lemma(self, word: str) -> str:
        found = self._lemmas.get(word)
        return found[0].decode() if found else word

    def frequency(self, word: str) -> int:
        found = self._levels.get(word)
        return int(found[0][0]) if found else 0

    def __iter__(self) -> Iterator[str]:
        return iter({*self._lemmas.keys(), *self._levels.keys()})


def write_ends(language: str, folder: Path) -> None:
    """Write `ends.<language>.marisa` beside the words, lemmas and heads that it is made from."""
    words = _Words(folder, language)
    save_trie(ends_of(words, Heads(folder, language, words)), folder / f"ends.{language}.marisa")


def save_trie(trie: marisa_trie.Trie, path: Path) -> None:
    """Write a trie beside its place and move it there: a reader may have the old file mapped."""
    aside = path.with_suffix(".new")
    trie.save(str(aside))
    aside.replace(path)


def main(folder: Path) -> None:
    """Renew the ends of all languages that compose."""
    for language in LANGUAGES:
        write_ends(language, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
