import hashlib
from pathlib import Path

import pytest

from search.errors import BackendError
from search.originals import Originals

DATA = [b"%PDF-", b"rest"]
SHA = hashlib.sha256(b"".join(DATA)).hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()


def test_original_is_kept_by_its_hash_and_only_if_it_is_what_it_says(tmp_path: Path) -> None:
    """What was read from a file that changed meanwhile is not kept, and nothing half-written is left."""
    originals = Originals.under(tmp_path)
    assert originals.path(SHA) is None
    assert not originals.keep(SHA, [b"something else"])
    assert originals.path(SHA) is None
    assert originals.keep(SHA, DATA)
    path = originals.path(SHA)
    assert path is not None
    assert path.read_bytes() == b"%PDF-rest"
    assert [file.name for file in path.parent.iterdir()] == ["original"]


def test_kept_original_is_not_read_again(tmp_path: Path) -> None:
    """Taking in the same papers once more costs a look, not a copy."""
    originals = Originals.under(tmp_path)
    originals.keep(SHA, DATA)
    chunks = iter(DATA)
    assert originals.keep(SHA, chunks)
    assert list(chunks) == DATA


def test_pruning_takes_what_is_derived_along(tmp_path: Path) -> None:
    """A withdrawn paper leaves no picture of its pages behind."""
    originals = Originals.under(tmp_path)
    originals.keep(SHA, DATA)
    originals.keep(OTHER, [b"other"])
    originals.put_derived(SHA, "page-1.webp", b"picture")
    assert originals.derived(SHA, "page-1.webp") == b"picture"
    originals.prune({OTHER})
    assert (originals.path(SHA), originals.derived(SHA, "page-1.webp")) == (None, None)
    assert originals.path(OTHER) is not None
    originals.put_derived(SHA, "page-1.webp", b"late")
    assert originals.derived(SHA, "page-1.webp") is None


def test_oldest_derived_files_go_first_and_originals_stay(tmp_path: Path) -> None:
    """Pictures are bounded; they can be drawn again, originals cannot."""
    originals = Originals.under(tmp_path)
    originals.keep(SHA, DATA)
    for number in range(5):
        originals.put_derived(SHA, f"page-{number}.webp", b"x" * 100)
    originals.trim_derived(250)
    left = [number for number in range(5) if originals.derived(SHA, f"page-{number}.webp")]
    assert len(left) == 2
    assert originals.path(SHA) is not None


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The operator reads what to do; the run ends before anything is shown without its original."""
    (tmp_path / "originals").write_text("in the way")
    with pytest.raises(BackendError, match="make room"):
        Originals.under(tmp_path).keep(SHA, DATA)


def test_names_that_are_no_hash_reach_no_file(tmp_path: Path) -> None:
    """A path cannot be smuggled in."""
    with pytest.raises(ValueError, match="no sha256"):
        Originals.under(tmp_path).path("../../etc/passwd")
