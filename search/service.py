"""The search service: a question in, passages and an answer out.

Coordinates plan, index, fusion, catalog and answer; each of them knows its own business. Must not know HTTP,
settings or how documents were taken in.
"""

import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.answering import Answering
from search.answering.agreed import AgreementAnswerer
from search.answering.defined import DefinitionAnswerer
from search.answering.standing import PaperAnswerer
from search.candidates import candidates
from search.catalog_port import Catalog, Generation, PassageKind
from search.contacts.answer import ContactAnswerer, Question
from search.contacts.book import ContactBook
from search.contacts.listing import ContactPage, ContactQuery
from search.contacts.service import ContactService
from search.country import of_country
from search.errors import IncompatibleData, IndexUnavailable
from search.facets import count_facet, is_chosen, without
from search.fusion import ANY_LANGUAGE_WEIGHT, Fused, Ranking
from search.highlight import AskedWords
from search.hit import hit_of, why_of
from search.index.port import IndexReader, IndexStore
from search.leading import leading, led_by, quoted_in
from search.newest import matching, newest_first
from search.paging import MAX_DEPTH, check, cursor_of, offset_of
from search.papers.order import by_standing
from search.papers.stating import stating_first
from search.papers.store import PaperStore
from search.papers.view import Papers
from search.personal.request import asks_for_private_data, masked_question, refusal
from search.plan import Plan, Planner, clean_question
from search.preference import prefer
from search.rank import FEATURES, Known, Ranker
from search.ranked import Ranked
from search.reach import Reach
from search.result import FACETS, Answer, Facet, Filters, Query, SearchResponse
from search.vocabulary import Vocabulary

CANDIDATES = 100
"""Passages that each signal proposes."""

_ANSWER_PASSAGES = 8
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

    ranking: Sequence[Fused]
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
        answering: Answering,
        papers: PaperStore | None = None,
        contacts: ContactBook | None = None,
    ) -> None:
        """Take the parts; nothing is opened before the first question.

        Args:
            manifest: what this installation makes indexes with (see `Indexer.manifest`).
            papers: what papers say of each other; without it areas are told apart by their words alone.
            contacts: whom the papers name; None to answer from passages alone.
        """
        self._catalog = catalog
        self._store = store
        self._planner = planner
        self._ranker = ranker
        self._manifest = manifest
        self.answering = answering
        self._papers = papers or PaperStore(catalog)
        self._lock = threading.Lock()
        self._open: tuple[int, IndexReader] | None = None
        self._words: tuple[int, Vocabulary | None] | None = None
        self._contacts = (
            ContactAnswerer(contacts, planner.analyzer, catalog.excerpt, catalog.passages) if contacts else None
        )
        self._listed = ContactService(catalog, contacts, planner) if contacts else None
        self._defined = DefinitionAnswerer(self._papers, planner.analyzer, catalog.excerpt, catalog.passages)
        self._agreed = AgreementAnswerer(planner.analyzer, catalog.excerpt, catalog.passages)
        self._of_paper = PaperAnswerer(planner.analyzer, catalog.excerpt, catalog.passages)

    def search(self, query: Query) -> SearchResponse:
        """Return the passages that fit a question, and what they answer.

        Raises:
            InvalidQuery, InvalidParameter: the caller must change something.
            IndexUnavailable: the index failed; try again.
            IncompatibleData: the index was made by another version or model.
        """
        started = time.perf_counter()
        check(query)
        plan = self._plan(query)
        offset = offset_of(query.cursor)
        query = replace(query, filters=self._widened(query.filters))
        is_dated, last = query.sort == "date", offset + query.limit
        found = self._find(plan, query.filters, MAX_DEPTH if is_dated else last)
        reach = Reach.of(plan.text, query, self._known_papers())
        records = self._records(plan, found, reach, _ANSWER_PASSAGES if is_dated else max(last, _ANSWER_PASSAGES))
        shown, papers = records, self._known_papers()
        if is_dated:
            found, shown = self._dated(found, reach)
        page = [_with_words(each, found.asked) for each in shown[offset:last]] if is_dated else shown[offset:last]
        answer = self._answer(plan, records, query, reach) if query.answer and offset == 0 else None
        if not is_dated and query.filters == Filters():
            page, pushed = self._led(answer, records, page, query, reach)
            last -= pushed
        results = tuple(hit_of(each, papers, why_of(each, found.known) if query.explain else None) for each in page)
        more = len(found.ranking) > last
        return SearchResponse(
            query_id=str(uuid.uuid4()),
            took_ms=round((time.perf_counter() - started) * 1000, 3),
            # what was asked goes back to whoever asked, as it was
            text=clean_question(query.text),
            language=plan.language,
            intent=plan.intent,
            expansions=plan.expansions,
            answer=answer,
            results=results,
            total=(len(found.ranking), "eq" if found.is_exact else "gte"),
            next_cursor=cursor_of(last) if more and page else None,
            previous_cursor=cursor_of(max(0, offset - query.limit)) if offset else None,
            did_you_mean=plan.did_you_mean,
            facets=tuple(self._facets(plan, query, found, reach)) if query.facets else (),
        )

    def answer(self, query: Query) -> Answer:
        """Return the answer alone; raises as `search` does."""
        plan, records = self.rank(query)
        return self._answer(plan, records, query, Reach.of(plan.text, query, self._known_papers()))

    def rank(self, query: Query) -> tuple[Plan, list[Ranked]]:
        """Return the plan of a question and the passages that an answer is looked for in, best first."""
        check(query)
        plan = self._plan(query)
        found = self._find(plan, self._widened(query.filters), _ANSWER_PASSAGES)
        return plan, self._records(plan, found, Reach.of(plan.text, query, self._known_papers()), _ANSWER_PASSAGES)

    def closely(self, text: str) -> tuple[Sequence[str], Known]:
        """Return the candidates of a question that are looked at closely, and what the ranking knows of each."""
        plan, current = self._plan(Query(text)), self._catalog.current()
        if current is None:
            return [], Known(np.zeros((0, len(FEATURES))), np.zeros(0, np.bool_))
        found = candidates(self._reader(current), plan, Filters(), CANDIDATES)
        return found.close.passage_ids, self._ranker.known(plan, found)

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
        """Plan a question with the words of the generation that is open, or else of the current one.

        From here on nobody sees an identity number that was asked with: not the index, not the log, not the answer.
        """
        asked = masked_question(query.text)
        opened = self._open
        current = None if opened else self._catalog.current()
        if opened is None and current is None:
            return self._planner.plan(asked, expand=query.expand, without=query.without)
        number = opened[0] if opened else current.number if current else 0
        held = self._words
        if held is None or held[0] != number:
            found = Vocabulary.from_bytes(self._catalog.vocabulary(number))
            self._words = held = (number, found if len(found) else None)
        return self._planner.plan(asked, held[1], expand=query.expand, without=query.without)

    def _find(self, plan: Plan, filters: Filters, depth: int) -> _Found:
        limit = max(CANDIDATES, min(depth + 1, MAX_DEPTH))
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
        known = self._ranker.known(plan, found)
        scores = self._ranker.scores(known)
        others = np.minimum(found.others.weighted(ANY_LANGUAGE_WEIGHT), scores.min(initial=1.0))
        return _Found(
            Ranking(found.close.fused(scores), found.others, others),
            is_exact=found.is_exact,
            asked=AskedWords(plan.sparse.vector, found.table, found.close.passage_ids, self.analyzer, found.asked),
            known=dict(zip(found.close.passage_ids, known.values, strict=True)),
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

    def _records(self, plan: Plan, found: _Found, reach: Reach, wanted: int) -> list[Ranked]:
        """Return the first `wanted` passages that may be shown, with their documents' validity on the day asked for."""
        head = self._shown(found, 0, reach)
        records = stating_first(plan, prefer(plan.intent, of_country(plan.text, head)), reach.papers)
        for start in range(_HEAD, len(found.ranking), _HEAD):
            if len(records) >= wanted:
                break
            records += self._shown(found, start, reach)
        return [_with_words(each, found.asked) for each in records[:wanted]]

    def _led(
        self, answer: Answer | None, records: Sequence[Ranked], page: list[Ranked], query: Query, reach: Reach
    ) -> tuple[list[Ranked], int]:
        """Return the first page with what the answer quotes from records at its head, and how many that pushes off."""
        passage_ids = leading(answer, records[:_ANSWER_PASSAGES])
        if answer is None or not passage_ids:
            return page, 0
        quotes = answer.quotes

        def fetch(missing: Sequence[str]) -> list[Ranked]:
            held = self._catalog.passages(missing).items()
            shown = [(key, reach.on_day(record)) for key, record in held if reach.shows(record.document)]
            return [
                Ranked(Fused(key, 0.0, None, None), record, quoted_in(record.passage, quotes)) for key, record in shown
            ]

        return led_by(passage_ids, page, query.limit, fetch)

    def _dated(self, found: _Found, reach: Reach) -> tuple[_Found, list[Ranked]]:
        """Return all that matches, the newest papers first, and a ranking of just that."""
        ranking, is_all = matching(found.ranking, MAX_DEPTH)
        shown = newest_first(self._shown(replace(found, ranking=ranking), 0, reach, len(ranking)), reach.papers)
        return replace(found, ranking=[each.fused for each in shown], is_exact=is_all), shown

    def _shown(self, found: _Found, start: int, reach: Reach, count: int = _HEAD) -> list[Ranked]:
        """Return the passages of a stretch of the ranking that may be shown, by score and what their papers are."""
        ranking = found.ranking[start : start + count]
        held = self._catalog.passages([fused.passage_id for fused in ranking])
        shown = []
        for fused in ranking:
            record = held.get(fused.passage_id)
            if record and reach.shows(record.document):
                shown.append(Ranked(fused, reach.on_day(record)))
        return by_standing(shown, reach.papers, is_past=reach.is_past)

    def _known_papers(self) -> Papers:
        """Return what the papers of the generation that is open say of each other."""
        opened = self._open
        return self._papers.at(opened[0]) if opened else self._papers.current()

    def _widened(self, filters: Filters) -> Filters:
        """Let a filter by area find every wording of that area that papers have."""
        if not filters.area:
            return filters
        papers = self._known_papers()
        return replace(
            filters, area=tuple(dict.fromkeys(text for area in filters.area for text in papers.areas_like(area)))
        )

    def _facets(self, plan: Plan, query: Query, found: _Found, reach: Reach) -> Iterator[Facet]:
        """Count what was found; a kind that is narrowed is counted as if it were not, so that it can be widened."""
        is_dated = query.sort == "date"

        def shown(of: _Found) -> list[PassageKind]:
            ranking = matching(of.ranking, MAX_DEPTH)[0] if is_dated else of.ranking
            kinds = self._catalog.kinds([fused.passage_id for fused in ranking])
            documents = {kind.document.document_id: kind.document for kind in kinds}
            reached = {key for key, document in documents.items() if reach.shows(document)}
            return [kind for kind in kinds if kind.document.document_id in reached]

        kinds, depth = shown(found), MAX_DEPTH if is_dated else CANDIDATES
        for name in FACETS:
            if is_chosen(query.filters, name):
                yield from count_facet(name, shown(self._find(plan, without(query.filters, name), depth)))
            else:
                yield from count_facet(name, kinds)

    def _answer(self, plan: Plan, records: Sequence[Ranked], query: Query, reach: Reach) -> Answer:
        if asks_for_private_data(plan.text):
            return refusal(plan.language)
        best, current = records[:_ANSWER_PASSAGES], self._open[0] if self._open else None
        if stated := self._stated(plan, reach, best):
            return stated
        if self._contacts is None or current is None:
            return self.answering.answer(plan, best, self._catalog.excerpt)
        question = Question(plan, best, current, reach.day, query.include_expired or reach.is_past)
        answer = self._contacts.answer(question) or self.answering.answer(plan, best, self._catalog.excerpt)
        return self._contacts.beside(answer, question)

    def _stated(self, plan: Plan, reach: Reach, best: Sequence[Ranked]) -> Answer | None:
        """Return what papers state as records of themselves, or of a term or an agreement that is asked about."""
        return (
            self._defined.answer(plan, reach.shows, self.answering.explained)
            or self._agreed.answer(plan, reach.papers, reach.day, reach.shows)
            or self._of_paper.answer(plan, [each.record.document for each in best], reach.papers, reach.day)
        )


def _with_words(ranked: Ranked, asked: AskedWords | None) -> Ranked:
    return Ranked(ranked.fused, ranked.record, asked.of(ranked.record.passage)) if asked else ranked
