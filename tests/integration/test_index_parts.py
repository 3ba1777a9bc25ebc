import os
import signal
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from ingest.filling import fill
from search.analysis import Analyzer
from search.catalog_port import PassageRecord
from search.document import Document, Passage, passage_id_of
from search.encode import StaticEncoder
from search.errors import IndexUnavailable
from search.index.edge import EdgeIndexStore
from search.index.parts import PartedWriter
from search.index.port import IndexReader, IndexSettings, IndexStore
from search.indexing import Indexer
from search.resources import LEXICON
from search.result import Filters
from search.vocabulary import WordCount
from tests.doubles.processes import children
from tests.doubles.tiny_model import write_tiny_model

WORDS = ("överenskommelse", "samverkan", "kontakt", "plan", "för", "och", "aftale", "om", "samarbejde", "§", "2018:26")
PASSAGES = 4500
LIMIT = 60


@pytest.fixture(scope="module")
def indexer(tmp_path_factory: pytest.TempPathFactory) -> Indexer:
    encoder = StaticEncoder(write_tiny_model(tmp_path_factory.mktemp("model")))
    return Indexer(encoder, encoder, Analyzer(LEXICON), 30.0)


def record(number: int) -> PassageRecord:
    dice = np.random.default_rng(number)
    language, name = ("sv", "da")[number % 5 == 0], f"d{number // 50}"
    document = Document(
        name, "r", f"file:///{name}", "d.txt", "text/plain", "0", 1, datetime(2024, 1, 1, tzinfo=UTC), "Titel", "sv"
    )
    passage = Passage(
        passage_id_of(name, "r", number),
        name,
        "r",
        number,
        f"{' '.join(dice.choice(WORDS, 40))} ord{number}",
        0,
        1,
        language,
    )
    return PassageRecord(passage, replace(document, organisations=("Polisen",)))


RECORDS = [record(number) for number in range(PASSAGES)]


def passages() -> Iterable[PassageRecord]:
    return RECORDS


def store_at(folder: Path, indexer: Indexer) -> EdgeIndexStore:
    return EdgeIndexStore(folder / "index", IndexSettings(int(indexer.manifest()["dim"])))


def write(store: IndexStore, indexer: Indexer, *, is_new: bool) -> WordCount:
    """Make generation 1 in parts, or as one."""
    with store.begin(None, 1) as writer:
        met = fill(writer, indexer, passages, is_new=is_new)
        writer.commit()
    return met


def found(reader: IndexReader, indexer: Indexer, number: int) -> list[dict[str, float]]:
    """Return what a passage's own vectors find, by each signal: passage id -> score."""
    point = next(indexer.points([RECORDS[number]], WordCount()))
    both = reader.query(point.dense, point.sparse, Filters(), LIMIT)
    return [{candidate.passage_id: candidate.score for candidate in each} for each in both]


def test_parts_are_found_like_one_index(tmp_path: Path, indexer: Indexer) -> None:
    """An index made in two parts finds the same passages, with the same scores, as one made as a whole."""
    parted, whole = store_at(tmp_path / "parted", indexer), store_at(tmp_path / "whole", indexer)
    assert write(parted, indexer, is_new=True).vocabulary().to_bytes() == (
        write(whole, indexer, is_new=False).vocabulary().to_bytes()
    )
    one, other = parted.open(1), whole.open(1)
    assert one.count() == other.count() == PASSAGES
    segments = list((tmp_path / "parted/index/gen-0001/shard/segments").iterdir())
    assert len(segments) == 3, "two parts and the engine's own empty segment"
    for number in range(0, PASSAGES, 450):
        for ours, theirs in zip(found(one, indexer, number), found(other, indexer, number), strict=True):
            assert ours == pytest.approx(theirs, rel=1e-5)
    one.close()
    other.close()


def test_what_was_made_in_parts_can_be_changed(tmp_path: Path, indexer: Indexer) -> None:
    """A later generation leaves out and adds documents of either part, and holds nothing twice."""
    store = store_at(tmp_path, indexer)
    write(store, indexer, is_new=True)
    again = [*RECORDS[:50], *RECORDS[4450:]]
    with store.begin(1, 2) as writer:
        writer.delete_documents(["d0", "d40", "d89"])
        writer.add(indexer.points(again, WordCount()))
        writer.commit()
    reader = store.open(2)
    assert reader.count() == PASSAGES - 50
    gone = {each.passage.passage_id for each in RECORDS[2000:2050]}
    zero = np.zeros(int(indexer.manifest()["dim"]), np.float32)
    held = reader.entries(zero, [each.passage.passage_id for each in RECORDS])
    assert set(held) == {each.passage.passage_id for each in RECORDS} - gone
    reader.close()


def test_a_part_that_is_not_whole_is_refused(tmp_path: Path, indexer: Indexer) -> None:
    """A generation is not made of a part that nobody finished."""
    store = store_at(tmp_path, indexer)
    points = list(indexer.points(RECORDS[:20], WordCount()))
    with store.begin(None, 1) as writer:
        assert isinstance(writer, PartedWriter)
        first, second = writer.parts(2)
        with first.begin() as part:
            part.add(points[:10])
            part.commit()
        with second.begin() as part:
            part.add(points[10:])
        writer.join()
        with pytest.raises(IndexUnavailable, match="not whole"):
            writer.commit()
    assert not store.exists(1)
    assert not list((tmp_path / "index").glob("gen-*")), "nothing is left of it"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the process by Linux' /proc")
@pytest.mark.parametrize("at", [4100, PASSAGES - 1], ids=["in the middle", "at the end"])
def test_a_killed_process_costs_no_points(tmp_path: Path, indexer: Indexer, at: int) -> None:
    """When a process that makes a part is killed, all points are made here, and nothing is left of the parts."""
    before = children()
    killed: list[int] = []

    def watched() -> Iterator[PassageRecord]:
        for number, each in enumerate(RECORDS):
            yield each
            if number == at and not killed:
                killed.append(min(children() - before))
                os.kill(killed[0], signal.SIGKILL)

    store = store_at(tmp_path, indexer)
    with store.begin(None, 1) as writer:
        met = fill(writer, indexer, watched, is_new=True)
        writer.commit()
    assert killed
    assert children() == before
    assert met.is_whole
    reader = store.open(1)
    assert reader.count() == PASSAGES
    reader.close()
    assert not list((tmp_path / "index/gen-0001").glob("part-*"))


def test_an_error_in_a_process_is_raised_here(tmp_path: Path, indexer: Indexer) -> None:
    """What goes wrong there goes wrong here again, where it can be seen, and no generation comes of it."""
    broken = [*RECORDS[:-1], replace(RECORDS[-1], passage=replace(RECORDS[-1].passage, passage_id="no uuid"))]
    store = store_at(tmp_path, indexer)
    with pytest.raises(ValueError, match="no uuid"), store.begin(None, 1) as writer:
        fill(writer, indexer, lambda: broken, is_new=True)
    assert not store.exists(1)
