"""Measure answers: `python -m tests.quality.answers`.

Over swequad_dev, taken in as passages: the share of questions whose short answer stands in the answer's text, of three
sentences at most, with what retrieval, the choice of sentences and refusals lose. Over the source documents with a
hundred others beside: the share of questions, by language, whose quotes hold everything that a right answer has. Over
four sets that have an answer to every question: how many that name a place are refused for it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import fmean
from typing import Any

from api.settings import load_settings
from api.wiring import open_temporary
from ingest.pipeline import ingest
from search.answering.where import lacks_place, names_place
from search.evaluation import build, fold, percentile, read_passages
from search.result import Answer, Query
from tests.quality.measure import DOCUMENTS, QUESTIONS, SEEDS, SHARED, environment

_SETS_WITH_PLACES = ("xquad_sv", "xquad_da", "xquad_en2sv", "xquad_sv2da")


def main() -> None:
    """Measure and print."""
    for name, share in (measure_short_answers() | measure_source_documents() | measure_places()).items():
        print(f"{name:52s} {share:.3f}")  # noqa: T201 # a report on the terminal


def measure_short_answers() -> dict[str, float]:
    """Return what happens to the questions of swequad_dev, as shares, and times in milliseconds."""
    rows: dict[str, list[float]] = defaultdict(list)
    with open_temporary(load_settings(environment())) as knowledge:
        documents = list(read_passages(SHARED / "swequad_dev.corpus.jsonl"))
        build(documents, knowledge.catalog, knowledge.store, knowledge.indexer)
        texts = {each.document.source: each.text for each in documents}
        for row in _rows(SHARED / "swequad_dev.jsonl"):
            response = knowledge.service.search(Query(row["query"], answer=False))
            answer, short = knowledge.service.answer(Query(row["query"])), fold(row["answer"])
            in_page = any(short in fold(texts[page]) for page in row["positives"])
            read = any(short in fold(hit.text) for hit in response.results[:8])
            right = short in fold(answer.text) and answer.status == "answered"
            rows["swequad_dev: the short answer stands in the right page"].append(in_page)
            rows["swequad_dev: among the passages read"].append(read)
            rows["swequad_dev: in the answer"].append(right)
            rows["swequad_dev: lost, in the page but not read"].append(in_page and not read)
            rows["swequad_dev: lost, refused"].append(read and answer.status == "not_found")
            rows["swequad_dev: lost, other sentences chosen"].append(read and not right and answer.status == "answered")
            rows["swequad_dev: quotes"].append(len(answer.quotes))
    return {name: fmean(values) for name, values in rows.items()}


def measure_source_documents() -> dict[str, float]:
    """Return the share of questions over the source documents that are answered in full, and of the others refused."""
    rows: dict[str, list[float]] = defaultdict(list)
    times = []
    with open_temporary(load_settings(environment())) as knowledge:
        ingest([SEEDS, DOCUMENTS], catalog=knowledge.catalog, store=knowledge.store, indexer=knowledge.indexer)
        for row in _rows(QUESTIONS / "factual.jsonl"):
            with_answer = knowledge.service.search(Query(row["query"])).took_ms
            times.append(with_answer - knowledge.service.search(Query(row["query"], answer=False)).took_ms)
            answer = knowledge.service.answer(Query(row["query"]))
            if row["document"] is None:
                rows["source documents: unanswerable, refused"].append(answer.status == "not_found")
                continue
            rows[f"source documents: answered in full, asked in {row['lang']}"].append(_is_full(answer, row))
            rows["source documents: answered in full"].append(_is_full(answer, row))
            rows["source documents: answerable, refused"].append(answer.status == "not_found")
    shares = {name: fmean(values) for name, values in rows.items()}
    return {**shares, "source documents: an answer adds, ms (p50)": percentile(times, 50)}


def measure_places() -> dict[str, float]:
    """Return how many answerable questions name a place, and for how many no passage that is read holds its name."""
    named, lacking = 0, 0
    for name in _SETS_WITH_PLACES:
        with open_temporary(load_settings(environment())) as knowledge:
            documents = list(read_passages(SHARED / f"{name}.corpus.jsonl"))
            build(documents, knowledge.catalog, knowledge.store, knowledge.indexer)
            for question in (row["query"] for row in _rows(SHARED / f"{name}.jsonl") if names_place(row["query"])):
                named += 1
                evidence = knowledge.service.answering.reader.read(*knowledge.service.rank(Query(question)))
                lacking += lacks_place(evidence)
    return {"questions that name a place, of sets with answers": named, "of these refused for it": lacking}


def _is_full(answer: Answer, row: Mapping[str, Any]) -> bool:
    """Tell whether the quotes hold all that must be there; which document it is, its title says."""
    said = [quote.text for quote in answer.quotes]
    if row["kind"] == "which_document":
        said += [quote.title for quote in answer.quotes]
    return all(fold(words) in fold(" ".join(said)) for words in row["must"])


def _rows(path: Any) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


if __name__ == "__main__":
    main()
