"""Measure retrieval for the ratchet: each set over a temporary knowledge base, with the code that serves.

Knows where judgements lie; must not know the floors.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from api.settings import load_settings, without_settings
from api.wiring import open_temporary
from search.evaluation import (
    Judged,
    build,
    evaluate_queries,
    evaluate_questions,
    fold,
    read_judged,
    read_passages,
    read_questions,
)
from search.result import Query

REPOSITORY = Path(__file__).parents[2]
CORPUS = REPOSITORY / "corpus"
SHARED = REPOSITORY.parent / "shared" / "evaluation"
SEEDS = REPOSITORY.parent / "shared" / "seeds"
DOCUMENTS = REPOSITORY.parent / "shared" / "documents"
QUESTIONS = Path(__file__).parent / "seeds"


def shared_sets() -> list[str]:
    """Return the names of the sets that are at hand, [] where the folder is not."""
    return sorted(path.name.removesuffix(".corpus.jsonl") for path in SHARED.glob("*.corpus.jsonl"))


def set_hash(name: str) -> str:
    """Return a hash over a set's questions and passages."""
    return _hash(SHARED / f"{name}.jsonl", SHARED / f"{name}.corpus.jsonl")


def corpus_hash() -> str:
    """Return a hash over the sample corpus and its questions."""
    return _hash(*sorted(path for path in CORPUS.rglob("*") if path.is_file()))


def questions(name: str) -> list[Judged]:
    """Return the questions of a set."""
    return read_judged(SHARED / f"{name}.jsonl")


def measure_set(name: str) -> float:
    """Return nDCG@10 of one set."""
    documents = list(read_passages(SHARED / f"{name}.corpus.jsonl"))
    with open_temporary(load_settings(environment())) as knowledge:
        build(documents, knowledge.catalog, knowledge.store, knowledge.indexer)
        return evaluate_queries(knowledge.service.search, questions(name), len(documents)).ndcg


def measure_corpus() -> dict[str, float]:
    """Return "group metric" -> share for the questions over the sample corpus."""
    from ingest.pipeline import ingest  # noqa: PLC0415 # parsers load slowly; the shared sets do without

    with open_temporary(load_settings(environment())) as knowledge:
        ingest([CORPUS], catalog=knowledge.catalog, store=knowledge.store, indexer=knowledge.indexer)
        result = evaluate_questions(knowledge.service.search, read_questions(CORPUS / "questions.jsonl"))
    return dict(_flat(result))


def measure_seeds() -> dict[str, float]:
    """Return "questions group" -> share with a passage that answers among the first three.

    Over the source documents with a hundred other public documents beside them. The questions were written before any
    result was looked at: factual ones as staff ask them, paraphrased ones that avoid the papers' own words.
    """
    from ingest.pipeline import ingest  # noqa: PLC0415 # parsers load slowly; the shared sets do without

    with open_temporary(load_settings(environment())) as knowledge:
        parts = {"catalog": knowledge.catalog, "store": knowledge.store, "indexer": knowledge.indexer}
        ingest([SEEDS, DOCUMENTS], **parts)  # type: ignore[arg-type]
        languages = {document.source: document.language for document in knowledge.catalog.live(1).values()}
        found: dict[str, list[bool]] = defaultdict(list)
        for name, row in _seed_questions():
            source = next(each for each in languages if each.startswith(row["document"]))
            group = "same language" if languages[source] == row["lang"] else "across languages"
            results = knowledge.service.search(Query(row["query"], limit=3)).results
            found[f"{name} {group}: passage@3"].append(
                any(hit.source == source and _holds(hit.text, row) for hit in results)
            )
    return {name: sum(rows) / len(rows) for name, rows in found.items()}


def _seed_questions() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["document"]:
                yield path.stem, row


def _holds(text: str, row: dict[str, Any]) -> bool:
    """Tell whether a passage answers: it has any of the phrases that do, or the first one that must be there."""
    return any(fold(phrase) in fold(text) for phrase in row.get("answer") or row["must"][:1])


def seeds_hash() -> str:
    """Return a hash over the source documents, the documents beside them and the questions."""
    return _hash(*sorted(SEEDS.iterdir()), *sorted(DOCUMENTS.iterdir()), *sorted(QUESTIONS.glob("*.jsonl")))


def _flat(result: dict[str, object]) -> Iterator[tuple[str, float]]:
    for group in ("same language", "across languages", "not answerable"):
        row = result[group]
        assert isinstance(row, dict)
        for metric in ("passage@1", "passage@3", "passage@10", "answered", "refused"):
            if metric in row and (metric == "refused") == (group == "not answerable"):
                yield f"{group}: {metric}", row[metric]


def environment() -> dict[str, str]:
    """Return the environment without settings of one's own."""
    return without_settings(os.environ)


def _hash(*paths: Path) -> str:
    digest = sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
