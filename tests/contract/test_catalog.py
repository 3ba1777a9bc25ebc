"""One suite over the catalog's databases: SQLite, and PostgreSQL where one is named."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from search.catalog import PAGE_PASSAGES, SqlCatalog
from search.catalog_port import Change, PassageKind
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
from search.errors import BackendError, IncompatibleData, InvalidSetting, NotFound
from search.records import (
    Agreement,
    Area,
    Contact,
    Definition,
    Fact,
    Phone,
    Records,
    Responsibility,
    Signatory,
    Span,
)
from search.stored import StoredDocument

ROOT = Path(__file__).parents[2]
MANIFEST = {"model": "m", "analyzer": "1"}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'catalog.db'}"
        return
    server = os.environ.get("POSTGRES_URL")
    if not server:
        pytest.skip("POSTGRES_URL names no PostgreSQL database")
    schema = f"test_{uuid.uuid4().hex[:8]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{server}?options=-csearch_path%3D{schema}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def catalog(url: str) -> Iterator[SqlCatalog]:
    opened = SqlCatalog.open(url)
    yield opened
    opened.close()


def make(name: str, *, version: int = 1, passages: int = 3, title: str | None = None) -> StoredDocument:
    """Return a document with every field set to something that can be lost."""
    key = f"file:///papers/{name}"
    document_id, revision = document_id_of(key), revision_of(f"{name}{version}", "pipeline")
    texts = [f"{name} v{version} stycke {number}: åäö ÆØÅ – “§ 4”" for number in range(passages)]
    blocks, start = [], 0
    for number, content in enumerate(texts):
        blocks.append(
            Block(
                "heading" if number == 0 else "paragraph", content, start, start + len(content), level=int(number == 0),
                page=number + 1, page_label="iv" if number else None, bbox=(1.5, 0.1, 2.0, 99.25) if number else None,
                language="da" if number % 2 else "sv", ocr_confidence=0.875 if number else None,
            )
        )  # fmt: skip
        start += len(content) + len(BLOCK_SEPARATOR)
    runs = tuple(
        Passage(
            passage_id_of(document_id, revision, number), document_id, revision, number, block.text, block.start,
            block.end, block.language, ("Kapitel 1", "Å: “citat”"), block.page, number + 2, block.page_label,
        )
        for number, block in enumerate(blocks)
    )  # fmt: skip
    document = Document(
        document_id, revision, key, name, "application/pdf", f"{version:064x}", 5_000_000_000,
        datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=timezone(timedelta(hours=2))), title or f"Titel {name}", "sv",
        7, "agreement", ("Polisen", "Kriminalvården"), ("transport",),
        Validity("superseded", date(2020, 1, 1), date(2023, 12, 31), document_id_of("next")),
    )  # fmt: skip
    return StoredDocument(document, BLOCK_SEPARATOR.join(texts), tuple(blocks), runs, stated(runs))


def stated(runs: tuple[Passage, ...]) -> Records:
    """Return one record of each kind with every field set, and a bare one."""
    span = Span(3, 9, 2, runs[0].passage_id if runs else None)
    contact = Contact(
        span, "Polisen", "Transportenheten", "samordnare", "Ärna Ødegaard", ("Transporter", "häkte"), "Väst",
        "regional",
        (Phone("010-00 00 00", "+4610000000"), Phone("114 14", "11414")), ("a@example.org",), "8-16", "sv",
        date(2024, 2, 29), is_named_only=True,
    )  # fmt: skip
    agreement = Agreement(
        span, ("Polisen", "Kriminalvården"), (Area("Transporter", span, "transport"),), "national",
        (Signatory("Ärna Ødegaard", span, "chef", "Polisen", "Älvbacka", date(2020, 1, 1)),),
        (Responsibility("chefen", "ansvarar för “allt”", span),), "Varje år.", span,
    )  # fmt: skip
    definition = Definition("samarbejde", span, "SSP", "skole, socialforvaltning, politi")
    fact = Fact("valid_from", "2020-01-01", span, 0.75, "sidecar")
    return Records((contact, Contact(Span(0, 1))), (agreement,), (definition,), (fact,))


def pair(stored: StoredDocument) -> tuple[str, str]:
    return stored.document.document_id, stored.document.revision


def ids(stored: StoredDocument) -> list[str]:
    return [passage.passage_id for passage in stored.passages]


def publish(catalog: SqlCatalog, *put: StoredDocument, remove: tuple[StoredDocument, ...] = ()) -> int:
    for stored in put:
        catalog.stage(stored)
    current = catalog.current()
    change = Change([pair(stored) for stored in put], [stored.document.document_id for stored in remove])
    return catalog.publish(current.number + 1 if current else 1, MANIFEST, change).number


def titles(catalog: SqlCatalog, generation: int) -> list[str]:
    return [document.title for document in catalog.documents(generation, 100)]


def test_a_new_catalog_is_empty(catalog: SqlCatalog) -> None:
    """Before the first publication there is no generation and nothing in it."""
    assert catalog.current() is None
    assert catalog.live(None) == {}
    assert catalog.documents(1, 10) == []
    assert (catalog.count_documents(1), catalog.count_passages(1)) == (0, 0)


def test_everything_comes_back(url: str) -> None:
    """Every field of a document, its blocks and its passages is read as it was staged, also after a restart."""
    stored = make("a.pdf")
    bare = StoredDocument(
        Document("d", "r", "file:///b", "b", "text/plain", "0", 0, datetime(2024, 1, 1, tzinfo=UTC), "", "und"),
        "",
        (),
        (),
    )
    with_first = SqlCatalog.open(url)
    publish(with_first, stored, bare)
    with_first.close()
    catalog = SqlCatalog.open(url)
    for document in (stored, bare):
        assert catalog.document(document.document.document_id, 1) == document.document
        assert catalog.text(*pair(document)) == document.text
        assert catalog.blocks(*pair(document)) == list(document.blocks)
        assert catalog.records_of(*pair(document)) == document.records
    found = catalog.passages([*ids(stored), "unknown", ids(stored)[0]])
    assert {key: record.passage for key, record in found.items()} == dict(
        zip(ids(stored), stored.passages, strict=True)
    )
    assert {record.document for record in found.values()} == {stored.document}
    assert catalog.live(1) == {"file:///papers/a.pdf": stored.document, "file:///b": bare.document}
    catalog.close()


def test_staged_is_held_but_not_shown(catalog: SqlCatalog) -> None:
    """A staged revision survives, and is in no list, until a publication names it."""
    stored = make("a.pdf")
    assert not catalog.is_staged(*pair(stored))
    catalog.stage(stored)
    assert catalog.is_staged(*pair(stored))
    others = [(f"{number}", "0" * 64) for number in range(1100)]
    assert catalog.staged_among([*others, pair(stored), (stored.document.document_id, "0" * 64)]) == {pair(stored)}
    assert catalog.staged_among([]) == set()
    assert catalog.current() is None
    assert titles(catalog, 1) == []
    with pytest.raises(NotFound):
        catalog.document(stored.document.document_id, 1)


def test_staging_again_replaces_what_was_staged(catalog: SqlCatalog) -> None:
    """The last try counts, with other passages too; a revision that is shown stays as it is."""
    stored = make("a.pdf", passages=5)
    catalog.stage(make("a.pdf", passages=2))
    catalog.stage(stored)
    publish(catalog)
    catalog.publish(2, MANIFEST, Change(put=[pair(stored)]))
    catalog.stage(make("a.pdf", passages=1))
    assert catalog.text(*pair(stored)) == stored.text
    assert catalog.count_passages(2) == 5
    assert len(catalog.passages(ids(stored))) == 5


def test_a_new_revision_is_switched_in(catalog: SqlCatalog) -> None:
    """Each generation sees its own revision; passages of both are held while either can be asked for."""
    old, new = make("a.pdf"), make("a.pdf", version=2, passages=2)
    other = make("b.pdf")
    publish(catalog, old, other)
    publish(catalog, new)
    document_id = old.document.document_id
    assert catalog.document(document_id, 1) == old.document
    assert catalog.document(document_id, 2) == new.document
    assert [catalog.count_passages(generation) for generation in (1, 2)] == [6, 5]
    assert set(catalog.passages([*ids(old), *ids(new)])) == {*ids(old), *ids(new)}
    current = catalog.current()
    assert current is not None
    assert (current.number, current.manifest) == (2, MANIFEST)
    assert current.published_at.tzinfo is not None


def test_records_follow_what_is_shown(catalog: SqlCatalog) -> None:
    """Each generation states what its documents state, and a pruned revision leaves no record."""
    old, new, other = make("a.pdf"), make("a.pdf", version=2), make("b.pdf")
    publish(catalog, old, other)
    publish(catalog, new)
    assert [each.document for each in catalog.records(1, Contact)] == [old.document] * 2 + [other.document] * 2
    assert {each.document for each in catalog.records(2, Agreement)} == {new.document, other.document}
    assert [each.record for each in catalog.records(2, Fact)] == [*other.records.facts, *new.records.facts]
    catalog.prune(2)
    assert catalog.records_of(*pair(old)) == Records()
    assert catalog.records_of(*pair(new)) == new.records


def test_an_earlier_revision_can_come_back(catalog: SqlCatalog) -> None:
    """A document whose old bytes return shows its old revision again, and each generation still sees its own."""
    old, new = make("a.pdf"), make("a.pdf", version=2)
    publish(catalog, old)
    publish(catalog, new)
    publish(catalog, old)
    publish(catalog, remove=(old,))
    publish(catalog, old)
    document_id = old.document.document_id
    seen = [catalog.document(document_id, generation).revision for generation in (1, 2, 3, 5)]
    assert seen == [revision for _, revision in (pair(old), pair(new), pair(old), pair(old))]
    with pytest.raises(NotFound):
        catalog.document(document_id, 4)
    assert [catalog.count_documents(generation) for generation in range(6)] == [0, 1, 1, 1, 0, 1]


def test_publishing_what_is_shown_changes_nothing(catalog: SqlCatalog) -> None:
    """A revision put again while it is shown stays shown once; unknown documents can be removed."""
    stored = make("a.pdf")
    publish(catalog, stored)
    publish(catalog, stored)
    catalog.publish(3, MANIFEST, Change(remove=["unknown"]))
    assert [catalog.count_documents(generation) for generation in (1, 2, 3)] == [1, 1, 1]


def test_only_the_next_number_can_be_published(catalog: SqlCatalog) -> None:
    """Whoever derived from an older generation is refused, and nothing of the change is kept."""
    first, second = make("a.pdf"), make("b.pdf")
    publish(catalog, first)
    catalog.stage(second)
    for number in (1, 3):
        with pytest.raises(BackendError, match=f"generation {number} cannot be published after generation 1"):
            catalog.publish(number, MANIFEST, Change(put=[pair(second)], remove=[first.document.document_id]))
    assert titles(catalog, 1) == ["Titel a.pdf"]
    current = catalog.current()
    assert current is not None
    assert current.number == 1


def test_publishing_is_all_or_nothing(catalog: SqlCatalog) -> None:
    """A change that names a revision nobody staged leaves the current generation as it was."""
    first, missing = make("a.pdf"), make("b.pdf")
    publish(catalog, first)
    with pytest.raises(BackendError, match="is not staged"):
        catalog.publish(2, MANIFEST, Change(put=[pair(missing)], remove=[first.document.document_id]))
    assert titles(catalog, 2) == ["Titel a.pdf"]


def test_two_revisions_of_one_document_are_refused(catalog: SqlCatalog) -> None:
    """A generation shows at most one revision of a document."""
    both = [make("a.pdf"), make("a.pdf", version=2)]
    catalog.stage_many(both)
    with pytest.raises(ValueError, match="two revisions"):
        catalog.publish(1, MANIFEST, Change(put=[pair(stored) for stored in both]))


def test_lists_are_ordered_and_paged(catalog: SqlCatalog) -> None:
    """Documents come by title in code point order, then by id, on pages that neither overlap nor leave out."""
    names = ["b", "Å", "a", "Z", "ø", "a"]
    publish(catalog, *(make(f"{number}.pdf", title=title) for number, title in enumerate(names)))
    assert titles(catalog, 1) == sorted(names)
    pages = [catalog.documents(1, 2, offset) for offset in (0, 2, 4, 6)]
    assert [document for page in pages for document in page] == catalog.documents(1, 100)
    twins = [document.document_id for document in catalog.documents(1, 100) if document.title == "a"]
    assert twins == sorted(twins)


def test_passages_are_counted_by_what_they_are(catalog: SqlCatalog) -> None:
    """Languages and documents of the passages that are held, as often as there are passages; unknown ids are not."""
    stored = [make("a.pdf"), make("b.pdf", passages=2)]
    publish(catalog, *stored)
    found = catalog.kinds([*(passage_id for each in stored for passage_id in ids(each)), str(uuid.uuid4())])
    wanted = [PassageKind(passage.language, each.document) for each in stored for passage in each.passages]
    assert sorted(found, key=str) == sorted(wanted, key=str)
    assert catalog.kinds([]) == []


def test_passages_stream_in_the_order_asked(catalog: SqlCatalog) -> None:
    """Passages come by revision in the caller's order, within it from first to last; unknown revisions are skipped."""
    stored = [make(f"{number}.pdf", passages=number % 4) for number in range(30)]
    catalog.stage_many(stored)
    asked = [pair(document) for document in reversed(stored)]
    asked.insert(3, ("unknown", "revision"))
    wanted = [passage for document in reversed(stored) for passage in document.passages]
    assert [record.passage for record in catalog.iter_passages(asked)] == wanted


def test_one_huge_document_streams_too(catalog: SqlCatalog) -> None:
    """A document with more passages than a page comes whole and in order, between others."""
    huge = make("huge.pdf", passages=PAGE_PASSAGES * 2 + 1)
    stored = [make("a.pdf"), huge, make("b.pdf")]
    catalog.stage_many(stored)
    wanted = [passage_id for document in stored for passage_id in ids(document)]
    assert [record.passage.passage_id for record in catalog.iter_passages(map(pair, stored))] == wanted
    assert len(list(islice(catalog.iter_passages([pair(huge)]), 3))) == 3


def test_prune_forgets_what_nobody_can_ask_for(catalog: SqlCatalog) -> None:
    """Replaced, removed and never published revisions go, with text and passages; what is shown stays."""
    old, new, gone, staged = make("a.pdf"), make("a.pdf", version=2), make("b.pdf"), make("c.pdf")
    publish(catalog, old, gone)
    publish(catalog, new)
    publish(catalog, remove=(gone,))
    catalog.stage(staged)
    catalog.prune(2)
    assert [catalog.is_staged(*pair(stored)) for stored in (old, new, gone, staged)] == [False, True, True, False]
    assert catalog.count_documents(2) == 2
    catalog.prune(3)
    assert [catalog.is_staged(*pair(stored)) for stored in (old, new, gone, staged)] == [False, True, False, False]
    assert catalog.passages([*ids(old), *ids(gone)]) == {}
    with pytest.raises(NotFound):
        catalog.text(*pair(gone))
    catalog.prune(99)
    assert titles(catalog, 3) == ["Titel a.pdf"]
    publish(catalog, old)
    assert catalog.document(old.document.document_id, 4) == old.document


def test_pruned_metadata_is_not_remembered(catalog: SqlCatalog) -> None:
    """A revision staged after a prune is not mistaken for the one that had its place before."""
    first = make("a.pdf")
    catalog.stage(first)
    assert catalog.passages(ids(first))
    catalog.prune(1)
    second = make("b.pdf")
    catalog.stage(second)
    assert {record.document for record in catalog.passages(ids(second)).values()} == {second.document}


def test_what_is_not_held_is_not_found(catalog: SqlCatalog) -> None:
    """Texts and blocks of revisions that are not held are refused by name."""
    for ask in (catalog.text, catalog.blocks):
        with pytest.raises(NotFound, match="no revision"):
            ask("unknown", "revision")


def test_blocks_must_be_slices_of_the_text(catalog: SqlCatalog) -> None:
    """A document whose block is not what its text has at that place is refused whole."""
    stored = make("a.pdf")
    broken = replace(stored, blocks=(replace(stored.blocks[0], start=1), *stored.blocks[1:]))
    with pytest.raises(ValueError, match=r"a\.pdf"):
        catalog.stage_many([make("b.pdf"), broken])
    assert not catalog.is_staged(*pair(make("b.pdf")))


def test_threads_read_while_one_writes(catalog: SqlCatalog) -> None:
    """Readers in several threads see each generation whole while others are staged and published."""
    publish(catalog, make("0.pdf"))
    stop, failures = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            current = catalog.current()
            assert current is not None
            documents = catalog.documents(current.number, 100)
            if len(documents) != current.number or catalog.count_passages(current.number) != 3 * current.number:
                failures.append(current.number)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 15):
        publish(catalog, make(f"{number}.pdf"))
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_two_catalogs_share_a_database(url: str) -> None:
    """What one process publishes the other one sees; of two that publish the same number one is refused."""
    one, two = SqlCatalog.open(url), SqlCatalog.open(url)
    publish(one, make("a.pdf"))
    assert titles(two, 1) == ["Titel a.pdf"]
    outcomes: list[object] = []

    def race(catalog: SqlCatalog) -> None:
        try:
            outcomes.append(catalog.publish(2, MANIFEST, Change()).number)
        except BackendError:
            outcomes.append("refused")

    threads = [threading.Thread(target=race, args=(catalog,)) for catalog in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["2", "refused"]
    one.close()
    two.close()
    one.close()


STAGER = """
import sys
sys.path.insert(0, {tests!r})
from test_catalog import MANIFEST, Change, SqlCatalog, make, pair
catalog = SqlCatalog.open({url!r})
for number in range(1, 10**6):
    stored = make("a.pdf", version=number), make(f"{{number}}.pdf")
    catalog.stage_many(stored)
    print("staged", number, flush=True)
    catalog.publish(number, MANIFEST, Change(put=[pair(document) for document in stored]))
    print("published", number, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(url: str) -> None:
    """Killed at any moment, the catalog opens again with every publication that was reported, each of them whole."""
    program = STAGER.format(tests=str(Path(__file__).parent), url=url)
    reported = 0
    for lines in (3, 8, 15):
        if reported:
            program = program.replace("range(1,", f"range({reported + 1},", 1)
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert process.stdout is not None
        output = [process.stdout.readline() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        output += process.communicate(timeout=30)[0].splitlines()
        published = [int(line.split()[1]) for line in output if line.startswith("published")]
        catalog = SqlCatalog.open(url)
        current = catalog.current()
        assert current is not None
        assert published[-1] <= current.number <= published[-1] + 1
        assert catalog.count_documents(current.number) == current.number + 1
        assert catalog.live(current.number)["file:///papers/a.pdf"].sha256 == f"{current.number:064x}"
        program = STAGER.format(tests=str(Path(__file__).parent), url=url)
        reported = current.number
        catalog.close()


# What follows is about files, and so about SQLite alone.


def test_another_schema_is_refused(tmp_path: Path) -> None:
    """A database of another version is left alone, and the message says what to do."""
    url = f"sqlite:///{tmp_path / 'catalog.db'}"
    SqlCatalog.open(url).close()
    with sqlite3.connect(tmp_path / "catalog.db") as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(IncompatibleData, match=r"schema 99.*needs 1.*samsok ingest"):
        SqlCatalog.open(url)


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    """A database that holds somebody else's tables gets none of ours."""
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE meta (something INTEGER)")
    connection.close()
    with pytest.raises(IncompatibleData, match="empty database"):
        SqlCatalog.open(f"sqlite:///{tmp_path / 'other.db'}")


def overwrite(path: Path, start: int, end: int | None) -> None:
    content = bytearray(path.read_bytes())
    content[start:end] = b"\x5a" * len(content[start:end])
    path.write_bytes(content)


@pytest.mark.parametrize("damage", ["no database", "header", "pages", "truncated"])
def test_a_damaged_file_is_reported(tmp_path: Path, damage: str) -> None:
    """A file that is no database any more ends in a message, not in a traceback of the driver."""
    path = tmp_path / "catalog.db"
    catalog = SqlCatalog.open(f"sqlite:///{path}")
    publish(catalog, *(make(f"{number}.pdf") for number in range(50)))
    catalog.close()
    match damage:
        case "no database":
            path.write_text("This is not a database. " * 100)
        case "header":
            overwrite(path, 0, 100)
        case "pages":
            overwrite(path, 4096, None)
        case _:
            os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(IncompatibleData, match="damaged"):
        read_all(f"sqlite:///{path}")


def read_all(url: str) -> None:
    catalog = SqlCatalog.open(url)
    try:
        for document in catalog.documents(1, 100):
            catalog.blocks(document.document_id, document.revision)
            list(catalog.iter_passages([(document.document_id, document.revision)]))
    finally:
        catalog.close()


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("nonsense", InvalidSetting),
        ("nosuch://host/name", InvalidSetting),
        ("sqlite://", InvalidSetting),
        ("sqlite:///:memory:", InvalidSetting),
        ("sqlite:////dev/null/catalog.db", InvalidSetting),
        ("sqlite:////dev", BackendError),
    ],
)
def test_addresses_that_cannot_be_used(address: str, error: type[Exception]) -> None:
    """An address that names no usable database is refused with the reason."""
    with pytest.raises(error):
        SqlCatalog.open(address)


def test_a_lasting_writer_is_reported(tmp_path: Path, opened: Callable[[str], SqlCatalog]) -> None:
    """When another process keeps the write lock, the caller learns that it can try again later."""
    catalog = opened(f"sqlite:///{tmp_path / 'catalog.db'}")
    blocker = sqlite3.connect(tmp_path / "catalog.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    opened(f"sqlite:///{tmp_path / 'catalog.db'}")  # opening and reading need no write lock
    assert catalog.current() is None
    with pytest.raises(BackendError, match="try again later"):
        catalog.stage(make("a.pdf"))
    blocker.close()
    catalog.stage(make("a.pdf"))


@pytest.fixture
def opened() -> Iterator[Callable[[str], SqlCatalog]]:
    catalogs: list[SqlCatalog] = []

    def open_one(url: str) -> SqlCatalog:
        catalogs.append(SqlCatalog.open(url, busy_timeout_ms=50))
        return catalogs[-1]

    yield open_one
    for catalog in catalogs:
        catalog.close()
