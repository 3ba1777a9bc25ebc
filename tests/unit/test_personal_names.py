import logging
from datetime import date
from io import StringIO
from pathlib import Path

from api.cli_ingest import _ids
from api.log import log_handler
from api.middleware import printable_path
from ingest.address import address_of, shown_path
from ingest.guard import guarded, guarded_error
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.source import find_sources
from search.errors import UnparseableDocument
from tests.doubles.identity import personnummer
from tests.doubles.knowledge import MemoryCatalog

ONE, TWO = personnummer(date(1981, 2, 3), 123), personnummer(date(1982, 3, 4), 234)


def test_files_that_differ_in_a_number_alone_are_told_apart(tmp_path: Path) -> None:
    """By their order in the folder: no address is made from the number, so none can be traced back to it."""
    for name in (f"{TWO}.txt", f"{ONE}.txt", "annat.txt"):
        (tmp_path / name).write_text(name)
    found = find_sources([tmp_path])
    assert [(source.source, source.path.name) for source in found.sources] == [
        ("************.txt", f"{ONE}.txt"),
        ("************ (2).txt", f"{TWO}.txt"),
        ("annat.txt", "annat.txt"),
    ]
    assert [source.key for source in found.sources] == [
        (tmp_path.resolve() / name).as_uri() for name in ("************.txt", "************ (2).txt", "annat.txt")
    ]
    assert [source.key for source in find_sources([tmp_path / f"{TWO}.txt"]).sources] == [found.sources[1].key]


def test_folders_with_a_number_are_told_apart(tmp_path: Path) -> None:
    """Case files often are folders named after somebody."""
    for number in (ONE, TWO):
        (tmp_path / number).mkdir()
        (tmp_path / number / "brev.txt").write_text(number)
    shown = [source.source for source in find_sources([tmp_path]).sources]
    assert shown == ["************/brev.txt", "************ (2)/brev.txt"]
    assert address_of((tmp_path / TWO).resolve()) == (tmp_path.resolve() / "************ (2)").as_uri()


def test_name_without_a_number_stays(tmp_path: Path) -> None:
    """A path is not touched, whatever other digits it holds."""
    path = tmp_path / "SFS 2018-1177" / "dnr 2021-012345.pdf"
    assert shown_path(path) is path


def test_number_that_joins_two_blocks_is_masked_in_both() -> None:
    """Title, fields, notes and blocks come out without it; what holds none is the same object as before."""
    blocks = (
        ParsedBlock("heading", f"Beslut {ONE}"), ParsedBlock("paragraph", "Annat."),
        ParsedBlock("paragraph", f"Nummer {ONE[:8]}-"), ParsedBlock("paragraph", f"{ONE[8:]} slut"),
    )  # fmt: skip
    document = ParsedDocument("text/plain", blocks, f"Om {ONE}", metadata={"author": f"X {ONE}"}, notes=(f"om {ONE}",))
    result = guarded(document)
    assert [block.text for block in result.blocks] == ["Beslut ************", "Annat.", "Nummer ********-", "**** slut"]
    assert result.blocks[1] is blocks[1]
    assert (result.title, result.metadata) == ("Om ************", {"author": "X ************"})
    assert result.notes == ("om ************", "4 identity numbers of persons masked")
    clean = ParsedDocument("text/plain", blocks[1:2])
    assert guarded(clean) is clean


def test_error_of_a_parser_is_told_without_numbers() -> None:
    """A parser may quote what it stumbled over; the kind of error stays."""
    error = guarded_error(UnparseableDocument(f"no cell {ONE} here"))
    assert (type(error), str(error)) == (UnparseableDocument, "no cell ************ here")


def test_log_masks_whatever_is_logged() -> None:
    """Arguments, messages of exceptions and their traces, of any logger."""
    stream, logger = StringIO(), logging.getLogger("somebody")
    handler = log_handler(stream)
    logger.addHandler(handler)
    logger.warning("asked %s", ONE)
    try:
        int(f"{TWO} x")
    except ValueError:
        logger.exception("failed")
    logger.removeHandler(handler)
    written = stream.getvalue()
    assert "WARNING somebody asked ************" in written
    assert "ValueError: invalid literal for int() with base 10: '************ x'" in written
    assert ONE not in written
    assert TWO not in written


def test_path_of_a_request_is_logged_without_numbers() -> None:
    """Percent-encoding parts the digits of a raw path and hides nothing."""
    path = f"/akter/{ONE[:8]}-{ONE[8:]}/sida å"
    assert printable_path({"path": path, "raw_path": path.encode()}) == "/akter/********-****/sida%20%C3%A5"


def test_unknown_name_is_reported_without_its_number() -> None:
    """A document that is to be removed and is not held."""
    held = MemoryCatalog()
    known = held.held[0].document
    assert _ids((f"{ONE}.pdf", known.source), held) == ["************.pdf", known.document_id]
