import os
from pathlib import Path

import pytest

from ingest.source import Source, _chunks, find_sources, hash_source, is_leftover, printable, read_source
from search.errors import DocumentChanged, DocumentTooLarge, EmptyDocument


def write(path: Path, text: str = "Avtal") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def only(path: Path) -> Source:
    return find_sources([path]).sources[0]


def test_folder_gives_paths_relative_to_it(tmp_path: Path) -> None:
    """Documents of a folder are named by their path within it, in order."""
    write(tmp_path / "b.md")
    write(tmp_path / "a" / "c.txt")
    found = find_sources([tmp_path])
    assert [source.source for source in found.sources] == ["b.md", "a/c.txt"]
    assert found.roots == [tmp_path.resolve().as_uri()]


def test_single_file_is_named_by_its_name(tmp_path: Path) -> None:
    """A file given on its own is known by its name and has no root."""
    source = only(write(tmp_path / "a" / "c.txt"))
    assert (source.source, source.root, source.key) == ("c.txt", None, (tmp_path / "a" / "c.txt").resolve().as_uri())


@pytest.mark.parametrize(
    "name", [".hemlig.txt", "~$avtal.docx", "avtal.txt~", "#avtal.txt#", "avtal.txt.tmp", "Thumbs.db", ".~lock.a.odt#"]
)
def test_leftovers_are_not_documents(name: str) -> None:
    """Hidden files and what editors leave behind are passed over."""
    assert is_leftover(name)


def test_number_sign_in_a_name_is_no_leftover() -> None:
    """A name that only begins with a number sign is an ordinary one."""
    assert not is_leftover("#1 Avtal.pdf")


def test_hidden_folders_are_not_entered(tmp_path: Path) -> None:
    """Nothing below a hidden folder is found."""
    write(tmp_path / ".git" / "a.txt")
    assert find_sources([tmp_path]).sources == []


def test_other_kinds_are_skipped_in_folders(tmp_path: Path) -> None:
    """Files that no parser takes are reported as skipped, not as failed."""
    for name in ("a.jsonl", "b.py", "c.yaml", "utan-slut"):
        write(tmp_path / name)
    found = find_sources([tmp_path])
    assert {refusal.source for refusal in found.skipped} == {"a.jsonl", "b.py", "c.yaml", "utan-slut"}
    assert found.failed == []


def test_missing_path_fails(tmp_path: Path) -> None:
    """A path that is not there is a failure with its name."""
    found = find_sources([tmp_path / "borta"])
    assert "no such file or folder" in found.failed[0].reason
    assert found.roots == []


def test_symlink_loop_is_harmless(tmp_path: Path) -> None:
    """A link to a folder above is followed once."""
    write(tmp_path / "a" / "avtal.txt")
    (tmp_path / "a" / "igen").symlink_to(tmp_path)
    assert [source.source for source in find_sources([tmp_path]).sources] == ["a/avtal.txt"]


def test_two_links_to_one_file_give_it_once(tmp_path: Path) -> None:
    """The same file behind two names is one document."""
    write(tmp_path / "avtal.txt")
    (tmp_path / "lank.txt").symlink_to(tmp_path / "avtal.txt")
    assert len(find_sources([tmp_path]).sources) == 1


def test_dangling_link_is_skipped(tmp_path: Path) -> None:
    """A link that leads nowhere is skipped."""
    (tmp_path / "lank.txt").symlink_to(tmp_path / "borta.txt")
    found = find_sources([tmp_path])
    assert (found.sources, found.skipped[0].reason) == ([], "the link leads nowhere")


def test_fifo_is_never_opened(tmp_path: Path) -> None:
    """A named pipe, which would block its reader, is passed over in folders and refused on its own."""
    os.mkfifo(tmp_path / "ror.txt")
    assert find_sources([tmp_path]).sources == []
    assert "neither a file nor a folder" in find_sources([tmp_path / "ror.txt"]).failed[0].reason


def test_large_file_is_not_read(tmp_path: Path) -> None:
    """A file over the limit is refused by its size alone; 200 sparse megabytes take no time."""
    path = tmp_path / "stor.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(DocumentTooLarge, match="200,000,000 bytes, allowed are 100,000,000"):
        read_source(only(path), 100_000_000)


def test_empty_file_is_refused(tmp_path: Path) -> None:
    """A file of 0 bytes is empty, which is said."""
    with pytest.raises(EmptyDocument, match="0 bytes"):
        read_source(only(write(tmp_path / "tom.txt", "")), 1000)


def test_vanished_file_is_a_change(tmp_path: Path) -> None:
    """A file that is gone when it is read has changed."""
    source = only(write(tmp_path / "avtal.txt"))
    source.path.unlink()
    with pytest.raises(DocumentChanged, match="vanished"):
        read_source(source, 1000)


def test_file_that_grows_while_read_is_a_change(tmp_path: Path) -> None:
    """A file that is written while it is read is refused; what was read of it is not used."""
    source = only(write(tmp_path / "avtal.txt", "x" * 3_000_000))
    chunks = _chunks(source, 10_000_000)
    next(chunks)
    with source.path.open("ab") as file:
        file.write(b"mer")
    with pytest.raises(DocumentChanged, match="changed while it was read"):
        list(chunks)


def test_hash_equals_content(tmp_path: Path) -> None:
    """The hash is that of the bytes."""
    source = only(write(tmp_path / "avtal.txt", "abc"))
    assert hash_source(source, 10) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_names_outside_utf8_can_be_shown() -> None:
    """A name with bytes outside UTF-8 becomes text that can be stored."""
    shown = printable(os.fsdecode(b"avt\xe5l.txt"))
    assert shown.encode("utf-8").endswith(b"l.txt")
