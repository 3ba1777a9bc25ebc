"""What holds for every document that can be stored, and for every history of staging, publishing and pruning."""

import contextlib
import string
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from search.catalog import SqlCatalog
from search.catalog_port import Change
from search.document import (
    BLOCK_SEPARATOR,
    Block,
    BlockKind,
    Document,
    DocumentType,
    Language,
    Passage,
    Validity,
    ValidityStatus,
    document_id_of,
    passage_id_of,
    revision_of,
)
from search.errors import NotFound
from search.index.edge import EdgeIndexStore
from search.index.point import best
from search.index.port import Candidate, IndexSettings, Point, SparseVector
from search.result import Filters
from search.stored import StoredDocument

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
labels = st.lists(words, max_size=3).map(tuple)
pages = st.none() | st.integers(1, 10**6)
days = st.none() | st.dates()
zones = st.sampled_from([None, UTC, timezone(timedelta(hours=-3, minutes=-30))])
floats = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def stored_documents(draw: st.DrawFn) -> StoredDocument:
    """Draw a document that satisfies the invariants of `search.document`, and nothing else."""
    key, version = draw(words), draw(st.integers(0, 3))
    document_id, revision = document_id_of(key), revision_of(str(version), "pipeline")
    texts = draw(st.lists(words, max_size=4))
    blocks, runs, start = [], [], 0
    for number, text in enumerate(texts):
        end = start + len(text)
        blocks.append(
            Block(
                draw(st.sampled_from(get_args(BlockKind))), text, start, end, draw(st.integers(0, 6)), draw(pages),
                draw(st.none() | words), draw(st.none() | st.tuples(floats, floats, floats, floats)),
                draw(st.sampled_from(get_args(Language))), draw(st.none() | st.floats(0, 1)),
            )
        )  # fmt: skip
        runs.append(
            Passage(
                passage_id_of(document_id, revision, number), document_id, revision, number, text, start, end,
                draw(st.sampled_from(get_args(Language))), draw(labels), draw(pages), draw(pages),
                draw(st.none() | words),
            )
        )  # fmt: skip
        start = end + len(BLOCK_SEPARATOR)
    validity = Validity(
        draw(st.sampled_from(get_args(ValidityStatus))), draw(days), draw(days), draw(st.none() | words)
    )
    document = Document(
        document_id, revision, key, draw(words), draw(words), draw(words), draw(st.integers(0, 2**40)),
        draw(st.datetimes(timezones=zones)), draw(words), draw(st.sampled_from(get_args(Language))), draw(pages),
        draw(st.sampled_from(get_args(DocumentType))), draw(labels), draw(labels), validity,
    )  # fmt: skip
    return StoredDocument(document, BLOCK_SEPARATOR.join(texts), tuple(blocks), tuple(runs))


@contextlib.contextmanager
def new_catalog() -> Iterator[SqlCatalog]:
    with tempfile.TemporaryDirectory() as folder:
        catalog = SqlCatalog.open(f"sqlite:///{folder}/catalog.db")
        yield catalog
        catalog.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(stored_documents(), max_size=4, unique_by=lambda stored: stored.document.document_id))
def test_documents_round_trip(documents: list[StoredDocument]) -> None:
    """Whatever is staged and published is read back equal, in every way that the port offers."""
    pairs = [(stored.document.document_id, stored.document.revision) for stored in documents]
    with new_catalog() as catalog:
        catalog.stage_many(documents)
        catalog.publish(1, {"model": "m"}, Change(put=pairs))
        assert catalog.live(1) == {stored.document.source_key: stored.document for stored in documents}
        for stored, pair in zip(documents, pairs, strict=True):
            assert catalog.document(pair[0], 1) == stored.document
            assert catalog.text(*pair) == stored.text
            assert catalog.blocks(*pair) == list(stored.blocks)
            assert [record.passage for record in catalog.iter_passages([pair])] == list(stored.passages)
            found = catalog.passages([passage.passage_id for passage in stored.passages])
            assert {found[passage.passage_id].passage for passage in stored.passages} == set(stored.passages)
        assert catalog.count_passages(1) == sum(len(stored.passages) for stored in documents)


def tiny(name: str, version: int) -> StoredDocument:
    text = f"{name}{version}"
    document_id, revision = document_id_of(name), revision_of(text, "pipeline")
    document = Document(
        document_id, revision, name, name, "text/plain", text, 1, datetime(2024, 1, 1, tzinfo=UTC), name, "sv",
        validity=Validity(valid_from=date(2024, 1, 1)),
    )  # fmt: skip
    passage = Passage(passage_id_of(document_id, revision, 0), document_id, revision, 0, text, 0, len(text), "sv")
    return StoredDocument(document, text, (Block("paragraph", text, 0, len(text)),), (passage,))


names = st.sampled_from("abcd")
versions = st.integers(1, 3)


class CatalogHistory(RuleBasedStateMachine):
    """The catalog against a model: a dictionary of revisions held, and one of what each generation shows."""

    @initialize()
    def begin(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.catalog = self._open()
        self.held: set[tuple[str, int]] = set()
        self.shown: dict[int, dict[str, int]] = {0: {}}
        self.kept_from = 0

    def _open(self) -> SqlCatalog:
        return SqlCatalog.open(f"sqlite:///{self._folder.name}/catalog.db")

    @rule(names=st.lists(st.tuples(names, versions), max_size=3))
    def stage(self, names: list[tuple[str, int]]) -> None:
        self.catalog.stage_many([tiny(*name) for name in names])
        self.held |= set(names)

    @rule(data=st.data(), removed=st.sets(names, max_size=2))
    def publish(self, data: st.DataObject, removed: set[str]) -> None:
        candidates = st.sampled_from(sorted(self.held)) if self.held else st.nothing()
        put = dict(data.draw(st.lists(candidates, max_size=3))) if self.held else {}
        number = max(self.shown) + 1
        pairs = [(tiny(*item).document.document_id, tiny(*item).document.revision) for item in put.items()]
        self.catalog.publish(number, {"n": str(number)}, Change(pairs, [document_id_of(name) for name in removed]))
        before = {name: version for name, version in self.shown[number - 1].items() if name not in removed}
        self.shown[number] = before | put

    @rule(back=st.integers(0, 3))
    def prune(self, back: int) -> None:
        self.kept_from = max(self.kept_from, max(self.shown) - back)
        self.catalog.prune(self.kept_from)
        seen = (showing for generation, showing in self.shown.items() if generation >= self.kept_from)
        self.held = {item for showing in seen for item in showing.items()}

    @precondition(lambda self: max(self.shown) > 0)
    @rule()
    def reopen(self) -> None:
        self.catalog.close()
        self.catalog = self._open()

    @invariant()
    def agrees(self) -> None:
        current = self.catalog.current()
        assert (current.number if current else 0) == max(self.shown)
        for name in "abcd":
            for version in (1, 2, 3):
                document = tiny(name, version).document
                staged = self.catalog.is_staged(document.document_id, document.revision)
                assert staged == ((name, version) in self.held)
        for generation in range(self.kept_from, max(self.shown) + 1):
            wanted = {name: tiny(name, version).document for name, version in self.shown[generation].items()}
            assert self.catalog.live(generation) == wanted
            assert self.catalog.count_documents(generation) == len(wanted)
            assert self.catalog.count_passages(generation) == len(wanted)

    def teardown(self) -> None:
        if hasattr(self, "catalog"):
            self.catalog.close()
            self._folder.cleanup()


CatalogHistory.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
TestCatalogHistory = CatalogHistory.TestCase


def point(name: str, number: int) -> Point:
    dense = np.zeros(4, np.float32)
    dense[ord(name) % 4] = 1
    sparse = SparseVector(np.array([ord(name), 1000 + number], np.uint32), np.array([1, 0.5], np.float32))
    return Point(passage_id_of(name, "r", number), dense, sparse, {"document_id": name, "language": "sv"})


changes = st.tuples(
    st.sets(names, max_size=2), st.lists(st.tuples(names, st.integers(0, 4)), max_size=6), st.booleans()
)


@settings(max_examples=6, deadline=None)
@given(st.lists(changes, min_size=1, max_size=4))
def test_generations_are_what_was_done_to_them(history: list[tuple[set[str], list[tuple[str, int]], bool]]) -> None:
    """After any deletions, additions and discarded tries, each generation holds what a set would hold."""
    held: dict[int, set[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        store = EdgeIndexStore(Path(folder), IndexSettings(4))
        for removed, added, committed in history:
            base = max(held, default=None)
            number = (base or 0) + 1
            with store.begin(base, number) as writer:
                writer.delete_documents(sorted(removed))
                writer.add(point(name, ordinal) for name, ordinal in added)
                if committed:
                    writer.commit()
            if committed:
                gone = {point(name, ordinal).passage_id for name in removed for ordinal in range(5)}
                kept = held[base] - gone if base is not None else set()
                held[number] = kept | {point(name, ordinal).passage_id for name, ordinal in added}
        assert {number for number in range(1, 6) if store.exists(number)} == set(held)
        for number, wanted in held.items():
            reader = store.open(number)
            dense, _ = reader.query(np.full(4, 0.5, np.float32), point("a", 0).sparse, Filters(), 100)
            assert {candidate.passage_id for candidate in dense} == wanted
            assert reader.count() == len(wanted)
            reader.close()


@given(
    st.lists(st.sampled_from([0.1, 0.2, 0.30000001, 0.30000002, 0.9]), max_size=60),
    st.integers(1, 12),
    st.integers(1, 8),
    st.randoms(use_true_random=False),
)
def test_the_choice_among_ties_is_ours(scores: list[float], limit: int, spare: int, random: object) -> None:
    """Whichever of equal candidates an engine gives first, the best `limit` are the same."""
    everything = [Candidate(string.printable[number], score) for number, score in enumerate(scores)]
    shuffled = list(everything)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def engine(size: int) -> list[Candidate]:
        return sorted(shuffled, key=lambda candidate: -candidate.score)[:size]

    wanted = sorted(everything, key=lambda candidate: (-round(candidate.score, 7), candidate.passage_id))[:limit]
    assert best(engine(limit + spare), limit, limit + spare, engine) == wanted


def test_unknown_documents_are_not_found() -> None:
    """Asking for what was never stored is the caller's mistake."""
    with new_catalog() as catalog, pytest.raises(NotFound):
        catalog.document("unknown", 1)
