from pathlib import Path
from random import Random

import pytest

from benchmarks.fuzz import ROOT, Found, originals, shown, take_in_all, write_damaged
from benchmarks.mutate import mutated
from ingest.limits import Limits
from search.catalog import SqlCatalog

FILES = 150
SCANNED = "skannad"


def unscanned() -> list[tuple[str, bytes]]:
    """Return what is damaged here; scans take seconds each and are left to the long run."""
    return [(name, data) for name, data in originals([ROOT / "corpus"]) if SCANNED not in name]


def test_damaged_files_of_every_format_do_not_stop_a_run(tmp_path: Path) -> None:
    """150 damaged files of ten formats: each is taken in or refused with a reason, within time and memory."""
    papers = tmp_path / "papers"
    papers.mkdir()
    write_damaged(FILES, 7, unscanned(), papers)
    catalog = SqlCatalog.open(f"sqlite:///{tmp_path / 'catalog.db'}")
    found = take_in_all(papers, Limits(max_document_s=30), catalog, lambda _: None)
    catalog.close()
    assert sum(found.counts.values()) == FILES, shown(found, 0)
    assert found.is_sound, shown(found, 0)
    assert len(found.by_ending) == 10
    assert found.counts["taken in"] > FILES / 4
    assert found.counts["refused"] > 0
    assert found.remarkable == []


@pytest.mark.parametrize("seed", [1, 2])
def test_damage_can_be_made_again(seed: int) -> None:
    """The same seed gives the same damaged bytes, so that what was found can be looked at."""
    held = unscanned()
    others = [data for _, data in held]
    for _, data in held:
        once, again = (mutated(data, others, Random(seed)) for _ in range(2))  # noqa: S311 - damage, not a secret
        assert once == again


def test_a_hang_or_memory_beyond_the_limit_is_no_success() -> None:
    """A run that hung or grew is told from a sound one."""
    assert Found().is_sound
    assert not Found(hangs=1).is_sound
    assert not Found(peak_bytes=700_000_000).is_sound
