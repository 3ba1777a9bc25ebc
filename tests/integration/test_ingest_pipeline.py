import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.limits import Limits
from ingest.pipeline import delete, ingest, reindex
from ingest.report import Report
from search.catalog_port import PassageRecord
from search.errors import BackendError
from search.index.port import Point
from search.vocabulary import WordCount
from tests.integration.ingest_memory import MemoryCatalog, MemoryIndexer, MemoryStore

IN_PROCESS = Limits(workers=0, max_bytes=100_000)
PARAGRAPH = "Myndigheterna samverkar om transporter av frihetsberövade mellan häkte och domstol varje vecka. "


@dataclass
class Base:
    """A knowledge base in memory."""

    catalog: MemoryCatalog = field(default_factory=MemoryCatalog)
    store: MemoryStore = field(default_factory=MemoryStore)
    indexer: MemoryIndexer = field(default_factory=MemoryIndexer)

    def ingest(self, *paths: Path, limits: Limits = IN_PROCESS, remove_missing: bool = True) -> Report:
        parts = {"catalog": self.catalog, "store": self.store, "indexer": self.indexer}
        return ingest(paths, **parts, limits=limits, remove_missing=remove_missing)  # type: ignore[arg-type]

    @property
    def live(self) -> dict[str, str]:
        """Source -> sha256 of what is live."""
        current = self.catalog.current()
        return {d.source: d.sha256 for d in self.catalog.live(current.number if current else None).values()}


@pytest.fixture
def base() -> Base:
    return Base()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "papers" / "se").mkdir(parents=True)
    write(tmp_path / "papers" / "se" / "avtal.txt", "Avtal om transporter")
    write(tmp_path / "papers" / "strategi.md", "# Strategi för närvaro")
    return tmp_path / "papers"


def write(path: Path, title: str, body: str = PARAGRAPH) -> None:
    path.write_text(f"{title}\n\n{body}\n", encoding="utf-8")


def statuses(report: Report) -> dict[str, str]:
    return {entry.source: entry.status for entry in report.entries}


def test_first_run_adds_every_document(base: Base, folder: Path) -> None:
    """A first run takes in every document and publishes generation 1."""
    report = base.ingest(folder)
    assert statuses(report) == {"se/avtal.txt": "added", "strategi.md": "added"}
    assert (report.generation, report.published) == (1, True)
    assert all(entry.passages == 1 for entry in report.entries)


def test_unchanged_files_cost_no_generation(base: Base, folder: Path) -> None:
    """A run over unchanged files parses nothing and publishes nothing."""
    base.ingest(folder)
    base.catalog.staged.clear()
    report = base.ingest(folder)
    assert set(statuses(report).values()) == {"unchanged"}
    assert (report.generation, report.published, base.catalog.staged) == (1, False, [])


def test_touching_a_file_is_no_change(base: Base, folder: Path) -> None:
    """A file with a new time but the same bytes is unchanged."""
    base.ingest(folder)
    os.utime(folder / "strategi.md", (1, 1))
    assert statuses(base.ingest(folder))["strategi.md"] == "unchanged"


def test_changed_file_replaces_its_earlier_revision(base: Base, folder: Path) -> None:
    """A changed file's new passages replace its old ones; others are not indexed again."""
    base.ingest(folder)
    before = set(base.store.generations[1])
    base.indexer.made = 0
    write(folder / "strategi.md", "# Strategi för närvaro", PARAGRAPH * 2)
    report = base.ingest(folder)
    assert statuses(report) == {"se/avtal.txt": "unchanged", "strategi.md": "changed"}
    assert base.indexer.made == 1
    assert len(set(base.store.generations[2]) & before) == 1


def test_same_size_and_time_with_other_bytes_is_a_change(base: Base, folder: Path) -> None:
    """A file rewritten with the same size and time is still seen as changed."""
    path = folder / "strategi.md"
    state = path.stat()
    base.ingest(folder)
    path.write_bytes(path.read_bytes().replace(b"varje vecka", b"varje manad"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert statuses(base.ingest(folder))["strategi.md"] == "changed"


def test_removed_file_stops_being_live(base: Base, folder: Path) -> None:
    """A file that is gone from a folder is removed, and its points with it."""
    base.ingest(folder)
    (folder / "strategi.md").unlink()
    assert statuses(base.ingest(folder)) == {"se/avtal.txt": "unchanged", "strategi.md": "removed"}
    assert len(base.store.generations[2]) == 1


def test_keeping_missing_documents_on_request(base: Base, folder: Path) -> None:
    """With remove_missing off, a document stays although its file is gone."""
    base.ingest(folder)
    (folder / "strategi.md").unlink()
    assert base.ingest(folder, remove_missing=False).published is False
    assert "strategi.md" in base.live


def test_moved_file_is_reported_as_moved(base: Base, folder: Path) -> None:
    """A file with the same bytes at a new path, whose old path is gone, is moved and is there once."""
    base.ingest(folder)
    (folder / "strategi.md").rename(folder / "se" / "strategi-2.md")
    report = base.ingest(folder)
    moved = next(entry for entry in report.entries if entry.status == "moved")
    assert (moved.source, moved.reason) == ("se/strategi-2.md", "moved from strategi.md")
    assert set(base.live) == {"se/avtal.txt", "se/strategi-2.md"}
    assert len(base.store.generations[2]) == 2


def test_missing_folder_removes_nothing(base: Base, folder: Path) -> None:
    """A folder that is not there is an error, not a reason to remove its documents."""
    base.ingest(folder)
    folder.rename(folder.parent / "elsewhere")
    report = base.ingest(folder)
    assert (report.has_failures, report.published) == (True, False)
    assert len(base.live) == 2


def test_single_file_removes_nothing(base: Base, folder: Path) -> None:
    """Taking in one file leaves the documents of its folder alone."""
    base.ingest(folder)
    (folder / "strategi.md").unlink()
    assert base.ingest(folder / "se" / "avtal.txt").published is False
    assert len(base.live) == 2


def test_sibling_folder_with_the_same_start_is_not_below(base: Base, folder: Path) -> None:
    """A folder whose name begins like the given one is another folder."""
    sibling = folder.parent / "papers-old"
    sibling.mkdir()
    write(sibling / "gammalt.txt", "Gammalt avtal om transporter")
    base.ingest(folder, sibling)
    (sibling / "gammalt.txt").unlink()
    assert base.ingest(folder).published is False


def test_one_bad_file_does_not_stop_the_others(base: Base, folder: Path) -> None:
    """A damaged file is reported with its reason while the others go live."""
    (folder / "trasig.pdf").write_bytes(b"%PDF-1.7 half a file")
    report = base.ingest(folder)
    failed = next(entry for entry in report.entries if entry.status == "failed")
    assert failed.source == "trasig.pdf"
    assert "truncated" in str(failed.reason)
    assert len(base.live) == 2


def test_failed_new_version_keeps_the_earlier_one(base: Base, folder: Path) -> None:
    """When a new version cannot be read, the earlier one stays live."""
    base.ingest(folder)
    before = base.live
    (folder / "strategi.md").write_bytes(b"")
    report = base.ingest(folder)
    assert statuses(report)["strategi.md"] == "failed"
    assert "earlier version stays" in str(report.entries[0].reason or report.entries[-1].reason)
    assert base.live == before


def test_file_over_the_limit_keeps_the_earlier_version(base: Base, folder: Path) -> None:
    """A file that grew over the limit fails and is not taken for a removed one."""
    base.ingest(folder)
    write(folder / "strategi.md", "# Strategi", PARAGRAPH * 2000)
    assert statuses(base.ingest(folder))["strategi.md"] == "failed"
    assert "strategi.md" in base.live


def test_staged_documents_are_not_parsed_again(base: Base, folder: Path) -> None:
    """After a run that died before publishing, the next one publishes what was staged without parsing it."""
    base.store.fail_at_commit = True
    with pytest.raises(BackendError):
        base.ingest(folder)
    assert base.catalog.current() is None
    base.store.fail_at_commit = False
    base.catalog.staged.clear()
    report = base.ingest(folder)
    assert base.catalog.staged == []
    assert statuses(report) == {"se/avtal.txt": "added", "strategi.md": "added"}
    assert [entry.passages for entry in report.entries] == [1, 1]


def test_previous_generation_stays_for_its_readers(base: Base, folder: Path) -> None:
    """The generation before the current one is kept, older ones are dropped."""
    for number in range(3):
        write(folder / "strategi.md", "# Strategi", PARAGRAPH * (number + 1))
        base.ingest(folder)
    assert set(base.store.generations) == {2, 3}
    assert base.catalog.count_passages(2) == 2


def test_another_model_rebuilds_from_the_catalog(base: Base, folder: Path) -> None:
    """An index made by another model is rebuilt whole, with no file parsed again."""
    base.ingest(folder)
    base.catalog.staged.clear()
    base.indexer = MemoryIndexer("two")
    report = base.ingest(folder)
    assert (report.published, base.indexer.made, base.catalog.staged) == (True, 2, [])


def test_lost_index_is_rebuilt(base: Base, folder: Path) -> None:
    """A run over unchanged files makes the index again if it is gone."""
    base.ingest(folder)
    base.store.generations.clear()
    assert base.ingest(folder).published is True
    assert len(base.store.generations[2]) == 2


def test_reindex_parses_no_file(base: Base, folder: Path) -> None:
    """Reindexing works with all files gone."""
    base.ingest(folder)
    (folder / "strategi.md").unlink()
    report = reindex(catalog=base.catalog, store=base.store, indexer=base.indexer)
    assert (report.generation, len(base.store.generations[2]), report.counts) == (2, 2, {"unchanged": 2})


def test_reindex_of_nothing_publishes_nothing(base: Base) -> None:
    """Reindexing an empty knowledge base does nothing."""
    assert reindex(catalog=base.catalog, store=base.store, indexer=base.indexer).published is False


def test_delete_removes_known_ids_and_reports_others(base: Base, folder: Path) -> None:
    """Deleting takes the documents that are there and names the ids that are not."""
    first = base.ingest(folder).entries[0]
    parts = {"catalog": base.catalog, "store": base.store, "indexer": base.indexer}
    report = delete([str(first.document_id), "unknown"], **parts)  # type: ignore[arg-type]
    assert statuses(report) == {first.source: "removed", "unknown": "failed"}
    assert first.source not in base.live
    assert len(base.store.generations[2]) == 1


def test_report_is_json(base: Base, folder: Path) -> None:
    """A report converts to JSON with files, counts and times."""
    report = json.loads(json.dumps(base.ingest(folder).as_json()))
    assert report["counts"] == {"added": 2}
    assert {"source", "status", "reason", "document_id", "passages"} == set(report["files"][0])
    assert report["took_s"] >= 0


def test_same_file_named_twice_is_taken_in_once(base: Base, folder: Path) -> None:
    """A folder, the folder again and a file in it give each document once."""
    report = base.ingest(folder, folder, folder / "strategi.md")
    assert len(report.entries) == 2


class Watch:
    """Writes down what a run tells."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []

    def start(self, stage: str, total: int) -> None:
        self.told.append((stage, total))

    def advance(self, count: int = 1) -> None:
        self.told[-1] = (self.told[-1][0], self.told[-1][1] - count)

    def finish(self) -> None:
        pass


def test_progress_counts_files(base: Base, folder: Path) -> None:
    """Each stage is announced and counted to its end."""
    watch = Watch()
    parts = {"catalog": base.catalog, "store": base.store, "indexer": base.indexer}
    ingest([folder], **parts, limits=IN_PROCESS, progress=watch)  # type: ignore[arg-type]
    assert watch.told == [("read", 0), ("parse", 0), ("index", -2)]


def test_words_whose_count_is_lost_are_counted_anew(base: Base, folder: Path) -> None:
    """Where a process that counted has ended before its time, the vocabulary is whole all the same."""
    base.ingest(folder)
    losing = Base(indexer=LosingIndexer())
    losing.ingest(folder)
    assert losing.catalog.vocabulary(1) == base.catalog.vocabulary(1) is not None


class LosingIndexer(MemoryIndexer):
    """Loses what it counted."""

    def points(self, records: Iterable[PassageRecord], met: WordCount) -> Iterator[Point]:
        yield from super().points(records, WordCount())
        met.include(None)

    def scaled(self, scale: Mapping[str, str]) -> "LosingIndexer":  # noqa: ARG002 # the port asks for it
        return self
