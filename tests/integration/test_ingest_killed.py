import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search.catalog_port import PassageRecord
from search.result import Filters
from search.vocabulary import WordCount
from tests.integration.ingest_run import HashIndexer, open_catalog, open_store

PROJECT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("ingest_run.py")
DOCUMENTS = 10
KILLS = 12
NO_FILTERS = Filters()

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")


def write_version(folder: Path, version: int) -> None:
    """Write every document anew; an even version leaves one out, so that removal takes part."""
    folder.mkdir(exist_ok=True)
    for number in range(DOCUMENTS):
        path = folder / f"avtal-{number}.txt"
        if version % 2 == 0 and number == version % DOCUMENTS:
            path.unlink(missing_ok=True)
            continue
        sections = "\n\n".join(
            f"{part}. Område {part}\n\nMyndigheterna samverkar om område {part} varje vecka, version {version}."
            for part in range(1, 4)
        )
        path.write_text(f"Avtal nummer {number}\n\n{sections}\n", encoding="utf-8")


def start(data: Path, folder: Path, workers: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), str(PROJECT), str(data), str(folder), str(workers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(data: Path, folder: Path, workers: int = 0) -> float:
    """Run to the end; return how many seconds it took."""
    begun = time.monotonic()
    process = start(data, folder, workers)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return time.monotonic() - begun


def version_that_answers(data: Path) -> int | None:
    """Check that what is live is whole, of one version and nothing twice; return that version."""
    catalog = open_catalog(data)
    current = catalog.current()
    if current is None:
        catalog.close()
        return None
    live = list(catalog.live(current.number).values())
    records = list(catalog.iter_passages([(d.document_id, d.revision) for d in live]))
    reader = open_store(data).open(current.number)
    points = {point.passage_id: point for point in HashIndexer().points(records, WordCount())}
    probe = next(iter(points.values()))
    found = {c.passage_id for c in reader.query(probe.dense, probe.sparse, NO_FILTERS, len(points) + 10)[0]}
    count = reader.count()
    reader.close()
    catalog.close()
    assert len(points) == len(records) == count
    assert found == set(points)
    versions = {int(r.passage.text.rsplit("version ", 1)[1].split(".")[0]) for r in records}
    assert len(versions) == 1, "the switch to a new version is one step"
    return versions.pop()


def state(data: Path) -> dict[str, tuple[str, list[str]]]:
    """Source -> revision and passages of what is live."""
    catalog = open_catalog(data)
    current = catalog.current()
    assert current is not None
    live = catalog.live(current.number).values()
    passages = {d.source: catalog.iter_passages([(d.document_id, d.revision)]) for d in live}
    found = {d.source: (d.revision, [r.passage.passage_id for r in passages[d.source]]) for d in live}
    catalog.close()
    return found


@pytest.mark.timeout(120)
def test_kill_at_any_moment_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Runs killed at moments spread over their whole length leave the old or the new version, never a mixture."""
    data, folder = tmp_path / "data", tmp_path / "papers"
    write_version(folder, 1)
    length_s = {0: run(data, folder), 1: run(tmp_path / "timed", folder, workers=1)}
    dice = random.Random(20)  # noqa: S311 - seeded, so that a failure comes back
    before = version_that_answers(data)
    assert before == 1
    shares = [(kill + dice.random()) / KILLS for kill in range(KILLS)]
    dice.shuffle(shares)
    for number, share in enumerate(shares, start=2):
        workers = int(number % 4 == 0)
        write_version(folder, number)
        process = start(data, folder, workers)
        time.sleep(length_s[workers] * share)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        after = version_that_answers(data)
        assert after in {before, number}
        before = after
    run(data, folder)
    assert version_that_answers(data) == KILLS + 1
    run(tmp_path / "other", folder)
    assert state(data) == state(tmp_path / "other")


def all_records(data: Path, generation: int) -> list[PassageRecord]:
    catalog = open_catalog(data)
    pairs = [(d.document_id, d.revision) for d in catalog.live(generation).values()]
    records = list(catalog.iter_passages(pairs))
    catalog.close()
    return records


@pytest.mark.timeout(60)
def test_reader_of_the_generation_before_goes_on(tmp_path: Path) -> None:
    """A reader that opened a generation answers from it while and after the next one is published."""
    data, folder = tmp_path / "data", tmp_path / "papers"
    write_version(folder, 1)
    run(data, folder)
    reader = open_store(data).open(1)
    write_version(folder, 2)
    process = start(data, folder)
    counts = {reader.count()}
    probe = next(HashIndexer().points(all_records(data, 1), WordCount()))
    while process.poll() is None:
        dense, _ = reader.query(probe.dense, probe.sparse, NO_FILTERS, 3)
        counts.add(len(dense))
        time.sleep(0.05)
    process.communicate()
    assert process.returncode == 0
    assert len(reader.query(probe.dense, probe.sparse, NO_FILTERS, 3)[0]) == 3
    assert counts == {3 * DOCUMENTS, 3}
    reader.close()
    assert version_that_answers(data) == 2
