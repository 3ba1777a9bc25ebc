"""One suite over every adapter of the vector index: embedded, a server's stand-in, and a server where one is named."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from qdrant_client import QdrantClient

from search.errors import DataFolderInUse, IncompatibleData, IndexUnavailable
from search.index.edge import EdgeIndexStore
from search.index.port import Candidate, IndexSettings, IndexStore, Point, SparseVector
from search.index.qdrant import QdrantIndexStore
from search.index.qdrant_calls import ServerOptions
from search.result import Filters

DIM = 8
ROOT = Path(__file__).parents[2]
NO_FILTERS = Filters()


@dataclass(frozen=True)
class Place:
    """Where an adapter keeps its data; every call opens another store on it."""

    name: str
    store: Callable[[int], IndexStore]

    def open(self, dim: int = DIM) -> IndexStore:
        return self.store(dim)


def edge_place(folder: Path) -> Place:
    return Place("edge", lambda dim: EdgeIndexStore(folder / "index", IndexSettings(dim)))


def qdrant_place(client: QdrantClient, collection: str) -> Place:
    return Place("qdrant", lambda dim: QdrantIndexStore(client, IndexSettings(dim), collection))


@pytest.fixture(params=["edge", "qdrant", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "edge":
        yield edge_place(tmp_path)
        return
    if request.param == "qdrant":
        with_memory = QdrantClient(":memory:")
        yield qdrant_place(with_memory, "samsok")
        with_memory.close()
        return
    url = os.environ.get("QDRANT_URL")
    if not url:
        pytest.skip("QDRANT_URL names no Qdrant server")
    client = QdrantClient(url=url, api_key=os.environ.get("QDRANT_API_KEY"))
    prefix = f"test-{uuid.uuid4().hex[:8]}"
    yield qdrant_place(client, prefix)
    for collection in client.get_collections().collections:
        if collection.name.startswith(prefix):
            client.delete_collection(collection.name)
    client.close()


@pytest.fixture
def store(place: Place) -> IndexStore:
    return place.open()


def passage_id(number: int) -> str:
    return str(uuid.UUID(int=number + 1))


def make_point(number: int, *, document: int | None = None, language: str = "sv") -> Point:
    generator = np.random.default_rng(number)
    dense = generator.standard_normal(DIM).astype(np.float32)
    indices = np.unique(generator.integers(0, 40, 12)).astype(np.uint32)
    values = generator.uniform(0.5, 2.0, len(indices)).astype(np.float32)
    return Point(
        passage_id(number),
        dense / np.linalg.norm(dense),
        SparseVector(indices, values),
        {
            "document_id": f"d{number // 5 if document is None else document}",
            "language": language,
            "document_type": "guide" if number % 2 else "agreement",
            "organisation": ["A", "B"] if number % 3 else ["C"],
            "area": ["transport"] if number % 4 else [],
        },
        bytes([number % 256, 0, 255]),
    )


POINTS = [make_point(number, language="sv" if number % 2 else "da") for number in range(60)]


def question(seed: int = 1000) -> tuple[np.ndarray, SparseVector]:
    point = make_point(seed)
    return point.dense, point.sparse


def ask(
    store: IndexStore, generation: int, filters: Filters = NO_FILTERS, limit: int = 10, seed: int = 1000
) -> tuple[list[Candidate], list[Candidate]]:
    reader = store.open(generation)
    try:
        return reader.query(*question(seed), filters, limit)
    finally:
        reader.close()


def write(
    store: IndexStore, base: int | None, generation: int, points: Sequence[Point] = (), remove: Sequence[str] = ()
) -> None:
    with store.begin(base, generation) as writer:
        writer.delete_documents(remove)
        writer.add(points)
        writer.commit()


def write_half(store: IndexStore, base: int | None, generation: int) -> None:
    def points() -> Iterator[Point]:
        yield from POINTS[20:30]
        raise KeyError("half-way")

    with store.begin(base, generation) as writer:
        writer.delete_documents(["d0"])
        writer.add(POINTS[30:33])
        writer.add(points())
        writer.commit()


def held(store: IndexStore, generation: int) -> set[str]:
    """Every passage of a generation, as the dense signal finds them."""
    return {candidate.passage_id for candidate in ask(store, generation, limit=1000)[0]}


def expected(points: Sequence[Point], limit: int, seed: int = 1000) -> tuple[list[Candidate], list[Candidate]]:
    """Score by the definitions: cosine, and a dot product weighted by ln(1 + (N - n + 0.5) / (n + 0.5))."""
    dense, sparse = question(seed)
    cosine = [Candidate(point.passage_id, float(point.dense @ dense)) for point in points]
    frequency = {int(index): sum(int(index) in point.sparse.indices for point in points) for index in sparse.indices}
    idf = {index: np.log1p((len(points) - n + 0.5) / (n + 0.5)) for index, n in frequency.items()}
    weight = {int(i): float(v) * idf[int(i)] for i, v in zip(sparse.indices, sparse.values, strict=True)}
    dots = []
    for point in points:
        pairs = zip(point.sparse.indices, point.sparse.values, strict=True)
        shared = [float(value) * weight[int(index)] for index, value in pairs if int(index) in weight]
        if shared:
            dots.append(Candidate(point.passage_id, sum(shared)))
    return best_of(cosine, limit), best_of(dots, limit)


def best_of(candidates: list[Candidate], limit: int) -> list[Candidate]:
    return sorted(candidates, key=lambda c: (-c.score, c.passage_id))[:limit]


def assert_same(found: list[Candidate], wanted: list[Candidate]) -> None:
    assert [c.passage_id for c in found] == [c.passage_id for c in wanted]
    assert [c.score for c in found] == pytest.approx([c.score for c in wanted], rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("seed", range(1000, 1006))
def test_both_signals_are_the_textbook_ones(store: IndexStore, seed: int) -> None:
    """Cosine and IDF-weighted dot product come out as by their definitions, so every adapter gives the same lists."""
    write(store, None, 1, POINTS)
    dense, sparse = ask(store, 1, limit=20, seed=seed)
    wanted_dense, wanted_sparse = expected(POINTS, 20, seed)
    assert_same(dense, wanted_dense)
    assert_same(sparse, wanted_sparse)


def test_statistics_follow_replacement(store: IndexStore) -> None:
    """After documents are replaced, term statistics count what the generation shows and nothing else."""
    write(store, None, 1, POINTS[:40])
    write(store, 1, 2, POINTS[40:], remove=["d0", "d3"])
    shown = [point for point in POINTS if point.payload["document_id"] not in ("d0", "d3")]
    dense, sparse = ask(store, 2, limit=20)
    wanted_dense, wanted_sparse = expected(shown, 20)
    assert_same(dense, wanted_dense)
    assert_same(sparse, wanted_sparse)


@pytest.mark.parametrize("limit", [1, 7, 30])
def test_ties_are_broken_by_passage_id(store: IndexStore, limit: int) -> None:
    """Of many equal scores, the smallest ids are given, also where the list is cut."""
    one = make_point(7)
    same = [replace(one, passage_id=passage_id(number)) for number in range(40, 0, -1)]
    write(store, None, 1, [*same, *POINTS[45:]])
    reader = store.open(1)
    dense, sparse = reader.query(one.dense, one.sparse, NO_FILTERS, limit)
    reader.close()
    smallest = sorted(point.passage_id for point in same)[:limit]
    assert [candidate.passage_id for candidate in dense] == smallest
    assert [candidate.passage_id for candidate in sparse] == smallest


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(language=("da",)), lambda payload: payload["language"] == "da"),
        (Filters(language=("da", "sv")), lambda _: True),
        (Filters(organisation=("B",)), lambda payload: "B" in payload["organisation"]),
        (Filters(document_type=("guide",)), lambda payload: payload["document_type"] == "guide"),
        (Filters(area=("transport",)), lambda payload: "transport" in payload["area"]),
        (
            Filters(language=("sv",), organisation=("C", "nobody")),
            lambda payload: payload["language"] == "sv" and "C" in payload["organisation"],
        ),
        (Filters(area=("nothing",)), lambda _: False),
    ],
)
def test_filters_narrow(store: IndexStore, filters: Filters, passes: Callable[[dict[str, object]], bool]) -> None:
    """A field lets through what has any of its values; several fields must all agree."""
    write(store, None, 1, POINTS)
    wanted = {point.passage_id for point in POINTS if passes(dict(point.payload))}
    dense, sparse = ask(store, 1, filters, limit=1000)
    assert {candidate.passage_id for candidate in dense} == wanted
    assert {candidate.passage_id for candidate in sparse} <= wanted
    assert bool(sparse) == bool(wanted)


def test_the_forward_index_comes_back_as_it_was_written(store: IndexStore) -> None:
    """Bytes of every value, for the passages asked for that are held, in the generation that is read."""
    write(store, None, 1, POINTS)
    write(store, 1, 2, [replace(POINTS[3], terms=b"anew")])
    asked = [POINTS[3].passage_id, POINTS[59].passage_id, passage_id(1000)]
    dense, _ = question()
    for vector in (dense, np.zeros_like(dense)):
        held = {key: entry.terms for key, entry in store.open(1).entries(vector, asked).items()}
        assert held == {asked[0]: bytes([3, 0, 255]), asked[1]: bytes([59, 0, 255])}
        assert store.open(2).entries(vector, asked)[asked[0]].terms == b"anew"
        assert store.open(1).entries(vector, []) == {}


def test_passages_are_compared_by_name(store: IndexStore) -> None:
    """The cosines of passages asked for are those that a search gives, in the generation that is read."""
    write(store, None, 1, POINTS)
    write(store, 1, 2, [], remove=["d0"])
    dense, _ = question()
    asked = [point.passage_id for point in POINTS[:9]]
    wanted = {found.passage_id: found.score for found in ask(store, 1, limit=1000)[0] if found.passage_id in asked}
    reader = store.open(1)
    found = {key: entry.cosine for key, entry in reader.entries(dense, [*asked, passage_id(1000)]).items()}
    assert found == pytest.approx({key: wanted[key] for key in asked}, abs=1e-6)
    assert {entry.cosine for entry in reader.entries(np.zeros_like(dense), asked).values()} == {None}
    shown = {point.passage_id for point in POINTS[:9] if point.payload["document_id"] != "d0"}
    assert store.open(2).entries(dense, asked).keys() == shown


def test_nothing_to_compare_finds_nothing(store: IndexStore) -> None:
    """A question without known words has neither signal, and a limit of none gives none."""
    write(store, None, 1, POINTS)
    reader = store.open(1)
    empty = SparseVector(np.empty(0, np.uint32), np.empty(0, np.float32))
    zeros = np.zeros(DIM, np.float32)
    assert reader.query(zeros, empty, NO_FILTERS, 5) == ([], [])
    assert reader.query(*question(), NO_FILTERS, 0) == ([], [])
    dense, sparse = reader.query(zeros, question()[1], NO_FILTERS, 5)
    assert (len(dense), len(sparse)) == (0, 5)
    reader.close()


def test_passages_without_terms_are_held(store: IndexStore) -> None:
    """A passage of stop words has no sparse vector; it is found by the dense signal alone."""
    bare = replace(POINTS[0], sparse=SparseVector(np.empty(0, np.uint32), np.empty(0, np.float32)))
    write(store, None, 1, [bare, *POINTS[1:10]])
    dense, sparse = ask(store, 1, limit=100)
    assert bare.passage_id in {candidate.passage_id for candidate in dense}
    assert bare.passage_id not in {candidate.passage_id for candidate in sparse}
    assert_same(sparse, expected(POINTS[1:10], 100)[1])


def test_an_empty_generation_answers(store: IndexStore) -> None:
    """A knowledge base from which everything was removed finds nothing and does not fail."""
    write(store, None, 1)
    assert ask(store, 1) == ([], [])
    write(store, 1, 2, POINTS[:5])
    write(store, 2, 3, remove=["d0"])
    assert ask(store, 3) == ([], [])


def test_a_generation_is_its_base_with_changes(store: IndexStore) -> None:
    """Deleting and adding changes the next generation and leaves the base as it was."""
    write(store, None, 1, POINTS[:20])
    write(store, 1, 2, POINTS[20:25], remove=["d1", "d2", "unknown"])
    assert held(store, 1) == {point.passage_id for point in POINTS[:20]}
    assert held(store, 2) == {point.passage_id for point in [*POINTS[:5], *POINTS[15:25]]}
    reader = store.open(2)
    assert reader.count() == 15
    reader.close()


def test_adding_a_passage_again_replaces_it(store: IndexStore) -> None:
    """The same id is held once, with what was added last, in every generation with its own."""
    write(store, None, 1, POINTS[:5])
    moved = replace(POINTS[0], payload={**POINTS[0].payload, "language": "en"})
    write(store, 1, 2, [moved])
    write(store, 2, 3, [POINTS[0]], remove=["d0"])
    assert [len(held(store, generation)) for generation in (1, 2, 3)] == [5, 5, 1]
    english = Filters(language=("en",))
    assert [len(ask(store, generation, english)[0]) for generation in (1, 2, 3)] == [0, 1, 0]


def test_a_document_can_come_back(store: IndexStore) -> None:
    """A document removed in one generation and added again in the next is held in the first and in the last."""
    write(store, None, 1, POINTS[:10])
    write(store, 1, 2, remove=["d0"])
    write(store, 2, 3, POINTS[:5])
    assert [len(held(store, generation)) for generation in (1, 2, 3)] == [10, 5, 10]


def test_invisible_before_commit(store: IndexStore) -> None:
    """While the next generation is made, the base answers as before and the next one cannot be opened."""
    write(store, None, 1, POINTS[:10])
    reader = store.open(1)
    with store.begin(1, 2) as writer:
        writer.delete_documents(["d0"])
        writer.add(POINTS[10:30])
        assert not store.exists(2)
        with pytest.raises(IncompatibleData, match="samsok reindex"):
            store.open(2)
        dense, sparse = reader.query(*question(), NO_FILTERS, 10)
        assert_same(dense, expected(POINTS[:10], 10)[0])
        assert_same(sparse, expected(POINTS[:10], 10)[1])
        writer.commit()
    assert store.exists(2)
    reader.close()


def test_without_commit_nothing_is_left(store: IndexStore) -> None:
    """An error or a forgotten commit discards the generation, and the next try starts from the base."""
    write(store, None, 1, POINTS[:10])
    with pytest.raises(KeyError, match="half-way"):
        write_half(store, 1, 2)
    with store.begin(1, 2) as writer:
        writer.add(POINTS[30:40])
    assert not store.exists(2)
    write(store, 1, 2, POINTS[10:15])
    assert held(store, 1) == {point.passage_id for point in POINTS[:10]}
    assert held(store, 2) == {point.passage_id for point in POINTS[:15]}


def test_committed_but_unpublished_is_thrown_away(store: IndexStore) -> None:
    """A generation that the catalog never named current is made anew by the next try of that number."""
    write(store, None, 1, POINTS[:10])
    write(store, 1, 2, POINTS[10:20], remove=["d0"])
    write(store, 1, 2, POINTS[20:25])
    assert held(store, 2) == {point.passage_id for point in [*POINTS[:10], *POINTS[20:25]]}


def test_starting_over_beside_the_old_generation(store: IndexStore) -> None:
    """A rebuild without a base does not disturb the generation in use, and later ones derive from the rebuild."""
    write(store, None, 1, POINTS[:10])
    reader = store.open(1)
    write(store, None, 2, POINTS[:30])
    write(store, 2, 3, POINTS[30:35])
    assert len(reader.query(*question(), NO_FILTERS, 100)[0]) == 10
    assert [len(held(store, generation)) for generation in (1, 2, 3)] == [10, 30, 35]
    reader.close()


def test_held_after_reopening(place: Place) -> None:
    """Another store on the same place, as after a restart, gives the same answers."""
    write(place.open(), None, 1, POINTS)
    before, after = ask(place.open(), 1), ask(place.open(), 1)
    assert_same(after[0], before[0])
    assert_same(after[1], before[1])
    assert place.open().exists(1)
    assert not place.open().exists(2)


def test_drop_keeps_what_is_named(place: Place) -> None:
    """Generations not named are gone, those named answer in full, also those derived from dropped ones."""
    store = place.open()
    write(store, None, 1, POINTS[:10])
    write(store, 1, 2, POINTS[10:20], remove=["d0"])
    write(store, 2, 3, POINTS[20:30], remove=["d1"])
    store.drop_except([2, 3])
    assert [store.exists(generation) for generation in (1, 2, 3)] == [False, True, True]
    assert held(store, 2) == {point.passage_id for point in POINTS[5:20]}
    store.drop_except([3])
    assert held(store, 3) == {point.passage_id for point in POINTS[10:30]}
    write(store, 3, 4, POINTS[:5])
    assert len(held(store, 4)) == 25


def test_drop_spares_open_readers(store: IndexStore) -> None:
    """A reader that is still on the generation before the current one goes on answering in full after a drop."""
    write(store, None, 1, POINTS[:10])
    reader = store.open(1)
    write(store, 1, 2, POINTS[10:20])
    store.drop_except([1, 2])
    assert len(reader.query(*question(), NO_FILTERS, 100)[0]) == 10
    reader.close()


def test_other_settings_are_refused(place: Place) -> None:
    """An index of another dimension is neither opened nor built on, and the message names the way out."""
    write(place.open(), None, 1, POINTS[:5])
    other = place.open(dim=16)
    assert other.exists(1)
    with pytest.raises(IncompatibleData, match=r"8 dimensions.*16 dimensions.*samsok reindex"):
        other.open(1)
    with pytest.raises(IncompatibleData, match="samsok reindex"):
        other.begin(1, 2)
    assert len(held(place.open(), 1)) == 5


def test_what_is_not_held_is_refused(store: IndexStore) -> None:
    """A generation that was never made cannot be opened or built on."""
    with pytest.raises(IncompatibleData, match="samsok reindex"):
        store.open(7)
    with pytest.raises(IncompatibleData, match="samsok reindex"):
        store.begin(7, 8)


@pytest.mark.parametrize(("base", "generation"), [(1, 1), (2, 1), (None, 0)])
def test_a_generation_comes_after_its_base(store: IndexStore, base: int | None, generation: int) -> None:
    """A number that would discard the base is refused before anything is touched."""
    write(store, None, 1, POINTS[:5])
    with pytest.raises(ValueError, match="cannot be derived"):
        store.begin(base, generation)
    assert len(held(store, 1)) == 5


def sparse_of(indices: Sequence[int], values: Sequence[float]) -> SparseVector:
    return SparseVector(np.array(indices, np.uint32), np.array(values, np.float32))


@pytest.mark.parametrize(
    "invalid",
    [
        replace(POINTS[3], dense=np.ones(DIM + 1, np.float32)),
        replace(POINTS[3], dense=np.array([np.nan] * DIM, np.float32)),
        replace(POINTS[3], dense=np.array([np.inf] + [0] * (DIM - 1), np.float32)),
        replace(POINTS[3], sparse=sparse_of([3, 2], [1, 1])),
        replace(POINTS[3], sparse=sparse_of([2, 2], [1, 1])),
        replace(POINTS[3], sparse=sparse_of([1, 2], [1, np.nan])),
        replace(POINTS[3], sparse=sparse_of([1, 2], [1, 0])),
        replace(POINTS[3], sparse=sparse_of([1, 2, 3], [1, 1])),
        replace(POINTS[3], passage_id="not-a-uuid"),
        replace(POINTS[3], passage_id=POINTS[3].passage_id.replace("-", "")),
        replace(POINTS[3], payload={"language": "sv"}),
        replace(POINTS[3], payload={"document_id": "d0", "colour": "red"}),
    ],
    ids=["long", "nan", "infinite", "order", "twice", "sparse-nan", "zero", "lengths", "id", "form", "owner", "field"],
)  # fmt: skip
def test_invalid_points_leave_nothing(place: Place, invalid: Point) -> None:
    """A call with one invalid point is refused whole; what came before it is committed, also after a restart."""
    store = place.open()
    with store.begin(None, 1) as writer:
        writer.add(POINTS[:3])
        with pytest.raises(ValueError, match=r"passage|payload"):
            writer.add([*POINTS[4:6], invalid, *POINTS[6:8]])
        writer.commit()
    assert held(place.open(), 1) == {point.passage_id for point in POINTS[:3]}


def test_a_torn_call_cannot_be_committed(store: IndexStore) -> None:
    """When points of a long call were sent before one is refused, the generation is given up."""
    many = [make_point(number) for number in range(1100)]
    with store.begin(None, 1) as writer:
        with pytest.raises(ValueError, match="shape"):
            writer.add([*many, replace(many[0], dense=np.ones(3, np.float32))])
        with pytest.raises(IndexUnavailable, match="begin the generation again"):
            writer.commit()
    assert not store.exists(1)


def test_invalid_questions_are_refused(store: IndexStore) -> None:
    """A vector of another length or with a value that is not finite is the caller's mistake, not the engine's."""
    write(store, None, 1, POINTS[:5])
    reader = store.open(1)
    with pytest.raises(ValueError, match="shape"):
        reader.query(np.ones(3, np.float32), question()[1], NO_FILTERS, 5)
    with pytest.raises(ValueError, match="finite"):
        reader.query(np.full(DIM, np.nan, np.float32), question()[1], NO_FILTERS, 5)
    reader.close()


def test_closing_waits_for_queries(store: IndexStore) -> None:
    """Readers closed while others ask end every question with an answer or with IndexUnavailable, nothing else."""
    write(store, None, 1, POINTS)
    reader = store.open(1)
    outcomes: list[object] = []

    def ask_until_closed() -> None:
        try:
            while True:
                outcomes.append(len(reader.query(*question(), NO_FILTERS, 10)[0]))
        except BaseException as error:  # noqa: BLE001 - every outcome counts
            outcomes.append(type(error))

    threads = [threading.Thread(target=ask_until_closed) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(outcomes) < 20:
        pass
    reader.close()
    reader.close()
    for thread in threads:
        thread.join()
    assert set(outcomes) == {10, IndexUnavailable}


# What follows is about files and processes, and so about the embedded index alone.

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_index_store import DIM, POINTS, EdgeIndexStore, IndexSettings
store = EdgeIndexStore(Path({folder!r}), IndexSettings(DIM))
writer = store.begin(1, 2)
writer.delete_documents(["d0"])
for start in range(10, 10**9, 5):
    writer.add(POINTS[start % 50 : start % 50 + 5])
    print(start, flush=True)
"""

HOLDER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_index_store import DIM, EdgeIndexStore, IndexSettings
reader = EdgeIndexStore(Path({folder!r}), IndexSettings(DIM), shared={shared!r}).open(1)
print("open", flush=True)
sys.stdin.read()
"""


def start(program: str, folder: Path, **values: object) -> subprocess.Popen[str]:
    text = program.format(tests=str(Path(__file__).parent), folder=str(folder), **values)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )


def stop(process: subprocess.Popen[str], number: signal.Signals) -> None:
    process.send_signal(number)
    process.communicate(timeout=30)


def test_a_killed_writer_leaves_the_base(tmp_path: Path) -> None:
    """A writer killed while adding leaves the base as it was; the next try needs no clean-up by hand."""
    store = EdgeIndexStore(tmp_path, IndexSettings(DIM))
    write(store, None, 1, POINTS[:10])
    for lines in (1, 3):
        process = start(WRITER, tmp_path)
        assert process.stdout is not None
        for _ in range(lines):
            assert process.stdout.readline()
        stop(process, signal.SIGKILL)
        assert not store.exists(2)
        assert len(held(store, 1)) == 10
    write(store, 1, 2, POINTS[10:15])
    assert held(store, 2) == {point.passage_id for point in POINTS[:15]}
    assert sorted(path.name for path in tmp_path.glob("gen-*")) == ["gen-0001", "gen-0002"]


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """Two generations are never made at once on one folder, neither by two processes nor within one."""
    store = EdgeIndexStore(tmp_path, IndexSettings(DIM))
    write(store, None, 1, POINTS[:10])
    process = start(WRITER, tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline()
    with pytest.raises(DataFolderInUse, match=f"process {process.pid}"):
        store.begin(1, 2)
    stop(process, signal.SIGKILL)
    with store.begin(1, 2), pytest.raises(DataFolderInUse):
        EdgeIndexStore(tmp_path, IndexSettings(DIM)).begin(1, 2)


def test_a_second_process_is_told_the_way_out(tmp_path: Path) -> None:
    """An index open in one process is refused to another one, and free again when that one is killed."""
    store = EdgeIndexStore(tmp_path, IndexSettings(DIM))
    write(store, None, 1, POINTS[:10])
    process = start(HOLDER, tmp_path, shared=False)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    with pytest.raises(DataFolderInUse, match=rf"process {process.pid}.*SAMSOK_QDRANT_URL"):
        store.open(1)
    write(store, 1, 2, POINTS[10:15])  # writing beside a reader is what generations are for
    stop(process, signal.SIGKILL)
    assert len(held(store, 2)) == 15


def test_processes_can_share(tmp_path: Path) -> None:
    """Stores opened as shared read one folder together and change no file's content."""
    write(EdgeIndexStore(tmp_path, IndexSettings(DIM)), None, 1, POINTS[:10])
    before = {path: path.read_bytes() for path in (tmp_path / "gen-0001").rglob("*") if path.is_file()}
    process = start(HOLDER, tmp_path, shared=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    assert len(held(EdgeIndexStore(tmp_path, IndexSettings(DIM), shared=True), 1)) == 10
    with pytest.raises(DataFolderInUse):
        EdgeIndexStore(tmp_path, IndexSettings(DIM)).open(1)
    process.communicate("", timeout=30)
    assert {path: path.read_bytes() for path in before} == before


def test_dropped_files_stay_readable(tmp_path: Path) -> None:
    """A reader of a generation whose folder was removed answers on and closes cleanly."""
    store = EdgeIndexStore(tmp_path, IndexSettings(DIM))
    write(store, None, 1, POINTS[:10])
    reader = store.open(1)
    write(store, 1, 2, POINTS[10:20])
    store.drop_except([2])
    assert not (tmp_path / "gen-0001").exists()
    assert len(reader.query(*question(), NO_FILTERS, 100)[0]) == 10
    reader.close()


@pytest.mark.parametrize("damage", ["truncate", "remove", "marker", "engine"])
def test_damaged_files_are_found_on_opening(tmp_path: Path, damage: str) -> None:
    """A truncated or missing file, an unreadable marker or another engine's version is named, before it is mapped."""
    store = EdgeIndexStore(tmp_path, IndexSettings(DIM))
    write(store, None, 1, POINTS[:10])
    marker = tmp_path / "gen-0001" / "generation.json"
    largest = max((tmp_path / "gen-0001" / "shard").rglob("*.dat"), key=lambda path: path.stat().st_size)
    match damage:
        case "truncate":
            os.truncate(largest, 10)
        case "remove":
            largest.unlink()
        case "marker":
            marker.write_text("{")
        case _:
            marker.write_text(marker.read_text().replace('"engine": "0.', '"engine": "99.'))
    with pytest.raises(IncompatibleData, match="samsok reindex"):
        store.open(1)


def test_a_small_generation_is_small_on_disk(tmp_path: Path) -> None:
    """The engine's sparse files stay sparse when a generation is derived from another."""
    store = EdgeIndexStore(tmp_path, IndexSettings(DIM))
    write(store, None, 1, POINTS)
    write(store, 1, 2, POINTS[:1])
    used = sum(path.stat().st_blocks * 512 for path in (tmp_path / "gen-0002").rglob("*"))
    assert used < 4_000_000


def test_large_changes_are_compacted(tmp_path: Path) -> None:
    """Past the threshold a commit rewrites the index, whose answers do not change by it."""
    store = EdgeIndexStore(tmp_path, IndexSettings(DIM), compact_from_points=100)
    write(store, None, 1, POINTS[:50])
    write(store, 1, 2, POINTS[50:], remove=["d0"])
    write(store, 2, 3, [*POINTS[:5], *POINTS[:30]])
    for generation, points in ((1, POINTS[:50]), (2, POINTS[5:]), (3, POINTS)):
        dense, sparse = ask(store, generation, limit=20)
        assert_same(dense, expected(points, 20)[0])
        assert_same(sparse, expected(points, 20)[1])
    assert '"changed_points": 0' in (tmp_path / "gen-0003" / "generation.json").read_text()


# And this about the server's adapter alone.


def test_an_unreachable_server_is_unavailable() -> None:
    """A server that does not answer is reported as such, not as a connection error of some library."""
    store = QdrantIndexStore.connect("http://127.0.0.1:1", IndexSettings(DIM), timeout_s=1)
    with pytest.raises(IndexUnavailable, match="Qdrant server"):
        store.exists(1)


def test_server_options_are_passed_on() -> None:
    """Options that are set become arguments of the new collection; those left out are left to the server."""
    options = ServerOptions(
        shard_number=2, hnsw_config={"m": 32}, quantization_config={"scalar": {"type": "int8", "always_ram": True}}
    )
    given = options.given()
    assert set(given) == {"shard_number", "hnsw_config", "quantization_config"}
    assert given["hnsw_config"].m == 32
    assert given["quantization_config"].scalar.always_ram
    with contextlib.closing(QdrantClient(":memory:")) as client:
        write(QdrantIndexStore(client, IndexSettings(DIM), options=options), None, 1, POINTS[:5])
