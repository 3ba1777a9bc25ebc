"""The directory of the generation that answers, made when it is first asked for.

Knows the catalog's port and when a directory is out of date. Must not know how contacts are matched or worded.
"""

import re
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from search.analysis import Analyzer
from search.catalog_port import Catalog
from search.contacts.directory import Directory, Encode
from search.contacts.entry import Stated
from search.contacts.hand import HandMade
from search.document import Passage
from search.papers.store import PaperStore
from search.papers.view import Papers
from search.records import Agreement, Contact, Recorded, Span

_SENTENCE = re.compile(r"\w{3,}[.!?]\s*$")
"""A record that was read out of running text ends like this."""

_HEAD_CHARS = 300
"""Of a paper: where it says whom and which place it concerns."""


class ContactStore(Protocol):
    """Where contacts made by hand are kept."""

    def hand_made(self) -> list[HandMade]:
        """Return them all, in the order in which they were imported."""
        ...

    def hand_made_stamp(self) -> str:
        """Return what changes with every import; cheap, asked at every question."""
        ...


class ContactBook:
    """Gives directories; safe to use from several threads."""

    def __init__(
        self,
        catalog: Catalog,
        kept: ContactStore | None,
        analyzer: Analyzer,
        encode: Encode,
        papers: PaperStore | None = None,
    ) -> None:
        """Take the catalog and where contacts made by hand are kept; nothing is read yet.

        Args:
            papers: tells which papers have been replaced; without it each speaks for itself alone.
        """
        self._catalog = catalog
        self._papers = papers
        self._kept = kept
        self._analyzer = analyzer
        self._encode = encode
        self._lock = threading.Lock()
        self._held: tuple[tuple[int, str], Directory, Directory, Directory] | None = None

    def contacts(self, generation: int) -> Directory:
        """Return whom the papers of a generation, and whoever keeps contacts by hand, name to ask."""
        return self._current(generation)[0]

    def mentioned(self, generation: int) -> Directory:
        """Return who the papers say holds an office, without saying that questions go there."""
        return self._current(generation)[1]

    def areas(self, generation: int) -> Directory:
        """Return the areas that agreements list, each as a contact that is nobody, with it as its topic."""
        return self._current(generation)[2]

    def state(self, generation: int) -> str:
        """Return a text that is another one whenever the contacts may have changed."""
        return f"{generation} {self._kept.hand_made_stamp() if self._kept else ''}"

    def _current(self, generation: int) -> tuple[Directory, Directory, Directory]:
        key = (generation, self._kept.hand_made_stamp() if self._kept else "")
        held = self._held
        if held is None or held[0] != key:
            with self._lock:
                if self._held is None or self._held[0] != key:
                    self._held = (key, *self._made(generation))
                held = self._held
        return held[1:]

    def _made(self, generation: int) -> tuple[Directory, Directory, Directory]:
        stated = self._catalog.records(generation, Contact)
        contacts = [each for each in stated if not each.record.is_mentioned]
        papers = self._papers.at(generation) if self._papers else None
        mentioned = [_stated(each, papers) for each in stated if each.record.is_mentioned]
        kept = [Stated(each.contact, None, each.source) for each in (self._kept.hand_made() if self._kept else ())]
        areas = _areas(self._catalog.records(generation, Agreement), papers)
        first = [*kept, *self._with_context(contacts, papers)]
        found = [Directory.of(each, self._analyzer, self._encode) for each in (first, mentioned, areas)]
        return found[0], found[1], found[2]

    def _with_context(self, contacts: Sequence[Recorded[Contact]], papers: Papers | None) -> list[Stated]:
        """Return contacts with the paper's head, and the passage around those that are alone or sentences in it."""
        together = Counter(each.record.span.passage_id for each in contacts)
        wanted = {
            each.record.span.passage_id or ""
            for each in contacts
            if together[each.record.span.passage_id] == 1 or _SENTENCE.search(each.record.text)
        } - {""}
        passages = (
            {key: record.passage for key, record in self._catalog.passages(list(wanted)).items()} if wanted else {}
        )
        documents = {each.document.document_id: each.document for each in contacts}
        heads = {key: self._catalog.excerpt(key, paper.revision, 0, _HEAD_CHARS) for key, paper in documents.items()}
        return [
            _stated(each, papers, passages.get(each.record.span.passage_id or ""), heads[each.document.document_id])
            for each in contacts
        ]


def _stated(
    recorded: Recorded[Contact], papers: Papers | None, passage: Passage | None = None, head: str = ""
) -> Stated:
    around = passage.text if passage else recorded.record.text
    return Stated(recorded.record, recorded.document, recorded.document.source, f"{around}\n{head}", papers)


def _areas(agreements: Sequence[Recorded[Agreement]], papers: Papers | None) -> list[Stated]:
    return [
        Stated(_nobody(area.text, area.span, each), each.document, each.document.source, papers=papers)
        for each in agreements
        for area in each.record.areas
    ]


def _nobody(topic: str, span: Span, agreement: Recorded[Agreement]) -> Contact:
    return Contact(
        span, topics=(topic,), level=agreement.record.level, language=agreement.document.language, text=topic
    )
