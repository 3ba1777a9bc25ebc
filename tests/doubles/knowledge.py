"""A small knowledge base in memory that implements the catalog's and the service's ports for tests of `api`.

Finds by shared words. Some questions make it fail on purpose, see `FAULTS`.
"""

import hashlib
import mimetypes
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from search.catalog_port import Change, Generation, PassageKind, PassageRecord
from search.contacts.entry import Entry, Stated
from search.contacts.listing import ContactPage, ContactQuery
from search.document import (
    BLOCK_SEPARATOR,
    Block,
    Document,
    Passage,
    Validity,
    document_id_of,
    passage_id_of,
    revision_of,
)
from search.errors import IndexUnavailable, InvalidParameter, InvalidQuery, NotFound
from search.feedback import Feedback
from search.papers.store import PaperStore
from search.records import Contact, Phone, R, Recorded, Records, Span
from search.result import FACETS, Answer, Expansion, Facet, Filters, Hit, Query, Quote, SearchResponse
from search.stored import StoredDocument
from search.terms import Concept, Labels, TermBank

CRASH = "krasch zebra"
UNAVAILABLE = "indexet nere"
STOP_WORDS_ONLY = "och att det"


@dataclass(frozen=True, slots=True)
class Readiness:
    ok: bool
    reason: str | None
    generation: int | None
    documents: int
    passages: int


def stored(
    name: str, title: str, language: str, blocks: Sequence[tuple[str, str, int | None]], **known: object
) -> StoredDocument:
    """Build a stored document of (kind, text, page) triples; every heading begins a passage."""
    key, digest = f"file:///{name}", hashlib.sha256(name.encode()).hexdigest()
    document_id, revision = document_id_of(key), revision_of(digest, "double")
    laid: list[Block] = []
    at = 0
    for kind, text, page in blocks:
        laid.append(
            Block(
                kind,
                text,
                at,
                at + len(text),
                int(kind == "heading"),
                page,
                str(page) if page else None,
                (72.0, 700.0 - 40 * len(laid), 500.0, 730.0 - 40 * len(laid)) if page else None,
                language=language,
            )
        )
        at += len(text) + len(BLOCK_SEPARATOR)
    whole = BLOCK_SEPARATOR.join(block.text for block in laid)
    passages = tuple(_passages(document_id, revision, whole, laid, language))
    document = Document(
        document_id,
        revision,
        key,
        name,
        mimetypes.guess_type(name)[0] or "text/plain",
        digest,
        len(whole),
        datetime(2024, 3, 1, 12, tzinfo=UTC),
        title,
        language,
        max((page or 0 for _, _, page in blocks), default=0) or None,
        **known,
    )
    return StoredDocument(document, whole, tuple(laid), passages)


def _passages(document_id: str, revision: str, whole: str, blocks: Sequence[Block], language: str) -> Iterator[Passage]:
    starts = [i for i, block in enumerate(blocks) if block.kind == "heading"] or [0]
    for ordinal, (first, after) in enumerate(zip(starts, [*starts[1:], len(blocks)], strict=True)):
        begin, end = blocks[first], blocks[after - 1]
        yield Passage(
            passage_id_of(document_id, revision, ordinal),
            document_id,
            revision,
            ordinal,
            whole[begin.start : end.end],
            begin.start,
            end.end,
            language,
            (begin.text,) if begin.kind == "heading" else (),
            begin.page,
            end.page,
            begin.page_label,
        )


HOSTILE = "<script>alert('x')</script> & \"citat\""

CONTACT_TABLE = """Område | Kontakt | Telefon
Transporter | transport@exempel.example | 000-00 00 01
Häkte | hakte@exempel.example | 000-00 00 02"""

SAMPLES = (
    stored(
        "overenskommelse.pdf",
        "Överenskommelse om samverkan mellan Exempelverket och Provmyndigheten",
        "sv",
        [
            ("heading", "1 Syfte", 1),
            ("paragraph", "Parterna samverkar för att transporter och frigivningar ska vara trygga.", 1),
            ("list_item", "gemensam planering", 1),
            ("list_item", "utbyte av information", 1),
            ("heading", "Bilaga 2 Kontaktpersoner", 2),
            ("table", CONTACT_TABLE, 2),
            ("note", "Detta är ett exempel.", 2),
        ],
        document_type="agreement",
        organisations=("Exempelverket", "Provmyndigheten"),
        validity=Validity("in_force", date(2024, 3, 1), date(2099, 12, 31)),
    ),
    stored(
        "vejledning.docx",
        "Vejledning om varetægt",
        "da",
        [
            ("heading", "Kontakt under varetægt", None),
            (
                "paragraph",
                "Ved spørgsmål om varetægt kontaktes arresthuset. Transporter aftales med politiet. " * 8,
                None,
            ),
            ("paragraph", "This sentence is in English.", None),
        ],
        document_type="guide",
        organisations=("Eksempelstyrelsen",),
        validity=Validity("superseded", None, date(2022, 1, 31)),
    ),
    stored(
        "hostile.html", HOSTILE, "sv", [("heading", HOSTILE, None), ("paragraph", f"Om transporter: {HOSTILE}", None)]
    ),
    stored(
        "release-planning.md",
        "Release planning",
        "en",
        [("paragraph", "The agreement applies to release planning and transport.", None)],
    ),
)


def long_document() -> StoredDocument:
    """A document of 1,200 blocks over 60 pages."""
    blocks = [
        ("heading" if i % 20 == 0 else "paragraph", f"Stycke {i} om långsamhet", 1 + i // 20) for i in range(1200)
    ]
    return stored("lang.pdf", "Långt dokument", "sv", blocks)


@dataclass
class MemoryCatalog:
    """The read side of the catalog's port over a fixed set of documents."""

    held: Sequence[StoredDocument] = (*SAMPLES, long_document())
    by_id: dict[str, StoredDocument] = field(init=False)
    said: list[Feedback] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_id = {entry.document.document_id: entry for entry in self.held}

    def current(self) -> Generation | None:
        return Generation(1, {}, datetime(2024, 3, 1, tzinfo=UTC)) if self.held else None

    def document(self, document_id: str, generation: int) -> Document:
        if document_id not in self.by_id or generation != 1:
            raise NotFound(f'No document has the id "{document_id}".')
        return self.by_id[document_id].document

    def documents(self, generation: int, limit: int, offset: int = 0) -> list[Document]:
        listed = sorted((entry.document for entry in self.held), key=lambda d: (d.title, d.document_id))
        return listed[offset : offset + limit] if generation == 1 else []

    def count_documents(self, generation: int) -> int:
        return len(self.held) if generation == 1 else 0

    def count_passages(self, generation: int) -> int:
        return sum(len(entry.passages) for entry in self.held) if generation == 1 else 0

    def text(self, document_id: str, revision: str) -> str:
        return self._entry(document_id, revision).text

    def excerpt(self, document_id: str, revision: str, start: int, end: int) -> str:
        return self.text(document_id, revision)[start:end]

    def blocks(self, document_id: str, revision: str) -> list[Block]:
        return list(self._entry(document_id, revision).blocks)

    def _entry(self, document_id: str, revision: str) -> StoredDocument:
        entry = self.by_id.get(document_id)
        if entry is None or entry.document.revision != revision:
            raise NotFound(f'No document has the id "{document_id}".')
        return entry

    def records(self, generation: int, kind: type[R]) -> list[Recorded[R]]:
        shown = self.held if generation == 1 else ()
        return [Recorded(r, e.document) for e in shown for r in e.records.all() if isinstance(r, kind)]

    def records_of(self, document_id: str, revision: str) -> Records:
        return self._entry(document_id, revision).records

    def passages(self, passage_ids: Sequence[str]) -> dict[str, PassageRecord]:
        return {r.passage.passage_id: r for r in self._records() if r.passage.passage_id in passage_ids}

    def kinds(self, passage_ids: Sequence[str]) -> list[PassageKind]:
        return [PassageKind(r.passage.language, r.document) for r in self.passages(passage_ids).values()]

    def iter_passages(self, revisions: Sequence[tuple[str, str]]) -> Iterator[PassageRecord]:
        wanted = set(revisions)
        return (r for r in self._records() if (r.document.document_id, r.document.revision) in wanted)

    def section_paths(self, generation: int) -> list[tuple[tuple[str, ...], str]]:
        found = {(r.passage.section_path, r.passage.language, r.document.document_id) for r in self._records()}
        return [(path, language) for path, language, _ in sorted(found)] if generation == 1 else []

    def _records(self) -> Iterator[PassageRecord]:
        return (PassageRecord(passage, entry.document) for entry in self.held for passage in entry.passages)

    def live(self, generation: int | None) -> dict[str, Document]:
        return {entry.document.source_key: entry.document for entry in self.held} if generation == 1 else {}

    def is_staged(self, document_id: str, revision: str) -> bool:
        return document_id in self.by_id and self.by_id[document_id].document.revision == revision

    def staged_among(self, revisions: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        return {pair for pair in revisions if self.is_staged(*pair)}

    def stage(self, stored: StoredDocument) -> None:
        raise NotImplementedError

    def publish(self, number: int, manifest: Mapping[str, str], change: Change) -> Generation:
        raise NotImplementedError

    def put_vocabulary(self, number: int, words: bytes) -> None:
        raise NotImplementedError

    def vocabulary(self, number: int) -> bytes | None:  # noqa: ARG002
        return None

    def prune(self, keep_from: int) -> None:
        raise NotImplementedError

    def add_feedback(self, entry: Feedback) -> None:
        self.said.insert(0, entry)

    def feedback(self, limit: int) -> list[Feedback]:
        return self.said[:limit]

    def close(self) -> None:
        self.held = ()


class MemorySearcher:
    """The service's port over the memory catalog."""

    def __init__(self, catalog: MemoryCatalog) -> None:
        self.catalog = catalog
        self.asked: list[Query] = []

    def search(self, query: Query) -> SearchResponse:
        self.asked.append(query)
        self._fail_on_purpose(query.text)
        offset = self._offset(query)
        hits = sorted(self._hits(query), key=lambda hit: (-hit.score, hit.passage_id))
        page = tuple(hits[offset : offset + query.limit])
        after = offset + len(page)
        expansions = (
            (Expansion("transport", "transporter", "translation", 0.8),)
            if query.expand and "transporter" in query.text.lower() and "transport" not in query.without
            else ()
        )
        if query.sort == "date":
            hits.sort(key=lambda hit: hit.modified or datetime.min.replace(tzinfo=UTC), reverse=True)
            page = tuple(hits[offset : offset + query.limit])
        return SearchResponse(
            query_id="7d0a4f0e-6a55-4c8f-9b0e-2f1a3c5d7e90",
            took_ms=1.25,
            text=query.text,
            language="sv",
            intent="contact",
            expansions=expansions,
            answer=self._answer(hits) if query.answer else None,
            results=page,
            total=(len(hits), "eq"),
            next_cursor=str(after) if after < len(hits) else None,
            previous_cursor=str(max(0, offset - query.limit)) if offset else None,
            facets=tuple(self._facets(query)) if query.facets else (),
        )

    def answer(self, query: Query) -> Answer:
        self.asked.append(query)
        self._fail_on_purpose(query.text)
        return self._answer(sorted(self._hits(query), key=lambda hit: -hit.score))

    def contacts(self, wanted: ContactQuery) -> ContactPage:
        rows = [entry for entry in CONTACTS if wanted.q.lower() in entry.contact.text.lower()]
        last = None if wanted.limit is None else wanted.offset + wanted.limit
        return ContactPage(tuple(rows[wanted.offset : last]), len(rows), "1", date(2024, 6, 1))

    def ready(self) -> Readiness:
        count = self.catalog.count_documents(1)
        if not count:
            return Readiness(
                ok=False,
                reason="Nothing has been taken in yet: run samsok ingest.",
                generation=None,
                documents=0,
                passages=0,
            )
        return Readiness(ok=True, reason=None, generation=1, documents=count, passages=self.catalog.count_passages(1))

    def close(self) -> None:
        return

    def _fail_on_purpose(self, text: str) -> None:
        if text == CRASH:
            raise RuntimeError(f"unexpected, with the question in it: {text}")
        if text == UNAVAILABLE:
            raise IndexUnavailable("The index at /srv/secret/place did not answer.")
        if text == STOP_WORDS_ONLY:
            raise InvalidQuery("The question holds only words that stand in every document.")

    def _offset(self, query: Query) -> int:
        if query.cursor is None:
            return 0
        if not query.cursor.isdigit():
            raise InvalidParameter("cursor is not one that this service gave.")
        return int(query.cursor)

    def _hits(self, query: Query) -> list[Hit]:
        words = set(re.findall(r"\w{3,}", query.text.lower()))
        hits = []
        for entry in self.catalog.held:
            document = entry.document
            if not _passes(query.filters, document):
                continue
            for passage in entry.passages:
                spans = tuple(m.span() for m in re.finditer(r"\w+", passage.text) if m.group().lower() in words)
                if spans:
                    hits.append(_hit(document, passage, spans, explain=query.explain))
        return hits

    def _facets(self, query: Query) -> Iterator[Facet]:
        for name in FACETS:
            hits = self._hits(replace(query, filters=replace(query.filters, **{name: ()})))
            counts = Counter(
                value
                for hit in hits
                for value in (hit.organisations if name == "organisation" else (getattr(hit, name),))
            )
            yield from (Facet(name, value, count) for value, count in sorted(counts.items()))

    def _answer(self, hits: Sequence[Hit]) -> Answer:
        if not hits:
            also = (
                {
                    "document_id": SAMPLES[1].document.document_id,
                    "title": "Vejledning om varetægt",
                    "source": "vejledning.docx",
                },
            )
            return Answer("not_found", "passage", "", "sv", 0.1, see_also=also)
        return Answer("answered", "contact", "Enligt dokumentet:", "sv", 0.9, quotes=(self._quote(hits[0]),))

    def _quote(self, hit: Hit) -> Quote:
        record = self.catalog.passages([hit.passage_id])[hit.passage_id]
        passage, document = record.passage, record.document
        length = min(80, len(passage.text))
        return Quote(
            passage.text[:length],
            passage.passage_id,
            document.document_id,
            document.sha256,
            document.source,
            document.title,
            passage.section_path,
            passage.page,
            passage.start,
            passage.start + length,
            passage.language,
        )


def _hit(document: Document, passage: Passage, spans: tuple[tuple[int, int], ...], *, explain: bool) -> Hit:
    return Hit(
        passage.passage_id,
        document.document_id,
        document.title,
        document.source,
        document.organisations,
        document.document_type,
        passage.language,
        passage.section_path,
        passage.page,
        passage.page_label,
        passage.text,
        spans,
        min(1.0, len(spans) / 10),
        document.validity,
        {"bm25_score": 1.0} if explain else None,
        document.modified,
    )


def _passes(filters: Filters, document: Document) -> bool:
    return (
        (not filters.language or document.language in filters.language)
        and (not filters.document_type or document.document_type in filters.document_type)
        and (not filters.organisation or bool(set(filters.organisation) & set(document.organisations)))
    )


def _contact(number: int, name: str, topic: str, e164: str) -> Entry:
    text = f"{topic} | {name} | {e164}"
    contact = Contact(
        Span(10 * number, 10 * number + len(text), 2), name=name, topics=(topic,), phones=(Phone(e164, e164),),
        text=text, language="sv", verified=date(2024, 3, number + 1),
    )  # fmt: skip
    return Entry(number, (Stated(contact, SAMPLES[0].document, SAMPLES[0].document.source),))


CONTACTS = (
    _contact(0, "Anna Exempel", "Transporter", "+46846500413"),
    _contact(1, 'Bo "<b>" Exempel', "Häkte", "+46846500414"),
    _contact(2, "Eva Exempel", "Häkte, anstalt", "+46846500415"),
)


REMAND = Concept(
    "test-remand",
    "",
    "measure",
    {
        "sv": Labels("häktning", ("häkta",)),
        "da": Labels("varetægtsfængsling", ("varetægt",)),
        "en": Labels("remand in custody", (), ("remanded",)),
    },
    {"sv": "Hållas inlåst i väntan på dom.", "da": "At holdes fængslet før dom.", "en": "Being held before judgment."},
    related=("test-remand-prison",),
)
REMAND_PRISON = Concept("test-remand-prison", "se", "place", {"sv": Labels("häkte"), "en": Labels("remand prison")})


@dataclass(frozen=True)
class MemoryGlossary:
    """The glossary's port over two terms."""

    fault: str | None = None

    def bank(self) -> TermBank:
        return TermBank((REMAND, REMAND_PRISON))


@dataclass(frozen=True)
class MemoryKnowledge:
    """What `api.server` serves, over the memory catalog."""

    catalog: MemoryCatalog = field(default_factory=MemoryCatalog)
    terms: MemoryGlossary = field(default_factory=MemoryGlossary)
    service: MemorySearcher = field(init=False)
    papers: PaperStore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "service", MemorySearcher(self.catalog))
        object.__setattr__(self, "papers", PaperStore(self.catalog))

    def close(self) -> None:
        return
