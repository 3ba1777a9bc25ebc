"""Word translation tables that the package ships: stem -> stems of another language, with probabilities.

Knows the file format that `training/tables.py` writes; must not know how a query uses a translation.
"""

from pathlib import Path
from typing import NamedTuple

import marisa_trie
import numpy as np

from search.analysis.analyzer import LANGUAGES
from search.errors import MissingResource


class Translation(NamedTuple):
    """A stem of the target language.

    Attributes:
        probability: p(target | source), 0 to 1; what is left out was improbable.
        surface: the form in which the stem is met most, for showing it.
    """

    stem: str
    probability: float
    surface: str


class Translator:
    """Translates stems between Swedish, Danish and English; tables are mapped from disk, not held."""

    def __init__(self, folder: Path) -> None:
        """Open the tables.

        Raises:
            MissingResource: a table is not there or cannot be read.
        """
        try:
            self._stems = {language: _load_trie(folder / f"stems.{language}.marisa") for language in LANGUAGES}
            self._surfaces = {language: _Strings(folder / f"surfaces.{language}.npz") for language in LANGUAGES}
            self._tables = {
                (source, target): _Table(folder / f"{source}-{target}.npz")
                for source in LANGUAGES
                for target in LANGUAGES
                if source != target
            }
        except (OSError, ValueError, KeyError) as error:
            raise MissingResource(f"the translation tables cannot be read ({error}); reinstall samsok") from error

    def translate(self, stem: str, source: str, target: str) -> list[Translation]:
        """Return the translations of a stem, the most probable first; [] where none is known."""
        table = self._tables.get((source, target))
        number = self._stems[source].get(stem) if table else None
        if table is None or number is None:
            return []
        stems, surfaces = self._stems[target], self._surfaces[target]
        return [Translation(stems.restore_key(i), p, surfaces[i]) for i, p in table.row(number)]


class _Table:
    """A sparse matrix in compressed rows; probabilities in steps of 1/255."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self._starts, self._targets, self._levels = arrays["starts"], arrays["targets"], arrays["levels"]

    def row(self, number: int) -> list[tuple[int, float]]:
        begin, end = self._starts[number : number + 2].tolist()
        levels = self._levels[begin:end].tolist()
        return [(target, level / 255) for target, level in zip(self._targets[begin:end].tolist(), levels, strict=True)]


class _Strings:
    """Many short strings in one buffer."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self._starts, self._text = arrays["starts"], arrays["text"].tobytes()

    def __getitem__(self, number: int) -> str:
        begin, end = self._starts[number : number + 2].tolist()
        text: bytes = self._text[begin:end]
        return text.decode()


def _load_trie(path: Path) -> marisa_trie.Trie:
    trie = marisa_trie.Trie()
    trie.mmap(str(path))
    return trie
