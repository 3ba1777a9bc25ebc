"""EML files from sources: the head gives the mail's headers, the body is its text."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from tools.sample_corpus.markup import Listing, Paragraph, Source, plain


def _text(source: Source) -> str:
    parts = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            parts.append(plain(block.text).replace(" // ", "\n"))
        elif isinstance(block, Listing):
            marks = [f"{number}. " if block.ordered else "- " for number in range(1, len(block.items) + 1)]
            parts.append("\n".join(mark + plain(item) for mark, item in zip(marks, block.items, strict=True)))
    return "\n\n".join(parts) + "\n"


def _html(source: Source) -> str:
    parts = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            parts.append(f"<p>{escape(plain(block.text)).replace(' // ', '<br>')}</p>")
        elif isinstance(block, Listing):
            tag = "ol" if block.ordered else "ul"
            items = "".join(f"<li>{escape(plain(item))}</li>" for item in block.items)
            parts.append(f"<{tag}>{items}</{tag}>")
    return "<html><body>" + "\n".join(parts) + "</body></html>\n"


def build_mail(source: Source) -> bytes:
    """The source as a mail; ``html: yes`` in the head adds an HTML alternative."""
    head = source.head
    message = EmailMessage(policy=SMTP.clone(max_line_length=998))
    for key in ("From", "To", "Cc", "Subject", "Date", "Message-ID"):
        if key.lower() in head:
            message[key] = head[key.lower()]
    message["Content-Language"] = head.get("lang", "sv")
    message.set_content(_text(source), charset="utf-8", cte="quoted-printable")
    if head.get("html") == "yes":
        message.add_alternative(_html(source), subtype="html", charset="utf-8", cte="quoted-printable")
        message.set_boundary("=_part_of_sample")
    return message.as_bytes()
