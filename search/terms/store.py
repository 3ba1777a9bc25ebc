"""Where the term bank comes from: the shipped folder, then the user's; read again when the user's files change.

Knows folders and what to do with a broken file: the last good bank stays. Must not know how terms are matched or
used, nor settings.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import marisa_trie

from search.analysis import Analyzer
from search.errors import InvalidTermBank, MissingResource
from search.terms.bank import TermBank
from search.terms.csv_file import concept_of, read_csv, read_rows
from search.terms.keys import RECORD, TermKeys
from search.terms.match import TermMatcher
from search.terms.records import Record, joined

log = logging.getLogger("samsok.terms")

INDEX_FILE = "index.marisa"
DIGEST_FILE = "index.sha256"
"""Beside the shipped files: their labels as they are looked up, and what they were when that was made."""

LOOK_EVERY_S = 2.0
"""How often the user's folder is looked at, at most: it is a stat of each file. A choice."""

SUFFIXES = (".csv", ".ttl", ".nt", ".rdf")


@dataclass(frozen=True, slots=True)
class Terms:
    """A bank with what finds its terms.

    Attributes:
        own: how many concepts came from the user's folder.
    """

    bank: TermBank
    matcher: TermMatcher
    own: int = 0


@dataclass(slots=True)
class _State:
    """What is in use.

    Attributes:
        stamp: of the user's files when they were last read; () for none.
        fault: why the user's files as they are now are not in use; None where they are.
    """

    terms: Terms | None = None
    stamp: tuple[object, ...] = ()
    fault: str | None = None
    looked_at: float = field(default=-1.0)


class TermStore:
    """Gives the bank in use; reads it when it is first asked for, and again after the user's files have changed."""

    def __init__(self, shipped: Path, analyzer: Analyzer, folder: Path | None = None) -> None:
        """Take the shipped folder and the user's, if there is one; nothing is read yet."""
        self._shipped = shipped
        self._analyzer = analyzer
        self._folder = folder
        self._lock = threading.Lock()
        self._state = _State()

    @property
    def folder(self) -> Path | None:
        """The user's folder."""
        return self._folder

    @property
    def fault(self) -> str | None:
        """Why the user's files as they are now are not in use; None where they are."""
        self.current()
        return self._state.fault

    def bank(self) -> TermBank:
        """Return the concepts in use; raises as `current` does."""
        return self.current().bank

    def current(self) -> Terms:
        """Return the bank in use.

        Raises:
            MissingResource: the shipped files are not there or are damaged; never because of the user's.
        """
        terms = self._state.terms
        if terms is not None and (self._folder is None or time.monotonic() - self._state.looked_at < LOOK_EVERY_S):
            return terms
        with self._lock:
            return self._refreshed()

    def _refreshed(self) -> Terms:
        state = self._state
        stamp = _stamp(self._folder)
        if state.terms is None or stamp != state.stamp:
            # told once for each change of the files, not with every question
            self._state = self._read(state, stamp)
        self._state.looked_at = time.monotonic()
        if self._state.terms is None:
            raise AssertionError
        return self._state.terms

    def _read(self, state: _State, stamp: tuple[object, ...]) -> _State:
        try:
            return _State(load(self._shipped, self._analyzer, self._folder), stamp)
        except InvalidTermBank as error:
            log.error("the term bank stays as it was: %s", error)  # noqa: TRY400 - the message says all
            return _State(state.terms or load(self._shipped, self._analyzer, None), stamp, str(error))


def load(shipped: Path, analyzer: Analyzer, folder: Path | None) -> Terms:
    """Read both folders; a row of the user's replaces the shipped one of the same notation.

    Raises:
        InvalidTermBank: names file, line and column, what is wrong and what to do.
        MissingResource: the shipped files are not there or are damaged.
    """
    own = list(_read_folder(folder)) if folder else []
    index = _compiled(shipped)
    try:
        if index and not own:
            bank = _unchecked(shipped)
            return Terms(bank, TermMatcher(bank, analyzer, [(index, frozenset())]))
        base = [record for path in _files(shipped) for record in read_csv(path)]
    except InvalidTermBank as error:
        raise MissingResource(f"the term bank of the package is damaged ({error}); reinstall samsok") from error
    if not base:
        raise MissingResource("the term bank is missing from the package's data; reinstall samsok")
    bank = TermBank(record.concept for record in joined([base, own]))
    keys, numbers = TermKeys(analyzer), frozenset(bank.number(record.concept.notation) for record in own)
    tries = [(index or keys.trie(bank, range(len(base))), numbers)]
    if own:
        tries.append((keys.trie(bank, numbers), frozenset()))
    return Terms(bank, TermMatcher(bank, analyzer, tries), len(own))


def _unchecked(shipped: Path) -> TermBank:
    """Return the bank of the files that the index was compiled from: they were checked then."""
    rows = [row for path in _files(shipped) for row in read_rows(path)]
    return TermBank.made_when_asked([row[0] for row in rows], lambda number: concept_of(rows[number]))


def read_shipped(shipped: Path) -> TermBank:
    """Read the shipped files with every check; `load` trusts them, because a test does this.

    Raises:
        InvalidTermBank: names file, line and column, what is wrong and what to do.
    """
    return TermBank(record.concept for record in joined([[r for path in _files(shipped) for r in read_csv(path)]]))


def digest_of(shipped: Path) -> str:
    """Return a hash of the shipped files."""
    digest = hashlib.sha256()
    for path in _files(shipped):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _compiled(shipped: Path) -> marisa_trie.RecordTrie | None:
    """Return the index that was compiled from the shipped files as they are; None where there is none."""
    try:
        if (shipped / DIGEST_FILE).read_text(encoding="ascii").strip() == digest_of(shipped):
            return marisa_trie.RecordTrie(RECORD).load(str(shipped / INDEX_FILE))
    except OSError as error:
        log.warning("the index of the term bank cannot be read (%s) and is made anew", error)
    return None


def _files(folder: Path) -> Sequence[Path]:
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _read_folder(folder: Path) -> Iterator[Record]:
    if not folder.is_dir():
        raise InvalidTermBank(f"{folder} is not a folder; make it, or take SAMSOK_TERMS out")
    for path in _files(folder):
        if path.suffix.lower() == ".csv":
            yield from read_csv(path)
        else:
            from search.terms.skos_file import read_skos  # noqa: PLC0415 - needs a library that is optional

            yield from read_skos(path)


def _stamp(folder: Path | None) -> tuple[object, ...]:
    if folder is None:
        return ()
    try:
        seen = [(path.name, path.stat()) for path in _files(folder)]
        return folder.is_dir(), *((name, stat.st_size, stat.st_mtime_ns) for name, stat in seen)
    except OSError as error:
        return (error.errno,)
