"""A `Searcher` whose answers are put into words by a language model, for `SAMSOK_LLM_URL`.

Knows the service, the catalog and the writer behind their ports; must not know HTTP. Lists of results are as they
were: only the answer alone waits for a model.
"""

from collections.abc import Iterator
from dataclasses import replace

from api.port import ListingSearcher, Readiness, Searcher
from search.catalog_port import Catalog
from search.contacts.listing import ContactPage, ContactQuery
from search.personal import mask
from search.result import Answer, Query, SearchResponse
from search.wording import Evidence, Judge, Sentence, Writer, word

MOST_PASSAGES = 6
"""Passages the model may use: those the answer quotes, and the best of the others."""


class WordedSearcher:
    """Answers as the service does, in a model's words where the papers hold them."""

    def __init__(self, service: ListingSearcher, catalog: Catalog, writer: Writer, judge: Judge) -> None:
        self._service = service
        self._catalog = catalog
        self._writer = writer
        self._judge = judge

    def search(self, query: Query) -> SearchResponse:
        """Find passages and, if asked for, answer without the model."""
        return self._service.search(query)

    def answer(self, query: Query) -> Answer:
        """Give the answer alone, worded."""
        *_, answer = self.events(query)
        assert isinstance(answer, Answer)  # noqa: S101 - the whole answer comes last
        return answer

    def events(self, query: Query) -> Iterator[Sentence | Answer]:
        """Yield the sentences of the answer as they are written and found to hold, and the whole answer last.

        The last one counts: where the model fails on the way, it is the answer without the model.
        """
        found = self._service.search(replace(query, answer=True, cursor=None, limit=MOST_PASSAGES))
        if found.answer is None or found.answer.status != "answered":
            yield found.answer or self._service.answer(query)
            return
        evidence = self._evidence(found, found.answer)
        question = mask(query.text).text
        yield from word(question, found.answer, evidence, self._writer, self._judge, self._catalog.excerpt)

    def contacts(self, wanted: ContactQuery) -> ContactPage:
        """List contacts as the service does; no model has a say in them."""
        return self._service.contacts(wanted)

    def ready(self) -> Readiness:
        """Tell whether questions can be answered now; the model does not matter for that."""
        return self._service.ready()

    def close(self) -> None:
        """Release the service."""
        self._service.close()

    def _evidence(self, found: SearchResponse, answer: Answer) -> list[Evidence]:
        wanted = [quote.passage_id for quote in answer.quotes] + [hit.passage_id for hit in found.results]
        wanted = list(dict.fromkeys(wanted))[:MOST_PASSAGES]
        held = self._catalog.passages(wanted)
        return [Evidence(number, held[each]) for number, each in enumerate((w for w in wanted if w in held), 1)]


def answer_events(service: Searcher, query: Query) -> Iterator[Sentence | Answer]:
    """Yield an answer in parts where a model words it, else at once; raises as `Searcher.answer` does."""
    if isinstance(service, WordedSearcher):
        yield from service.events(query)
    else:
        yield service.answer(query)
