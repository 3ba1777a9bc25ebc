"""Word knowledge that the package ships: lemmas and a vocabulary with frequencies, read from disk, never held whole.

Knows the file format that `training/lexicon.py` writes (MARISA tries); must not know where the words came from.
"""

from pathlib import Path

import marisa_trie

from search.analysis import compounds
from search.errors import MissingResource


class Lexicon:
    """Lemmas and compound parts of one language."""

    def __init__(self, folder: Path, language: str) -> None:
        """Open the tries of `language` in `folder`.

        Raises:
            MissingResource: a file is not there or cannot be read.
        """
        self._lemmas = marisa_trie.BytesTrie()
        self._vocabulary = marisa_trie.RecordTrie("<B")
        for trie, name in ((self._lemmas, f"lemmas.{language}.marisa"), (self._vocabulary, f"words.{language}.marisa")):
            try:
                trie.mmap(str(folder / name))
            except OSError as error:
                raise MissingResource(
                    f"{name} is missing from the package's data ({error}); reinstall samsok"
                ) from error
        self._common = _read(folder / f"common.{language}.words")
        composes = language in compounds.LANGUAGES
        self._compounds = compounds.Compounds(folder, language, self) if composes else None

    def lemma(self, word: str) -> str:
        """Return the dictionary form of a lower-case word, or the word itself where it is not known."""
        found = self._lemmas.get(word)
        return found[0].decode() if found else word

    def frequency(self, word: str) -> int:
        """Return how common a word is, 0 (not known) to 255, in steps of 1/12 of the natural logarithm of its count."""
        found = self._vocabulary.get(word)
        return int(found[0][0]) if found else 0

    def holds(self, word: str, above: int) -> bool:
        """Tell whether a word is more common than that, or an inflected form of another."""
        level = self._vocabulary.get(word)
        if level and level[0][0] > above:
            return True
        lemma = self._lemmas.get(word)
        return bool(lemma) and lemma[0].decode() != word

    def common_words(self) -> bytes:
        """Return the words by which slips of the pen are told, in the form of `search.vocabulary`."""
        return self._common

    def parts(self, word: str) -> tuple[str, ...]:
        """Split a compound into the words it is made of, see `Compounds.parts`; () where it is none."""
        return self._compounds.parts(word) if self._compounds and word.isalpha() else ()

    def inner(self, word: str) -> tuple[str, ...]:
        """Return the compounds within a compound, see `Compounds.inner`."""
        return self._compounds.inner(word) if self._compounds and word.isalpha() else ()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MissingResource(f"{path.name} is missing from the package's data ({error}); reinstall samsok") from error
