"""A mail as blocks, whatever program wrote it: subject, who wrote to whom and when, body, attachments.

Knows how a letter is laid out and how much of what is attached is read; must not know mail formats.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest import media
from ingest.limits import Limits
from ingest.parsed import ParsedBlock, ParsedDocument
from search.errors import DocumentError

SHOWN_FIELDS = ("From", "To", "Cc", "Date")
_MAX_ATTACHMENTS = 50
"""All levels together."""
_MAX_NESTED = 3
_TIME_SHARE = 0.7
"""Of a document's time limit after which no further attachment is begun; what is begun must end in what is left."""
_PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emz", ".wmz")


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something attached: its bytes, or a letter that was forwarded whole.

    Attributes:
        inline: it is shown within the body, as the pictures of signatures are.
    """

    name: str
    data: bytes = b""
    letter: Callable[[], "Letter"] | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it was read.

    Attributes:
        fields: From, To, Cc and Date as they are shown, where they are known.
    """

    subject: str
    fields: Mapping[str, str]
    body: Sequence[ParsedBlock]
    attachments: Sequence[Attachment] = ()
    notes: Sequence[str] = ()


@dataclass(slots=True)
class _Budget:
    """What may still be spent on attachments."""

    limits: Limits
    deadline: float
    left: int = _MAX_ATTACHMENTS
    notes: list[str] = field(default_factory=list)

    def refusal(self, nested: int) -> str | None:
        """Return why no further attachment can be read at this depth, None if one can."""
        if nested >= _MAX_NESTED:
            return f"attached more than {_MAX_NESTED} letters deep"
        if self.left <= 0:
            return f"more than {_MAX_ATTACHMENTS} attachments"
        if time.monotonic() > self.deadline:
            return "the time of the document is used up"
        return None


def document_of(letter: Letter, media_type: str, limits: Limits) -> ParsedDocument:
    """Return a letter and what is attached to it as one document."""
    budget = _Budget(limits, time.monotonic() + _TIME_SHARE * limits.max_document_s)
    blocks = _blocks(letter, budget, 0)
    fields = {name.lower(): value for name, value in letter.fields.items() if value}
    notes = (*letter.notes, *budget.notes)
    return ParsedDocument(media_type, tuple(blocks), title=letter.subject or None, metadata=fields, notes=notes)


def _blocks(letter: Letter, budget: _Budget, nested: int) -> list[ParsedBlock]:
    blocks = [ParsedBlock("heading", letter.subject, level=1)] if letter.subject else []
    header = [f"{name}: {letter.fields[name]}" for name in SHOWN_FIELDS if letter.fields.get(name)]
    blocks += [ParsedBlock("contact", "\n".join(header))] if header else []
    blocks += letter.body
    for attachment in letter.attachments:
        blocks += _attached(attachment, budget, nested)
    return blocks


def _attached(attachment: Attachment, budget: _Budget, nested: int) -> list[ParsedBlock]:
    name = attachment.name.replace("\\", "/").rpartition("/")[2] or attachment.name
    if attachment.inline and name.lower().endswith(_PICTURE_ENDINGS):
        return []
    reason = budget.refusal(nested)
    if reason is None and attachment.letter is None and media.kind_of_name(name) is None:
        reason = media.why_not_taken(name)
    if reason is not None:
        budget.notes.append(f"attachment {name} was left out: {reason}")
        return []
    budget.left -= 1
    try:
        blocks = _read(attachment, budget, nested)
    except DocumentError as error:
        budget.notes.append(f"attachment {name} was left out: {error}")
        return []
    if blocks and blocks[0].kind == "heading" and blocks[0].text == name:
        blocks = blocks[1:]  # a forwarded letter goes by its subject
    return [ParsedBlock("heading", name, level=2), *(_below(block) for block in blocks)]


def _read(attachment: Attachment, budget: _Budget, nested: int) -> Sequence[ParsedBlock]:
    """Return the blocks of an attachment, which its own parser reads."""
    from ingest.parse import letter_of, parse  # noqa: PLC0415 - the dispatcher imports the parsers of letters

    if attachment.letter is not None:
        return _blocks(attachment.letter(), budget, nested + 1)
    letter = letter_of(attachment.data, attachment.name)
    if letter is not None:
        return _blocks(letter, budget, nested + 1)
    left = max(1.0, budget.deadline - time.monotonic())
    parsed = parse(attachment.data, attachment.name, replace(budget.limits, max_document_s=left))
    budget.notes += [f"attachment {attachment.name}: {note}" for note in parsed.notes]
    return parsed.blocks


def _below(block: ParsedBlock) -> ParsedBlock:
    """Return a block of an attachment as part of the letter, whose pages are not the attachment's."""
    level = min(block.level + 2, 6) if block.kind == "heading" else block.level
    return replace(block, level=level, page=None, page_label=None, bbox=None)
