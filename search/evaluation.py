"""Measure search with the code that serves: ranked retrieval over any passages, and questions over the knowledge base.

Knows metrics and file formats of judgements. Must not know how results are made.

Sources: nDCG, Järvelin and Kekäläinen 2002; reciprocal rank, Voorhees 1999.
"""

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from statistics import fmean
from typing import Any

from search.catalog_port import Catalog, Change
from search.document import Block, Document, Language, Passage, document_id_of, passage_id_of
from search.errors import InvalidParameter
from search.index.port import IndexStore
from search.indexing import Indexer, words_of
from search.result import Query, SearchResponse
from search.stored import StoredDocument
from search.vocabulary import WordCount, count_words

DEPTH = 10

Search = Callable[[Query], SearchResponse]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the ids of the passages that answer it."""

    query: str
    positives: frozenset[str]


@dataclass(frozen=True, slots=True)
class RankedMetrics:
    """Means over questions, 0 to 1; times in milliseconds of the whole search."""

    queries: int
    passages: int
    ndcg: float
    recall: float
    mrr: float
    p50_ms: float
    p95_ms: float

    def to_json(self) -> dict[str, float | int]:
        """Return the metrics under their usual names."""
        return {
            "queries": self.queries,
            "passages": self.passages,
            "ndcg@10": round(self.ndcg, 4),
            "recall@10": round(self.recall, 4),
            "mrr@10": round(self.mrr, 4),
            "p50_ms": round(self.p50_ms, 2),
            "p95_ms": round(self.p95_ms, 2),
        }


def read_judged(path: Path) -> list[Judged]:
    """Read {query, positives} lines.

    Raises:
        InvalidParameter: a line is not of that form.
    """
    try:
        return [Judged(row["query"], frozenset(map(str, row["positives"]))) for row in _rows(path)]
    except (KeyError, TypeError) as error:
        raise InvalidParameter(f"{path}: each line must have query and positives ({error})") from error


def read_passages(path: Path) -> Iterator[StoredDocument]:
    """Yield one stored document for each {id, lang, text, title?} line.

    Raises:
        InvalidParameter: a line is not of that form.
    """
    for row in _rows(path):
        try:
            yield as_document(str(row["id"]), row["lang"], row["text"], row.get("title") or "")
        except (KeyError, TypeError, AttributeError) as error:
            raise InvalidParameter(f"{path}: each line must have id, lang and text ({error})") from error


def as_document(key: str, language: str, text: str, title: str) -> StoredDocument:
    """Return a document that holds one passage."""
    code: Language = language if language in {"sv", "da", "en"} else "und"  # type: ignore[assignment]
    document_id, revision = document_id_of(key), sha256(text.encode()).hexdigest()
    document = Document(
        document_id=document_id, revision=revision, source_key=key, source=key, media_type="text/plain",
        sha256=revision, size_bytes=len(text.encode()), modified=datetime.now(UTC), title=title, language=code,
    )  # fmt: skip
    block = Block("paragraph", text, 0, len(text), language=code)
    passage_id = passage_id_of(document_id, revision, 0)
    passage = Passage(passage_id, document_id, revision, 0, text, 0, len(text), code)
    return StoredDocument(document, text, (block,), (passage,))


def build(documents: Iterable[StoredDocument], catalog: Catalog, store: IndexStore, indexer: Indexer) -> None:
    """Make the first generation of an empty knowledge base out of ready documents."""
    put = []
    for document in documents:
        catalog.stage(document)
        put.append((document.document.document_id, document.document.revision))
    scale = indexer.scale(catalog.iter_passages(put))
    with store.begin(None, 1) as writer:
        writer.add(indexer.scaled(scale).points(catalog.iter_passages(put), WordCount()))
        writer.commit()
    catalog.put_vocabulary(1, count_words(words_of(record) for record in catalog.iter_passages(put)).to_bytes())
    catalog.publish(1, {**indexer.manifest(), **scale}, Change(put=put))


def evaluate_queries(search: Search, judged: Sequence[Judged], passages: int) -> RankedMetrics:
    """Ask each question once and compare the ranking with its judgements; a result's id is its source."""
    ndcgs, recalls, ranks, times = [], [], [], []
    for question in judged:
        response = search(Query(question.query, limit=DEPTH, answer=False))
        found = [hit.source in question.positives for hit in response.results]
        ndcgs.append(ndcg(found, len(question.positives)))
        recalls.append(sum(found) / max(1, min(DEPTH, len(question.positives))))
        ranks.append(1 / (found.index(True) + 1) if True in found else 0.0)
        times.append(response.took_ms)
    return RankedMetrics(
        len(judged), passages, fmean(ndcgs), fmean(recalls), fmean(ranks), percentile(times, 50), percentile(times, 95)
    )


def ndcg(found: Sequence[bool], relevant: int) -> float:
    """Return nDCG of a ranking with binary relevance.

    Args:
        found: for each rank, whether the result is relevant.
        relevant: how many relevant passages there are in all.
    """
    gain = sum(1 / math.log2(rank + 2) for rank, hit in enumerate(found[:DEPTH]) if hit)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(DEPTH, relevant)))
    return gain / ideal if ideal else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` per cent of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share / 100 * len(ordered)) - 1)] if ordered else 0.0


@dataclass(frozen=True, slots=True)
class Question:
    """A question over the knowledge base with the place that answers it; without document: nothing answers it.

    Attributes:
        as_of: the day on which it is asked; None for today. Papers end, and what they answered goes with them.
    """

    id: str
    query: str
    lang: str
    kind: str
    answerable: bool
    document: str | None
    document_lang: str | None
    places: tuple[tuple[str, int | None], ...]
    section: tuple[str, ...]
    answer: tuple[str, ...]
    as_of: date | None = None


def read_questions(path: Path) -> list[Question]:
    """Read the questions of `corpus/questions.jsonl` (its form is described in docs/evaluation.md)."""
    try:
        return [_question(row) for row in _rows(path)]
    except (KeyError, TypeError) as error:
        raise InvalidParameter(f"{path}: a question lacks {error}") from error
    except ValueError as error:
        raise InvalidParameter(f"{path}: as_of must be a day such as 2024-03-01 ({error})") from error


def evaluate_questions(search: Search, questions: Sequence[Question]) -> dict[str, object]:
    """Ask each question once; return shares of the answerable ones found, and of the others refused."""
    outcomes = [(question, _outcome(search, question)) for question in questions]
    groups: dict[str, list[dict[str, float]]] = defaultdict(list)
    for question, outcome in outcomes:
        if question.answerable:
            across = "same language" if question.lang == question.document_lang else "across languages"
            for group in ("answerable", across, f"{question.lang}-{question.document_lang}", question.kind):
                groups[group].append(outcome)
        else:
            groups["not answerable"].append(outcome)
    return {
        name: {"questions": len(rows), **{key: round(fmean(row[key] for row in rows), 4) for key in rows[0]}}
        for name, rows in groups.items()
    }


def _outcome(search: Search, question: Question) -> dict[str, float]:
    response = search(Query(question.query, limit=DEPTH, as_of=question.as_of))
    not_found = float(response.answer is None or response.answer.status == "not_found")
    if not question.answerable:
        return {"refused": not_found}
    right = [is_right(question, hit.source, hit.page, hit.text) for hit in response.results]
    quotes = response.answer.quotes if response.answer else ()
    return {
        "document@1": float(bool(response.results) and _is_document(question, response.results[0].source)),
        "passage@1": float(True in right[:1]),
        "passage@3": float(True in right[:3]),
        "passage@10": float(True in right),
        "section@1": float(bool(response.results) and response.results[0].section_path == question.section),
        "answered": float(any(is_right(question, q.source, q.page, q.text) for q in quotes)),
        "refused": not_found,
    }


def _is_document(question: Question, source: str) -> bool:
    return any(source.endswith(place) for place, _ in question.places)


def is_right(question: Question, source: str, page: int | None, text: str) -> bool:
    """Tell whether a text at a place is what the question asks for."""
    held = fold(text)
    if source.endswith(question.document or "\0") and not any(fold(words) in held for words in question.answer):
        return False
    return any(source.endswith(place) and where in (None, page) for place, where in question.places)


def fold(text: str) -> str:
    """Return a text for comparison: lower case, without white space and marks."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _question(row: dict[str, Any]) -> Question:
    first = [(str(row["document"]), row["page"])] if row["answerable"] else []
    also = [(str(place["document"]), place["page"]) for place in row.get("also", [])]
    return Question(
        str(row["id"]), str(row["query"]), str(row["lang"]), str(row["kind"]), bool(row["answerable"]),
        row["document"], row.get("document_lang"), tuple(first + also),
        tuple(row["section"]), tuple(row["answer"]),
        date.fromisoformat(row["as_of"]) if "as_of" in row else None,
    )  # fmt: skip


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, dict):
                        raise InvalidParameter(f"{path}:{number}: not a JSON object")
                    yield row
    except (OSError, ValueError) as error:
        raise InvalidParameter(f"{path} cannot be read as JSON lines: {error}") from error
