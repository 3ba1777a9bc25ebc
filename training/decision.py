"""Fit the decision whether papers answer: `python -m training.decision SHARED`.

Writes search/data/answering/decision.npz.

Learns from `training/questions`, written for this over the sample corpus, half of which no paper answers though many
ask for a fact that is missing about a subject that is there; and from questions without an answer made of questions
with one: of the sample corpus one paper at a time is taken out, and the questions on it asked of the others; of other
sets the passages are parted in two, and what the other part answers has no answer in this one, though its neighbours
are there. The questions of `corpus/questions.jsonl` are only measured. Prints what a threshold refuses,
cross-validated so that no paper is in both parts, and how often a confidence is right. Knows where questions lie; must
not know how signs are computed.
"""

import argparse
import gzip
import json
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from api.settings import load_settings, without_settings
from api.wiring import Knowledge, open_temporary
from ingest.pipeline import ingest
from search.answering.answer import propose
from search.answering.decision import Decision, signs
from search.errors import InvalidQuery
from search.evaluation import Question, as_document, build, read_judged, read_passages, read_questions
from search.resources import DECISION_WEIGHTS
from search.result import Query
from search.stored import StoredDocument

_CORPUS = Path(__file__).parents[1] / "corpus"
_WRITTEN = Path(__file__).parent / "questions"
_QUESTIONS, _MOST_WIKI = 150, 100
"""Taken of a set of training questions, and of each pair of languages of the sets over an encyclopaedia."""

_WIKI = ("xquad_sv", "xquad_da", "xquad_en2sv", "xquad_en2da", "xquad_sv2da", "xquad_da2sv")
_COUNTS = {"written": 1.5, "unanswerable": 1.5, "taken out": 1.0, "swequad_train": 0.1, "norquad": 0.1}
_OTHERS_COUNT = 0.08
"""How much a question counts: those that were written for the sample corpus are of the kind that is asked.

Source: cross-validated over them, the area under the curve is 0.833 with these, 0.831 with the others at three times as
much and those with their paper taken out at half."""

_TEST = "test "
"""Begins the origin of questions that nothing is fitted to."""

_FOLDS = 5
_RIDGE = 0.04
_STEPS = 600
_RATE = 0.5
_MOST_REFUSED = 0.03
"""Of the answerable questions written for this, for which the threshold is chosen: what users ask is harder, more than
twice as many of those in `corpus/questions.jsonl` are refused then."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what speaks for an answer.

    Attributes:
        signs: float64, shape (len(SIGNS),).
        is_answerable: whether what was asked holds an answer.
        group: what may not be in two parts of the cross-validation: the paper, or the question.
    """

    signs: NDArray[np.float64]
    is_answerable: bool
    group: str
    origin: str


def main() -> None:
    """Collect, cross-validate, fit and write."""
    parser = argparse.ArgumentParser(prog="python -m training.decision", description=__doc__)
    parser.add_argument("shared", type=Path, help="folder with training/")
    shared: Path = parser.parse_args().shared
    asked = [*ask_corpus(), *ask_shared(shared)]
    learned = [each for each in asked if not each.origin.startswith(_TEST)]
    enough = report(learned, cross_validated(learned))
    fitted = fit(learned, enough)
    measured = [each for each in asked if each.origin.startswith(_TEST)]
    print("the sample corpus's questions, which were not learned from")
    report(measured, np.array([fitted.confidence(each.signs) for each in measured]))
    DECISION_WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(DECISION_WEIGHTS, **fitted.arrays())


def fit(asked: Sequence[Asked], enough: float = 0.5) -> Decision:
    """Return ridge logistic regression; answerable and other questions count alike in sum."""
    x = np.array([each.signs for each in asked])
    y = np.array([each.is_answerable for each in asked], float)
    counts = np.array([_COUNTS.get(each.origin, _OTHERS_COUNT) for each in asked])
    counts = np.where(y == 1, counts / counts[y == 1].sum(), counts / counts[y == 0].sum()) / 2
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-3
    x = (x - mean) / scale
    weights, bias = np.zeros(x.shape[1]), 0.0
    for _ in range(_STEPS):
        error = counts * (1 / (1 + np.exp(-(x @ weights + bias))) - y)
        weights -= _RATE * (x.T @ error + _RIDGE * weights)
        bias -= _RATE * float(error.sum())
    return Decision(mean, scale, weights, bias, enough)


def cross_validated(asked: Sequence[Asked]) -> NDArray[np.float64]:
    """Return each question's confidence under weights that saw neither it nor its paper."""
    part = np.array([crc32(each.group.encode()) % _FOLDS for each in asked])
    confidence = np.zeros(len(asked))
    for held_out in range(_FOLDS):
        decision = fit([each for each, its in zip(asked, part, strict=True) if its != held_out])
        for place in np.flatnonzero(part == held_out):
            confidence[place] = decision.confidence(asked[place].signs)
    return confidence


def report(asked: Sequence[Asked], confidence: NDArray[np.float64]) -> float:
    """Print what thresholds refuse and how often a confidence is right; return the threshold for `_MOST_REFUSED`."""
    origin = np.array([each.origin.removeprefix(_TEST) for each in asked])
    answerable = np.array([each.is_answerable for each in asked])
    ours = np.isin(origin, ("written", "unanswerable", "taken out"))
    parts = {
        "unanswerable": origin == "unanswerable", "taken out": origin == "taken out", "answerable": origin == "written",
        "others unanswerable": ~ours & ~answerable, "others answerable": ~ours & answerable,
    }  # fmt: skip
    right, wrong = confidence[parts["answerable"]], confidence[parts["unanswerable"]]
    above = (right[:, None] > wrong).mean() + 0.5 * (right[:, None] == wrong).mean()
    print(f"area under the curve, answerable against unanswerable: {above:.3f}")
    print("threshold  refused:", ", ".join(name for name, which in parts.items() if which.any()))
    for threshold in np.arange(0.05, 0.61, 0.05):
        shares = [(confidence < threshold)[which].mean() for which in parts.values() if which.any()]
        print(f"{threshold:9.2f} " + " ".join(f"{share:12.2f}" for share in shares))
    print("confidence  questions  answerable (sample corpus with papers taken out)")
    for low in np.arange(0, 1, 0.1):
        held = ours & (confidence >= low) & (confidence < low + 0.1)
        if held.any():
            print(f"{low:.1f}-{low + 0.1:.1f} {held.sum():10d} {answerable[held].mean():10.2f}")
    return float(np.quantile(right, _MOST_REFUSED))


def ask_corpus() -> Iterator[Asked]:
    """Yield the questions on the sample corpus, and those on each paper asked of the other papers."""
    judged = [*_written(), *_test()]
    with _open() as knowledge:
        ingest([_CORPUS], catalog=knowledge.catalog, store=knowledge.store, indexer=knowledge.indexer)
        documents = list(_stored(knowledge))
        for origin, question in judged:
            kind = f"{origin}written" if question.answerable else f"{origin}unanswerable"
            yield from _ask(knowledge, question.query, question.document or question.query, kind, question)
    for left_out in documents:
        source = left_out.document.source
        gone = [
            (origin, each)
            for origin, each in judged
            if each.answerable and all(source.endswith(place) for place, _ in each.places)
        ]
        if not gone:
            continue
        with _open() as knowledge:
            rest = (each for each in documents if each is not left_out)
            build(rest, knowledge.catalog, knowledge.store, knowledge.indexer)
            for origin, question in gone:
                yield from _ask(knowledge, question.query, str(question.document), f"{origin}taken out", None)


def _written() -> Iterator[tuple[str, Question]]:
    """Yield the questions to learn from; the paper of one that no paper answers is the nearest, or none."""
    for name in ("answerable", "unanswerable"):
        lines = (_WRITTEN / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        for place, line in enumerate(lines):
            language, paper, query = line.split("\t")
            places = ((paper, None),) if paper else ()
            is_answerable = name == "answerable"
            yield (
                "",
                Question(f"{name}{place}", query, language, "", is_answerable, paper or None, None, places, (), ()),
            )


def _test() -> Iterator[tuple[str, Question]]:
    return ((_TEST, question) for question in read_questions(_CORPUS / "questions.jsonl"))


def ask_shared(shared: Path) -> Iterator[Asked]:
    """Yield training questions, each asked of the half of the passages that holds its answer and of the other one."""
    for name, file, language in (("swequad_train", "swequad_train_sv", "sv"), ("norquad", "norquad_nb", "da")):
        with gzip.open(shared / "training" / "pairs" / f"{file}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        documents = [as_document(text, language, text, "") for text in dict.fromkeys(row["b"] for row in rows)]
        yield from _halves(name, documents, [(row["a"], row["b"]) for row in rows], _QUESTIONS)
    for name in _WIKI:
        documents = list(read_passages(shared / "evaluation" / f"{name}.corpus.jsonl"))
        judged = [(each.query, min(each.positives)) for each in read_judged(shared / "evaluation" / f"{name}.jsonl")]
        yield from _halves(name, documents, judged, _MOST_WIKI)


def _halves(
    name: str, documents: Sequence[StoredDocument], judged: Sequence[tuple[str, str]], most: int
) -> Iterator[Asked]:
    chosen = random.Random(0).sample(judged, min(most, len(judged)))  # noqa: S311 # reproducible, no secret
    for half in (documents[::2], documents[1::2]):
        held = {each.document.source for each in half}
        with _open() as knowledge:
            build(half, knowledge.catalog, knowledge.store, knowledge.indexer)
            for query, right in chosen:
                wanted = right if right in held else None
                yield from _ask(knowledge, query, right, name, wanted)


def _ask(knowledge: Knowledge, query: str, group: str, origin: str, right: Question | str | None) -> Iterator[Asked]:
    """Yield a question with its signs; one whose answer is there but was not found teaches nothing, unless reported."""
    service = knowledge.service
    try:
        plan, ranked = service.rank(Query(query, as_of=right.as_of if isinstance(right, Question) else None))
    except InvalidQuery:
        return
    case = service.answering.case(plan, ranked, knowledge.catalog.excerpt)
    found = signs(case, service.analyzer, propose(case))
    if found is None:
        return
    if isinstance(right, str) and right not in {each.record.document.source for each in ranked}:
        return
    is_answerable = right.answerable if isinstance(right, Question) else right is not None
    yield Asked(found, is_answerable, group, origin)


def _stored(knowledge: Knowledge) -> Iterator[StoredDocument]:
    catalog, current = knowledge.catalog, knowledge.catalog.current()
    for document in catalog.live(current.number if current else None).values():
        key = document.document_id, document.revision
        passages = tuple(record.passage for record in catalog.iter_passages([key]))
        yield StoredDocument(document, catalog.text(*key), tuple(catalog.blocks(*key)), passages)


def _open():  # type: ignore[no-untyped-def] # noqa: ANN202 # a context manager of the wiring's
    environment = without_settings(os.environ)
    return open_temporary(load_settings(environment))


if __name__ == "__main__":
    main()
