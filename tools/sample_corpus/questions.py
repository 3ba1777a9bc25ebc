"""Write ``corpus/questions.jsonl`` from ``questions.txt``.

Run as ``python -m tools.sample_corpus.questions``.

The list names document, query and answers; heading path and page are looked up here, so that
they follow the documents when those change. A question whose place is not unique is an error.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2

from tools.sample_corpus.build import CORPUS, HERE
from tools.sample_corpus.passages import normal, passages

QUESTIONS = CORPUS / "questions.jsonl"


@dataclass(frozen=True)
class Place:
    """Where an answer stands."""

    document: str
    page: int | None
    section: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The fields as written to the file."""
        return {"document": self.document, "page": self.page, "section": list(self.section)}


@cache
def pages(document: str) -> tuple[str, ...]:
    """The text of each page of a PDF."""
    with pypdfium2.PdfDocument(CORPUS / document) as pdf:
        return tuple(normal(page.get_textpage().get_text_range()) for page in pdf)


def _fits(section: tuple[str, ...], hint: str) -> bool:
    path = " > ".join(section)
    if hint == "^$":
        return not section
    return path.endswith(hint[:-1]) if hint.endswith("$") else hint in path


def find_section(document: str, answers: list[str], hint: str) -> tuple[str, ...]:
    """The one section that holds all the answers."""
    texts: dict[tuple[str, ...], str] = {}
    for passage in passages(document):
        texts[passage.section] = texts.get(passage.section, "") + "\n" + passage.text
    found = [
        section for section, text in texts.items() if _fits(section, hint) and all(answer in text for answer in answers)
    ]
    if len(found) != 1:
        raise ValueError(f"{document}: {answers} stand in {found or 'no section'}")
    return found[0]


def find_page(document: str, answers: list[str], section: tuple[str, ...]) -> int | None:
    """The page of a PDF that holds all the answers; None for formats without pages."""
    if not document.endswith(".pdf"):
        return None
    texts = pages(document)
    if not any(texts):
        return 1
    found = [number for number, text in enumerate(texts, 1) if all(a in text for a in answers)]
    if len(found) > 1 and section:
        start = max(number for number, text in enumerate(texts, 1) if section[-1] in text)
        found = [number for number in found if number >= start][:1]
    if not found or (len(found) > 1 and section):
        raise ValueError(f"{document}: {answers} stand on pages {found}")
    return found[0]


def place(document: str, answers: list[str], hint: str) -> Place:
    """Section and page of the answers."""
    section = find_section(document, answers, hint)
    return Place(document, find_page(document, answers, section), section)


def _also(entry: str, answers: list[str]) -> dict[str, Any]:
    where, _, other = entry.strip().partition("@")
    document, _, hint = where.partition("#")
    return place(document, [other] if other else answers, hint).as_json()


def question(document: str, line: str, number: int) -> dict[str, Any]:
    """One line of the list as a record."""
    parts = [part.strip() for part in line.split("|")] + ["", "", ""]
    lang, kind = parts[0].split()
    record: dict[str, Any] = {"id": f"q{number:03}", "query": parts[1]}
    record |= {"lang": lang, "kind": kind}
    if document == "-":
        empty: dict[str, Any] = {
            "document": None,
            "document_lang": None,
            "page": None,
            "section": [],
            "answer": [],
        }
        return record | {"answerable": False} | empty
    answers = [answer.strip() for answer in parts[2].split(";;")]
    where = place(document, answers, parts[3])
    record |= {"answerable": True, "document": document}
    record |= {"document_lang": "sv" if document.startswith("se/") else "da"}
    record |= {"page": where.page, "section": list(where.section), "answer": answers}
    if parts[4]:
        record["also"] = [_also(entry, answers) for entry in parts[4].split(";;")]
    return record


def build_questions() -> list[dict[str, Any]]:
    """All the questions, numbered in the order of the list."""
    records: list[dict[str, Any]] = []
    faults: list[str] = []
    document = "-"
    for line in (HERE / "questions.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            document = line[2:].strip()
        elif line.strip() and not line.startswith("#"):
            try:
                records.append(question(document, line, len(records) + 1))
            except ValueError as fault:
                faults.append(str(fault))
    if faults:
        raise SystemExit("\n".join(faults))
    return records


if __name__ == "__main__":
    lines = [json.dumps(record, ensure_ascii=False) for record in build_questions()]
    QUESTIONS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} questions")
