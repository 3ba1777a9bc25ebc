"""The one place where identity numbers of persons leave a document: after parsing, before anything is made of it.

Knows the fields of a parsed document; which digits are somebody's number is for `search.personal`.
"""

from collections.abc import Mapping
from dataclasses import replace

from ingest.parsed import ParsedDocument
from search.errors import DocumentError
from search.personal import mask, mask_all


def guarded(document: ParsedDocument) -> ParsedDocument:
    """Return the document with every identity number masked, and a note that says how many were.

    Texts keep their lengths, so that boxes and offsets stay right; blocks and fields without numbers stay as they are.
    """
    texts, count = mask_all([block.text for block in document.blocks])
    title, metadata, elsewhere = _guarded_fields(document.title, document.metadata)
    notes = tuple(mask(note).text for note in document.notes)
    total = count + elsewhere
    if not total:
        return document if notes == document.notes else replace(document, notes=notes)
    blocks = tuple(
        block if block.text == text else replace(block, text=text)
        for block, text in zip(document.blocks, texts, strict=True)
    )
    masked = document.masked + total
    return replace(document, blocks=blocks, title=title, metadata=metadata, notes=(*notes, _note(total)), masked=masked)


def guarded_error(error: DocumentError) -> DocumentError:
    """Return the error with a message that may be reported; a parser may quote what it stumbled over."""
    message = mask(str(error))
    return type(error)(message.text) if message.count else error


def _guarded_fields(title: str | None, metadata: Mapping[str, str]) -> tuple[str | None, Mapping[str, str], int]:
    held = mask(title or "")
    fields = {name: mask(value) for name, value in metadata.items()}
    count = held.count + sum(field.count for field in fields.values())
    return title and held.text, {name: field.text for name, field in fields.items()}, count


def _note(count: int) -> str:
    return "1 identity number of a person masked" if count == 1 else f"{count} identity numbers of persons masked"
