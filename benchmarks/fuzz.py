"""Damages papers of every format and takes them in: no crash of the run, no hang, no memory without end.

`python -m benchmarks.fuzz --files 2000`. Knows worker processes and the catalog as a run uses them. Originals are the
sample corpus, the files that the tests make, and any folders that are named.
"""

import argparse
import contextlib
import gc
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from random import Random

from benchmarks.mutate import mutated
from ingest.limits import Limits
from ingest.pool import WorkerPool
from ingest.progress import NoProgress
from ingest.source import find_sources, hash_source
from ingest.stage import holder, stage
from ingest.work import Outcome, Task
from search.catalog import SqlCatalog
from search.errors import EmptyDocument

ROOT = Path(__file__).resolve().parents[1]
MAX_MEMORY_BYTES = 600_000_000
"""What no worker may ever hold, shared libraries included."""
_LATE_S = 5.0
"""A file that takes too long is found with the next look at the workers; later than this is a hang."""
_MAX_ORIGINAL_BYTES = 3_000_000
_WATCH_S = 0.02
_MADE = {
    "tests.golden.ingest_made_files": (
        ("avtal.pdf", "agreement_pdf"), ("guide.docx", "guide_docx"), ("liste.odt", "list_odt"),
    ),
    "tests.golden.office_made_files": (
        ("nummer.docx", "numbered_docx"), ("nummer.odt", "numbered_odt"), ("oplaeg.pptx", "slides_pptx"),
        ("kontakter.xlsx", "contacts_xlsx"),
    ),
    "tests.golden.mail_made_files": (("brev.msg", "outlook_msg"), ("brev.eml", "letter_eml")),
}  # fmt: skip


@dataclass(slots=True)
class Found:
    """What became of the damaged files.

    Attributes:
        counts: kind of outcome -> files.
        remarkable: files that crashed their worker, ran out of time or met an error that no parser foresaw.
    """

    counts: Counter[str] = field(default_factory=Counter)
    by_ending: dict[str, Counter[str]] = field(default_factory=dict)
    remarkable: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    peak_bytes: int = 0
    hangs: int = 0

    @property
    def is_sound(self) -> bool:
        """No file hung beyond its limit, and no worker held more than it may."""
        return self.hangs == 0 and self.peak_bytes <= MAX_MEMORY_BYTES

    def add(self, outcome: Outcome, limits: Limits) -> None:
        """Count one outcome."""
        name, kind = outcome.task.source.source, kind_of(outcome)
        self.counts[kind] += 1
        self.by_ending.setdefault(Path(name).suffix, Counter())[kind] += 1
        self.slowest = max(self.slowest, (outcome.took_s, name))
        self.hangs += outcome.took_s > limits.max_document_s + _LATE_S
        if kind in {"crashed", "too slow", "unforeseen", "too much memory"}:
            self.remarkable.append(f"{kind}: {name}: {outcome.error} {(outcome.trace or '')[-300:]}")


def kind_of(outcome: Outcome) -> str:
    """Return what became of a file, in a few words."""
    message = str(outcome.error)
    if outcome.stored is not None:
        return "taken in"
    if "crashed its parser" in message:
        return "crashed"
    if "took longer than" in message:
        return "too slow"
    if outcome.trace is not None:
        return "unforeseen"
    if "more memory than" in message:
        return "too much memory"
    return "empty" if isinstance(outcome.error, EmptyDocument) else "refused"


def originals(folders: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Return name and bytes of the files to damage; files that the tests make only where the tests are there."""
    found: list[tuple[str, bytes]] = []
    for module, names in _MADE.items():
        with contextlib.suppress(ModuleNotFoundError):
            made = import_module(module)
            found += [(name, getattr(made, maker)()) for name, maker in names]
    for source in find_sources(list(folders)).sources:
        if 0 < source.size <= _MAX_ORIGINAL_BYTES:
            found.append((source.path.name, source.path.read_bytes()))
    return found


def write_damaged(files: int, seed: int, held: Sequence[tuple[str, bytes]], folder: Path) -> None:
    """Write damaged files, as many of each ending as of every other; their names say which original and which seed."""
    by_ending: dict[str, list[tuple[str, bytes]]] = {}
    for name, data in held:
        by_ending.setdefault(Path(name).suffix, []).append((name, data))
    endings = sorted(by_ending)
    others = [data for _, data in held]
    for number in range(files):
        random = Random(f"{seed}/{number}")  # noqa: S311 - to be drawn again, not to be secret
        name, data = random.choice(by_ending[endings[number % len(endings)]])
        damaged = mutated(data, others, random)
        (folder / f"{number:05d}-{name}").write_bytes(damaged or b"\n")


def take_in_all(folder: Path, limits: Limits, catalog: SqlCatalog, tell: Callable[[int], None]) -> Found:
    """Take in every file of a folder as a run does, and return what became of them."""
    tasks = [Task(source, hash_source(source, limits.max_bytes)) for source in find_sources([folder]).sources]
    found = Found()
    with WorkerPool(limits) as pool, _watched(pool, found):
        for number, outcome in enumerate(stage(pool.outcomes(tasks), holder(catalog), NoProgress()), start=1):
            found.add(outcome, limits)
            tell(number)
    return found


@contextlib.contextmanager
def _watched(pool: WorkerPool, found: Found) -> Iterator[None]:
    """Keep the most that any worker has held."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_WATCH_S):
            for process in pool.pids():
                found.peak_bytes = max(found.peak_bytes, held_bytes(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def held_bytes(process: int) -> int:
    """Return the most memory that a process has held since it began; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def shown(found: Found, took_s: float) -> str:
    """Return the figures as lines."""
    lines = [f"{sum(found.counts.values()):,} files in {took_s:.0f} s: {_counts(found.counts)}"]
    lines += [f"  {ending:6} {_counts(counts)}" for ending, counts in sorted(found.by_ending.items())]
    lines += [
        f"most memory of a worker: {found.peak_bytes / 1e6:.0f} MB, allowed are {MAX_MEMORY_BYTES / 1e6:.0f}",
        f"slowest file: {found.slowest[0]:.1f} s, {found.slowest[1]}; beyond the limit: {found.hangs}",
    ]
    return "\n".join([*lines, *found.remarkable])


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{number:,} {kind}" for kind, number in counts.most_common())


def main() -> None:
    """Damage, take in, report; exit code 1 where a file hung or memory grew beyond what is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for one file")
    parser.add_argument("--material", type=Path, nargs="*", default=[], help="further folders with papers")
    parser.add_argument("--keep", type=Path, help="write the damaged files here and keep them")
    given = parser.parse_args()
    limits = Limits(max_document_s=given.limit)
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder = given.keep or scratch / "papers"
        folder.mkdir(parents=True, exist_ok=True)
        write_damaged(given.files, given.seed, originals([ROOT / "corpus", *given.material]), folder)
        gc.collect()
        catalog = SqlCatalog.open(f"sqlite:///{scratch / 'catalog.db'}")
        stack.callback(catalog.close)
        begun = time.monotonic()
        found = take_in_all(folder, limits, catalog, _tell)
        print(shown(found, time.monotonic() - begun))
    sys.exit(0 if found.is_sound else 1)


def _tell(number: int) -> None:
    if number % 100 == 0:
        print(f"{number:,} files", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
