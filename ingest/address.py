"""Addresses and names of files as they may be stored and shown: without identity numbers of persons.

Knows paths; must not know what is in the files. Two files whose names differ in such a number alone, as case files
may, are told apart by their order in the folder: an address that were made from the number itself could be undone by
trying all the numbers there are.
"""

import os
import unicodedata
from functools import lru_cache
from pathlib import Path

from search.personal import mask


def address_of(path: Path) -> str:
    """Return the canonical address of a resolved path: its file URI, without identity numbers."""
    return shown_path(path).as_uri()


def shown_path(path: Path) -> Path:
    """Return a path each of whose names may be stored and shown."""
    if not any(map(_holds_number, path.parts)):
        return path
    shown = Path(path.anchor)
    real = Path(path.anchor)
    for name in path.relative_to(path.anchor).parts:
        shown /= _shown_name(real, name)
        real /= name
    return shown


@lru_cache(maxsize=4096)
def _holds_number(name: str) -> bool:
    """Tell whether a name holds an identity number; the folders of a path are asked about again with each file."""
    return mask(printable(name)).count > 0


def shown_text(text: str) -> str:
    """Return a name or path in characters that can be stored, without identity numbers."""
    return mask(printable(text)).text


def printable(name: str) -> str:
    """Return a name that can be stored and shown: composed characters, and no bytes outside UTF-8."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def _shown_name(folder: Path, name: str) -> str:
    masked = shown_text(name)
    if masked == printable(name):
        return name
    alike = sorted(other for other in _names_in(folder) if shown_text(other) == masked)
    place = alike.index(name) if name in alike else 0
    ending = Path(masked).suffix
    return f"{masked.removesuffix(ending)} ({place + 1}){ending}" if place else masked


def _names_in(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        # a folder that may be passed through but not listed: its files cannot be told apart, but they can be read
        return []
