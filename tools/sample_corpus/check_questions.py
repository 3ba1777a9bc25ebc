"""Check ``corpus/questions.jsonl`` against the corpus.

Run as ``python -m tools.sample_corpus.check_questions``.

The files are read afresh, without the sources: every answer must stand on the page named (or in
the document, for formats without pages) and so must the headings of its section. Only the scanned
page, which holds no text, is checked against its source. Ends with status 1 on any fault.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import docx
import pypdfium2
from odf import teletype
from odf import text as odf_text
from odf.opendocument import load
from selectolax.lexbor import LexborHTMLParser

from tools.sample_corpus.build import CORPUS
from tools.sample_corpus.markup import NOTE_CALL
from tools.sample_corpus.passages import normal, source_path
from tools.sample_corpus.questions import QUESTIONS

KINDS = {"who", "when", "what", "list", "how", "definition"}
LANGUAGES = {"sv", "da", "en"}
MIN_QUESTIONS = 165
MIN_PER_DOCUMENT = 4
MOST_ANSWERS = 4
UNANSWERABLE = range(25, 31)
FICTION = re.compile(
    r"031-390 06 \d\d|040-628 04 \d\d|08-465 004 \d\d|0980-319 2\d\d"
    r"|070-174 06 (?!0[0-4])\d\d|32 12 34 56"
)
PHONE = re.compile(r"(?<![\d/.-])0\d{1,3}-\d[\d ]{4,}\d|(?<!\d)\d\d \d\d \d\d \d\d(?!\d)")
MAIL = re.compile(r"[\w.+-]+@([\w.-]+\w)")
SAMPLE = re.compile(r"(Exempeldokument|Eksempeldokument) [–-] (ingen|inget|inga|ikke)")


def pdf_pages(path: Path) -> list[str]:
    """The text of each page; a page without text is read from its source."""
    with pypdfium2.PdfDocument(path) as pdf:
        texts = [normal(page.get_textpage().get_text_range()) for page in pdf]
    if any(texts):
        return texts
    return [source_path(path.relative_to(CORPUS).as_posix()).read_text(encoding="utf-8")]


def docx_text(path: Path) -> str:
    """Paragraphs and table cells of a DOCX file."""
    document = docx.Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def odt_text(path: Path) -> str:
    """Headings and paragraphs, table cells and notes included, of an ODT file."""
    document = load(str(path))
    nodes = document.getElementsByType(odf_text.H) + document.getElementsByType(odf_text.P)
    return "\n".join(teletype.extractText(node) for node in nodes)


def mail_text(path: Path) -> str:
    """Subject and plain text of a mail."""
    message = cast("EmailMessage", email.message_from_bytes(path.read_bytes(), policy=email.policy.default))
    body = message.get_body(preferencelist=("plain",))
    return f"{message['Subject']}\n{message['From']}\n{body.get_content() if body else ''}"


def html_text(path: Path) -> str:
    """All visible text of an HTML file."""
    body = LexborHTMLParser(path.read_text(encoding="utf-8")).body
    return body.text(separator=" ") if body else ""


def document_pages(document: str) -> list[str]:
    """The texts of a PDF's pages, or the whole text of another format as one entry."""
    path = CORPUS / document
    if path.suffix == ".pdf":
        return [normal(NOTE_CALL.sub("", text)) for text in pdf_pages(path)]
    readers = {".docx": docx_text, ".odt": odt_text, ".eml": mail_text, ".html": html_text}
    reader = readers.get(path.suffix, lambda file: file.read_text(encoding="utf-8"))
    return [normal(reader(path))]


def documents() -> list[str]:
    """Every document of the corpus."""
    files = [path for folder in ("se", "dk") for path in (CORPUS / folder).iterdir()]
    return sorted(path.relative_to(CORPUS).as_posix() for path in files)


def check_place(record: dict[str, Any], texts: dict[str, list[str]]) -> Iterator[str]:
    """Faults in where a passage is said to stand."""
    pages = texts.get(record["document"])
    if pages is None:
        yield f"no file {record['document']}"
        return
    page = record["page"]
    if record["document"].endswith(".pdf"):
        if not isinstance(page, int) or not 1 <= page <= len(pages):
            yield f"no page {page} in {record['document']}"
            return
    elif page is not None:
        yield f"{record['document']} has no pages, yet page {page} is named"
        return
    before = pages[: page or 1]
    for heading in record["section"]:
        if not any(normal(heading) in text for text in before):
            yield f"no heading {heading!r} up to page {page} of {record['document']}"
    for answer in record.get("answer", []):
        if answer not in pages[(page or 1) - 1]:
            yield f"answer {answer!r} not on page {page} of {record['document']}"


def check_record(record: dict[str, Any], texts: dict[str, list[str]]) -> Iterator[str]:
    """Faults of one question."""
    if record["lang"] not in LANGUAGES or record["kind"] not in KINDS:
        yield "unknown language or kind"
    if not record["answerable"]:
        if record["document"] or record["page"] or record["section"] or record["answer"]:
            yield "unanswerable, yet a place is named"
        return
    if not 1 <= len(record["answer"]) <= MOST_ANSWERS:
        yield f"{len(record['answer'])} answers"
    yield from check_place(record, texts)
    for other in record.get("also", []):
        yield from check_place(other, texts)


def check_documents(texts: dict[str, list[str]]) -> Iterator[str]:
    """Faults of the documents: sample notice, invented phone numbers and addresses."""
    for document, pages in texts.items():
        whole = " ".join(pages)
        if len(SAMPLE.findall(whole)) != 1:
            yield f"{document}: the sample notice must stand exactly once"
        for phone in PHONE.findall(whole):
            if not FICTION.match(phone):
                yield f"{document}: phone number {phone} is not from a range for fiction"
        for host in MAIL.findall(whole):
            if not re.search(r"(\.|^)example(\.(org|com|net))?$", host):
                yield f"{document}: address at {host}"


def check_counts(records: list[dict[str, Any]], names: list[str]) -> Iterator[str]:
    """Faults in the make-up of the whole list."""
    if len(records) < MIN_QUESTIONS:
        yield f"only {len(records)} questions"
    ids = [record["id"] for record in records]
    queries = [record["query"].lower() for record in records]
    if len(set(ids)) < len(ids) or len(set(queries)) < len(queries):
        yield "an id or a query occurs twice"
    per = Counter(record["document"] for record in records)
    yield from (f"{name}: {per[name]} questions" for name in names if per[name] < MIN_PER_DOCUMENT)
    if per[None] not in UNANSWERABLE:
        yield f"{per[None]} unanswerable questions"


def report(records: list[dict[str, Any]]) -> None:
    """Print how the questions are spread."""
    yes = [record for record in records if record["answerable"]]
    cross = Counter(f"{r['lang']} to {r['document_lang']}" for r in yes)
    same = sum(r["lang"] == r["document_lang"] for r in yes)
    print(f"{len(records)} questions, {len(yes)} answerable, {len(records) - len(yes)} not")
    print("language:", dict(Counter(record["lang"] for record in records)))
    print("kind:", dict(Counter(record["kind"] for record in records)))
    print("direction:", dict(cross))
    print(f"same language: {same} ({same / len(yes):.0%}), across: {len(yes) - same}")


def main() -> int:
    """Run every check and print the faults."""
    records = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    names = documents()
    texts = {name: document_pages(name) for name in names}
    faults = [f"{r['id']}: {fault}" for r in records for fault in check_record(r, texts)]
    faults += [*check_documents(texts), *check_counts(records, names)]
    report(records)
    print("\n".join(faults) or "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
