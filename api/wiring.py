"""The composition root: the only place that knows which class stands behind each port.

Reads settings, opens parts, hands them on; must not know HTTP or the command line. Whatever opens something says who
closes it.
"""

import dataclasses
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it has no annotations

from api.port import Searcher
from api.settings import Settings
from ingest.limits import Limits
from search import resources
from search.analysis import Analyzer
from search.answering import Answering as Answerers
from search.answering import Reader
from search.catalog import SqlCatalog
from search.catalog_port import Catalog
from search.contacts.book import ContactBook
from search.contacts.service import ContactService
from search.encode import Encoder, StaticEncoder, load_encoder
from search.errors import BackendError
from search.index.port import IndexSettings, IndexStore
from search.indexing import Indexer
from search.language import QuestionLanguage
from search.late import LateInteraction
from search.lock import WriteLock
from search.originals import Originals
from search.page_state import PageStates
from search.papers.concepts import BankConcepts
from search.papers.store import PaperStore
from search.plan import Planner
from search.rank import Ranker
from search.service import SearchService
from search.sparse import QueryTranslator
from search.terms import TermExpander, TermStore
from search.translation import Translator
from search.understanding import Understander


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The knowledge base, opened; closing it closes the service and the catalog.

    Attributes:
        indexer: makes points for what is taken in.
        terms: the term bank that questions are widened by.
        papers: what papers say of each other.
        contacts: whom the papers, and whoever keeps contacts by hand, name to ask.
    """

    catalog: Catalog
    store: IndexStore
    indexer: Indexer
    service: SearchService
    terms: TermStore
    papers: PaperStore
    contacts: ContactBook

    def close(self) -> None:
        """Release the index first, the catalog after it."""
        self.service.close()
        self.catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_knowledge(settings: Settings) -> Knowledge:
    """Open everything that questions and taking in need; the index itself opens with the first question.

    Raises:
        SetupError: a resource, the model or the data folder does not fit.
        BackendError: a store cannot be reached or written.
    """
    make_data_folder(settings)
    encoder = open_encoder(settings)
    return assemble(settings, encoder, open_catalog(settings), open_store(settings, encoder.dim))


class Closes(Protocol):
    """Whatever holds something open."""

    def close(self) -> None:
        """Let go of it."""
        ...


@dataclass(frozen=True, slots=True)
class Answering:
    """The knowledge base as it answers readers; closing it closes the knowledge base and leaves the model.

    Attributes:
        service: the search service, its answers worded by a language model where one is set.
    """

    knowledge: Knowledge
    service: Searcher
    model: Closes | None = None

    @property
    def papers(self) -> PaperStore:
        """What papers say of themselves and each other."""
        return self.knowledge.papers

    @property
    def catalog(self) -> Catalog:
        """Tells of documents."""
        return self.knowledge.catalog

    @property
    def terms(self) -> TermStore:
        """Tells of terms."""
        return self.knowledge.terms

    def close(self) -> None:
        """Release everything that was opened."""
        if self.model is not None:
            self.model.close()
        self.knowledge.close()


def open_answering(settings: Settings) -> Answering:
    """Open the knowledge base, and the language model that words its answers where one is set; raises as above."""
    make_data_folder(settings)
    encoder = open_encoder(settings)
    knowledge = assemble(settings, encoder, open_catalog(settings), open_store(settings, encoder.dim))
    if not (settings.llm_url and settings.llm_model):
        return Answering(knowledge, knowledge.service)
    from api.chat_model import ChatModel  # noqa: PLC0415 - its client takes 0.1 s to import
    from api.worded import WordedSearcher  # noqa: PLC0415
    from search.wording import Judge  # noqa: PLC0415

    model = ChatModel(settings.llm_url, settings.llm_model, settings.llm_key, settings.llm_timeout_s)
    # the shipped model whatever the encoder is: the judge's threshold was measured with it
    judge = Judge(open_analyzer(), open_pieces(encoder))
    return Answering(knowledge, WordedSearcher(knowledge.service, knowledge.catalog, model, judge), model)


@dataclass(frozen=True, slots=True)
class Writing:
    """What taking in, rebuilding and deleting need."""

    catalog: Catalog
    store: IndexStore
    indexer: Indexer
    pages: PageStates
    originals: Originals


@contextmanager
def open_writing(settings: Settings) -> Iterator[Writing]:
    """Take the right to write and open what writing needs, for as long as the block runs.

    Raises:
        DataFolderInUse: another process is writing; the message names it.
    """
    make_data_folder(settings)
    with WriteLock(settings.data):
        encoder = open_encoder(settings)
        indexer = Indexer(encoder, open_pieces(encoder), open_analyzer())
        with closing(open_catalog(settings)) as catalog:
            originals = Originals.under(settings.data)
            yield Writing(catalog, open_store(settings, encoder.dim), indexer, catalog, originals)


@contextmanager
def open_temporary(settings: Settings) -> Iterator[Knowledge]:
    """Open an empty knowledge base beside the real one, embedded, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="samsok-") as folder:
        embedded = dataclasses.replace(settings, data=Path(folder), database_url=None, qdrant_url=None)
        with open_knowledge(embedded) as knowledge:
            yield knowledge


def assemble(settings: Settings, encoder: Encoder, catalog: SqlCatalog, store: IndexStore) -> Knowledge:
    """Put the opened parts together."""
    analyzer = open_analyzer()
    # a question's products of matrices are small: with a thread on each core, one waits for another process to pause.
    # Measured beside a busy process: 1.7 ms a question instead of 13 ms.
    threadpool_limits(1, user_api="blas")
    pieces = open_pieces(encoder)
    indexer = Indexer(encoder, pieces, analyzer)
    terms = open_terms(settings)
    planner = open_planner(encoder, analyzer, terms, settings.max_query_characters)
    late = LateInteraction(pieces)
    reader = Reader(analyzer, pieces, late)
    answering = Answerers(reader, analyzer, resources.SENTENCE_WEIGHTS, resources.DECISION_WEIGHTS, terms)
    papers = PaperStore(catalog, BankConcepts(terms, analyzer))
    contacts = ContactBook(catalog, catalog, analyzer, encoder.encode_passages, papers)
    service = SearchService(
        catalog, store, planner, Ranker(analyzer, late), indexer.manifest(), answering, papers, contacts
    )
    return Knowledge(catalog, store, indexer, service, terms, papers, contacts)


@contextmanager
def open_contacts(settings: Settings) -> Iterator[ContactService]:
    """Open the list of contacts alone, without the index; works beside a running service."""
    make_data_folder(settings)
    encoder = open_encoder(settings)
    analyzer = open_analyzer()
    terms = open_terms(settings)
    planner = open_planner(encoder, analyzer, terms, settings.max_query_characters)
    with closing(open_catalog(settings)) as catalog:
        papers = PaperStore(catalog, BankConcepts(terms, analyzer))
        book = ContactBook(catalog, catalog, analyzer, encoder.encode_passages, papers)
        yield ContactService(catalog, book, planner)


def make_data_folder(settings: Settings) -> None:
    """Make the data folder, or raise BackendError where it cannot be made."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackendError(
            f"The data folder {settings.data} cannot be made ({error.strerror}): choose another with SAMSOK_DATA."
        ) from error


def open_encoder(settings: Settings) -> Encoder:
    """Load the embedding model."""
    return load_encoder(settings.model, resources.MODEL)


def open_pieces(encoder: Encoder) -> StaticEncoder:
    """Return the shipped model, which a closer look at candidates uses whatever the encoder is."""
    return encoder if isinstance(encoder, StaticEncoder) and encoder.is_from(resources.MODEL) else _shipped_pieces()


@cache
def _shipped_pieces() -> StaticEncoder:
    return StaticEncoder(resources.MODEL)


@cache
def open_analyzer() -> Analyzer:
    """Open the shipped lexicons."""
    return Analyzer(resources.LEXICON)


def open_terms(settings: Settings) -> TermStore:
    """Return the term bank, shipped and the user's; it is read with the first question."""
    return TermStore(resources.TERMS, open_analyzer(), settings.terms)


def open_planner(encoder: Encoder, analyzer: Analyzer, bank: TermStore, max_characters: int) -> Planner:
    """Put together what understands questions."""
    terms = QueryTranslator(analyzer, Translator(resources.TRANSLATION), TermExpander(bank, analyzer))
    understander = Understander(resources.INTENT_WEIGHTS, bank)
    return Planner(analyzer, terms, encoder, QuestionLanguage(analyzer), max_characters, understander)


def open_catalog(settings: Settings) -> SqlCatalog:
    """Open the catalog, in the data folder unless a database is named."""
    return SqlCatalog.open(settings.database_url or f"sqlite:///{settings.data.resolve() / 'catalog.db'}")


def open_store(settings: Settings, dim: int) -> IndexStore:
    """Open the store of index generations: Qdrant Edge in the data folder, or the server that is named."""
    index_settings = IndexSettings(dim=dim)
    if settings.qdrant_url is None:
        from search.index.edge import EdgeIndexStore  # noqa: PLC0415 - a server deployment does not need the engine

        return EdgeIndexStore(settings.data / "index", index_settings)
    from search.index.qdrant import QdrantIndexStore  # noqa: PLC0415 - its client takes a second to import

    return QdrantIndexStore.connect(settings.qdrant_url, index_settings, api_key=settings.qdrant_api_key)


def limits_of(settings: Settings) -> Limits:
    """Return what one document may cost."""
    return Limits(max_bytes=settings.max_bytes)
