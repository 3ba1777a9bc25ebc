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
        surface: the form in which the stem is met most, for showing it; "" where it was not asked for.
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

    def translate(self, stem: str, source: str, target: str, shown_from: float = 0.0) -> list[Translation]:
        """Return the translations of a stem, the most probable first; [] where none is known.

        Args:
            shown_from: probability from which on surfaces are wanted.
        """
        table = self._tables.get((source, target))
        number = self._stems[source].get(stem) if table else None
        if table is None or number is None:
            return []
        targets, probabilities = table.row(number)
        stem_of, surface_of = self._stems[target].restore_key, self._surfaces[target].at
        return [
            Translation(stem_of(each), probability, surface_of(each) if probability >= shown_from else "")
            for each, probability in zip(targets, probabilities, strict=True)
        ]


class _Table:
    """A sparse matrix in compressed rows; probabilities in steps of 1/255."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self._starts, self._targets, self._levels = arrays["starts"], arrays["targets"], arrays["levels"]

    def row(self, number: int) -> tuple[list[int], list[float]]:
        begin, end = self._starts[number : number + 2].tolist()
        return self._targets[begin:end].tolist(), [level / 255 for level in self._levels[begin:end].tolist()]


class _Strings:
    """Many short strings in one buffer."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self._starts = arrays["starts"]
            self._text: bytes = arrays["text"].tobytes()

    def at(self, number: int) -> str:
        begin, end = self._starts[number : number + 2].tolist()
        return self._text[begin:end].decode()


def _load_trie(path: Path) -> marisa_trie.Trie:
    trie = marisa_trie.Trie()
    trie.mmap(str(path))
    return trie
