"""Small documents -> what is stored of them. `UPDATE_GOLDEN=1 pytest tests/golden` writes anew; look at the diff."""

import hashlib
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.assemble import assemble
from ingest.limits import Limits
from ingest.parse import parse
from ingest.source import Source
from search.stored import StoredDocument
from tests.golden.ingest_made_files import agreement_pdf, guide_docx, list_odt

DATA = Path(__file__).parent / "data"
MADE: dict[str, Callable[[], bytes]] = {"avtal.pdf": agreement_pdf, "guide.docx": guide_docx, "liste.odt": list_odt}
WRITTEN = ["nyhet.txt", "utskrift.txt", "overenskommelse.txt", "nyhed.html", "referat.txt", "mejl.eml"]


def stored(name: str) -> StoredDocument:
    data = MADE[name]() if name in MADE else (DATA / name).read_bytes()
    source = Source(f"file:///{name}", name, None, Path(name), len(data), datetime(2024, 1, 1, tzinfo=UTC))
    return assemble(parse(data, name, Limits()), source, hashlib.sha256(data).hexdigest())


def shown(document: StoredDocument) -> dict[str, object]:
    """Return what a reader would check by eye."""
    known = document.document
    blocks = [
        " ".join(filter(None, (b.kind, str(b.level or ""), f"p{b.page}" if b.page else "", b.page_label)))
        + f": {b.text}"
        for b in document.blocks
    ]
    passages = [
        {"section": list(p.section_path), "pages": [p.page, p.page_to], "language": p.language, "text": p.text}
        for p in document.passages
    ]
    return {
        "title": known.title,
        "language": known.language,
        "type": known.document_type,
        "organisations": list(known.organisations),
        "valid": [str(known.validity.valid_from), str(known.validity.valid_to), known.validity.status],
        "pages": known.pages,
        "blocks": blocks,
        "passages": passages,
    }


@pytest.mark.parametrize("name", [*WRITTEN, *MADE])
def test_document_is_read_as_before(name: str) -> None:
    """A document gives the title, blocks, pages and passages that were looked at and found right."""
    expected = DATA / f"{name}.json"
    found = shown(stored(name))
    if os.environ.get("UPDATE_GOLDEN"):
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [*WRITTEN, *MADE])
def test_offsets_point_at_the_words(name: str) -> None:
    """Offsets of blocks and passages cut their texts out of the document's text."""
    document = stored(name)
    assert all(document.text[b.start : b.end] == b.text for b in document.blocks)
    assert all(document.text[p.start : p.end] == p.text for p in document.passages)
