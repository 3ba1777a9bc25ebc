"""The search service: a question in, passages and an answer out.

Coordinates plan, index, fusion, catalog and answer; each of them knows its own business. Must not know HTTP,
settings or how documents were taken in.
"""

import base64
import binascii
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.answer import make_answer
from search.candidates import candidates
from search.catalog_port import Catalog, Generation
from search.contacts.answer import ContactAnswerer, Question
from search.contacts.book import ContactBook
from search.contacts.listing import ContactPage, ContactQuery
from search.contacts.service import ContactService
from search.document import DocumentType, Language
from search.errors import IncompatibleData, IndexUnavailable, InvalidParameter
from search.fusion import ANY_LANGUAGE_WEIGHT, Fused
from search.highlight import AskedWords
from search.index.port import IndexReader, IndexStore
from search.plan import Plan, Planner
from search.preference import prefer
from search.rank import FEATURES, Ranker
from search.ranked import Ranked
from search.result import Answer, Filters, Hit, Query, SearchResponse
from search.validity import asks_about_past, is_over, on_day
from search.vocabulary import Vocabulary

MAX_LIMIT = 100
CANDIDATES = 100
"""Passages that each signal proposes."""

_ANSWER_PASSAGES = 8
_MAX_DEPTH = 1000
_HEAD = 20
"""Passages at the top whose texts may change their order, and that are fetched at a time."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether questions can be answered, and over what."""

    ok: bool
    reason: str | None
    generation: int | None
    documents: int
    passages: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A ranking.

    Attributes:
        is_exact: whether every passage that any signal finds is in it.
        asked: what the passages that were looked at closely have of the question; None where none is held.
        known: what the ranking knows of these passages, as `search.rank.FEATURES` names it.
    """

    ranking: list[Fused]
    is_exact: bool
    asked: AskedWords | None
    known: Mapping[str, NDArray[np.float64]]


class SearchService:
    """Answers questions over the current generation, and moves on when a newer one is published."""

    def __init__(
        self,
        catalog: Catalog,
        store: IndexStore,
        planner: Planner,
        ranker: Ranker,
        manifest: dict[str, str],
        contacts: ContactBook | None = None,
    ) -> None:
        """Take the parts; nothing is opened before the first question.

        Args:
            manifest: what this installation makes indexes with (see `Indexer.manifest`).
            contacts: whom the papers name; None to answer from passages alone.
        """
        self._catalog = catalog
        self._store = store
        self._planner = planner
        self._ranker = ranker
        self._manifest = manifest
        self._lock = threading.Lock()
        self._open: tuple[int, IndexReader] | None = None
        self._words: tuple[int, Vocabulary] | None = None
        self._contacts = (
            ContactAnswerer(contacts, planner.analyzer, catalog.excerpt, catalog.passages) if contacts else None
        )
        self._listed = ContactService(catalog, contacts, planner) if contacts else None

    def search(self, query: Query) -> SearchResponse:
        """Return the passages that fit a question, and what they answer.

        Raises:
            InvalidQuery, InvalidParameter: the caller must change something.
            IndexUnavailable: the index failed; try again.
            IncompatibleData: the index was made by another version or model.
        """
        started = time.perf_counter()
        _check(query)
        plan = self._plan(query)
        offset = _offset(query.cursor)
        found = self._find(plan, query.filters, offset + query.limit)
        records = self._records(plan, found, query, max(offset + query.limit, _ANSWER_PASSAGES))
        page = records[offset : offset + query.limit]
        answer = self._answer(plan, records, query) if query.answer and offset == 0 else None
        results = tuple(_hit(each, _why(each, found) if query.explain else None) for each in page)
        more = len(found.ranking) > offset + query.limit
        return SearchResponse(
            query_id=str(uuid.uuid4()),
            took_ms=round((time.perf_counter() - started) * 1000, 3),
            text=plan.text,
            language=plan.language,
            intent=plan.intent,
            expansions=plan.expansions,
            answer=answer,
            results=results,
            total=(len(found.ranking), "eq" if found.is_exact else "gte"),
            next_cursor=_cursor(offset + query.limit) if more and page else None,
            did_you_mean=plan.did_you_mean,
        )

    def answer(self, query: Query) -> Answer:
        """Return the answer alone; raises as `search` does."""
        plan, records = self.rank(query)
        return self._answer(plan, records, query)

    def rank(self, query: Query) -> tuple[Plan, list[Ranked]]:
        """Return the plan of a question and the passages that an answer is looked for in, best first."""
        _check(query)
        plan = self._plan(query)
        found = self._find(plan, query.filters, _ANSWER_PASSAGES)
        return plan, self._records(plan, found, query, _ANSWER_PASSAGES)

    def closely(self, text: str) -> tuple[Sequence[str], NDArray[np.float64]]:
        """Return the candidates of a question that are looked at closely, and what the ranking knows of each."""
        plan, current = self._plan(Query(text)), self._catalog.current()
        if current is None:
            return [], np.zeros((0, len(FEATURES)))
        found = candidates(self._reader(current), plan, Filters(), CANDIDATES)
        return found.close.passage_ids, self._ranker.features(plan, found.close, found.table)

    def contacts(self, wanted: ContactQuery) -> ContactPage:
        """Return a page of the list of contacts; an empty one where the service was given none."""
        if self._listed is None:
            return ContactPage((), 0, "", wanted.as_of or datetime.now(UTC).date())
        return self._listed.contacts(wanted)

    @property
    def analyzer(self) -> Analyzer:
        """The analysis that questions go through."""
        return self._planner.analyzer

    def ready(self) -> Readiness:
        """Tell whether questions can be answered now."""
        try:
            current = self._catalog.current()
            if current is None:
                return Readiness(
                    ok=False,
                    reason="nothing has been taken in yet; run samsok ingest",
                    generation=None,
                    documents=0,
                    passages=0,
                )
            self._reader(current)
        except IncompatibleData as error:
            return Readiness(ok=False, reason=str(error), generation=None, documents=0, passages=0)
        number = current.number
        documents, passages = self._catalog.count_documents(number), self._catalog.count_passages(number)
        return Readiness(ok=True, reason=None, generation=number, documents=documents, passages=passages)

    def close(self) -> None:
        """Release the index; the catalog belongs to whoever opened it."""
        with self._lock:
            if self._open:
                self._open[1].close()
                self._open = None

    def _plan(self, query: Query) -> Plan:
        """Plan a question with the words of the generation that is open, or else of the current one."""
        opened = self._open
        current = None if opened else self._catalog.current()
        if opened is None and current is None:
            return self._planner.plan(query.text, expand=query.expand)
        number = opened[0] if opened else current.number if current else 0
        held = self._words
        if held is None or held[0] != number:
            self._words = held = (number, Vocabulary.from_bytes(self._catalog.vocabulary(number)))
        return self._planner.plan(query.text, held[1] if len(held[1]) else None, expand=query.expand)

    def _find(self, plan: Plan, filters: Filters, depth: int) -> _Found:
        limit = max(CANDIDATES, min(depth + 1, _MAX_DEPTH))
        try:
            return self._ranked(plan, filters, limit)
        except (IndexUnavailable, IncompatibleData):
            # a newer generation may have replaced this one between naming it and asking it: once more is enough
            return self._ranked(plan, filters, limit)

    def _ranked(self, plan: Plan, filters: Filters, limit: int) -> _Found:
        current = self._catalog.current()
        if current is None:
            return _Found([], is_exact=True, asked=None, known={})
        found = candidates(self._reader(current), plan, filters, limit)
        features = self._ranker.features(plan, found.close, found.table)
        scores = self._ranker.scores(features)
        others = np.minimum(found.others.weighted(ANY_LANGUAGE_WEIGHT), scores.min(initial=1.0))
        return _Found(
            found.close.fused(scores) + found.others.fused(others),
            is_exact=found.is_exact,
            asked=AskedWords(plan.sparse.vector, found.table, found.close.passage_ids, self.analyzer),
            known=dict(zip(found.close.passage_ids, features, strict=True)),
        )

    def _reader(self, current: Generation) -> IndexReader:
        opened = self._open
        if opened and opened[0] == current.number:
            return opened[1]
        with self._lock:
            if self._open and self._open[0] == current.number:
                return self._open[1]
            self._refuse_other_manifest(current)
            reader = self._store.open(current.number)
            previous, self._open = self._open, (current.number, reader)
        if previous:
            previous[1].close()
        return reader

    def _refuse_other_manifest(self, current: Generation) -> None:
        for key, ours in self._manifest.items():
            theirs = current.manifest.get(key)
            if theirs != ours:
                raise IncompatibleData(
                    f"the index was made with {key} {theirs}, this installation uses {ours}; run samsok reindex"
                )

    def _records(self, plan: Plan, found: _Found, query: Query, wanted: int) -> list[Ranked]:
        """Return the first `wanted` passages that may be shown, with their documents' validity on the day asked for."""
        day = query.as_of or datetime.now(UTC).date()
        show_all = query.include_expired or asks_about_past(plan.text, day)
        head = self._shown(found, 0, day, show_all=show_all)
        records = prefer(plan.intent, head)
        for start in range(_HEAD, len(found.ranking), _HEAD):
            if len(records) >= wanted:
                break
            records += self._shown(found, start, day, show_all=show_all)
        return [_with_words(each, found.asked) for each in records[:wanted]]

    def _shown(self, found: _Found, start: int, day: date, *, show_all: bool) -> list[Ranked]:
        """Return the passages of a stretch of the ranking that may be shown, in its order."""
        ranking = found.ranking[start : start + _HEAD]
        held = self._catalog.passages([fused.passage_id for fused in ranking])
        shown = []
        for fused in ranking:
            record = held.get(fused.passage_id)
            if record:
                validity = on_day(record.document.validity, day)
                if show_all or not is_over(validity):
                    if validity is not record.document.validity:
                        record = replace(record, document=replace(record.document, validity=validity))
                    shown.append(Ranked(fused, record))
        return shown

    def _answer(self, plan: Plan, records: Sequence[Ranked], query: Query) -> Answer:
        best = records[:_ANSWER_PASSAGES]
        current = self._open[0] if self._open else None
        if self._contacts is None or current is None:
            return make_answer(plan, best, self.analyzer, self._catalog.excerpt)
        day = query.as_of or datetime.now(UTC).date()
        show_all = query.include_expired or asks_about_past(plan.text, day)
        question = Question(plan, best, current, day, show_all)
        answer = self._contacts.answer(question) or make_answer(plan, best, self.analyzer, self._catalog.excerpt)
        return self._contacts.beside(answer, question)


def _with_words(ranked: Ranked, asked: AskedWords | None) -> Ranked:
    return replace(ranked, asked=asked.of(ranked.record.passage)) if asked else ranked


def _why(ranked: Ranked, found: _Found) -> dict[str, object]:
    """Return what speaks for a passage: both signals, what the ranking saw, and the words that were found."""
    fused, text = ranked.fused, ranked.record.passage.text
    known = found.known.get(fused.passage_id, ())
    seen = {name: round(float(value), 4) for name, value in zip(FEATURES, known, strict=False)}
    words = {text[word.start : word.end]: round(word.weight, 3) for word in ranked.asked.words}
    return {"bm25_score": fused.bm25_score, "cosine": fused.cosine, **seen, "found": words}


def _hit(ranked: Ranked, why: dict[str, object] | None) -> Hit:
    passage, document, fused = ranked.record.passage, ranked.record.document, ranked.fused
    marks = ranked.asked.highlights(passage.text)
    return Hit(
        passage.passage_id, document.document_id, document.title, document.source, document.organisations,
        document.document_type, passage.language, passage.section_path, passage.page, passage.page_label,
        passage.text, marks, round(fused.score, 6), document.validity, why,
    )  # fmt: skip


def _check(query: Query) -> None:
    if not 1 <= query.limit <= MAX_LIMIT:
        raise InvalidParameter(f"limit is {query.limit}; it must be 1 to {MAX_LIMIT}")
    for name, values, allowed in (
        ("language", query.filters.language, get_args(Language)),
        ("document_type", query.filters.document_type, get_args(DocumentType)),
    ):
        for value in values:
            if value not in allowed:
                raise InvalidParameter(f"{name} is {value!r}; it must be one of {', '.join(allowed)}")


def _cursor(offset: int) -> str:
    return base64.urlsafe_b64encode(f"o{offset}".encode()).decode().rstrip("=")


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        offset = int(text.removeprefix("o")) if text.startswith("o") else -1
    except (ValueError, binascii.Error, UnicodeDecodeError):
        offset = -1
    if not 0 <= offset <= _MAX_DEPTH:
        raise InvalidParameter(f"cursor {cursor[:40]!r} is none of ours; take next_cursor from a response as it stands")
    return offset
