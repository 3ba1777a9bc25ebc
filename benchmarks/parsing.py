"""`python -m benchmarks.parsing FOLDER`: reading PDF and web pages, beside kreuzberg and markitdown on the same files.

Each parser runs in a process of its own; so does taking in with `samsok ingest`. Processor time is counted beside the
clock, because it hardly changes with what else the machine does. Web pages are measured as they are and as news pages
of three to five passages made of their text, because what a page costs is mostly what its passages cost.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2

from benchmarks.measure import machine
from benchmarks.news_pages import news_pages
from benchmarks.parse_truth import Right, judge, papers
from benchmarks.process import run
from benchmarks.server import environment

CHILD = Path(__file__).parent / "parse_child.py"
KINDS = {"pdf": (".pdf",), "html": (".html", ".htm")}
NEWS = "html, news"
PEERS = ("kreuzberg", "markitdown")
SAMSOK = "from api.cli import main; raise SystemExit(main())"
"""The command as this working tree has it, whatever is installed."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """How fast a parser read the files of one kind, one after the other.

    Attributes:
        pages: of PDF; files where there are no pages.
        pages_per_cpu_s: pages in a second of one core's time; a machine with two cores has twice that.
        failed: files that the parser could not read.
    """

    system: str
    kind: str
    files: int
    pages: int
    wall_s: float
    cpu_s: float
    pages_per_s: float
    pages_per_cpu_s: float
    peak_mb: float
    failed: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """`samsok ingest` from bytes to searchable: a long run less a short one, so that starting does not count.

    The median of several such differences; each one alone may be wrong by a third on a busy machine.

    Attributes:
        pages: of the long run.
        passages_per_page: on average, which is what the time of a page goes by.
        slowest_per_s, fastest_per_s: the differences that the median is of.
        whole_per_s: pages of the long run in a second of all its time, starting and loading the model included.
    """

    kind: str
    pages: int
    passages_per_page: float
    pages_per_s: float
    slowest_per_s: float
    fastest_per_s: float
    pages_per_cpu_s: float
    whole_per_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of `samsok ingest` over copies of files."""

    pages: int
    passages: int
    wall_s: float
    cpu_s: float
    peak_mb: float


def main() -> None:
    """Run and print tables, or JSON."""
    options = _options()
    report: dict[str, Any] = {"machine": machine(), "parsed": [], "taken_in": [], "right": {}, "not_measured": {}}
    systems = {"samsok": sys.executable}
    for peer in PEERS:
        if _has(options.peers_python, peer):
            systems[peer] = options.peers_python
        else:
            report["not_measured"][peer] = f"{options.peers_python} has no module {peer}; see --help"
    with tempfile.TemporaryDirectory(prefix="samsok-benchmark-") as scratch:
        for kind, files in _groups(options.folder, Path(scratch)).items():
            report["parsed"] += [asdict(_parsed(name, python, kind, files)) for name, python in systems.items()]
            if options.copies > 1:
                taken = _taken_in(kind, files, options.copies, options.rounds, Path(scratch))
                report["taken_in"].append(asdict(taken))
        report["right"] = {name: asdict(_right(name, python, Path(scratch))) for name, python in systems.items()}
    print(json.dumps(report, indent=1) if options.json else _table(report))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.parsing",
        description=__doc__,
        epilog="The peers stay out of the project's own environment: python -m venv PEERS && PEERS/bin/pip install "
        "kreuzberg 'markitdown[pdf]', then --peers-python PEERS/bin/python",
    )
    parser.add_argument("folder", type=Path, help="folder with PDF and HTML files; scanned PDFs are left out")
    parser.add_argument("--peers-python", default=sys.executable, help="interpreter that has the peers (this one)")
    parser.add_argument("--copies", type=int, default=4, help="copies of each file that are taken in (4); 1 for none")
    parser.add_argument("--rounds", type=int, default=3, help="differences of a long and a short run (3)")
    parser.add_argument("--json", action="store_true", help="write JSON to standard output")
    return parser.parse_args()


def _has(python: str, module: str) -> bool:
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def _groups(folder: Path, scratch: Path) -> dict[str, list[Path]]:
    """Return kind -> files to measure; kinds of which the folder has none are left out."""
    groups = {
        kind: sorted(path for path in folder.rglob("*") if path.suffix.lower() in endings)
        for kind, endings in KINDS.items()
    }
    groups["pdf"] = [path for path in groups["pdf"] if _is_born_digital(path)]
    groups[NEWS] = news_pages(groups["html"], scratch / "news")
    return {kind: files for kind, files in groups.items() if files}


def _is_born_digital(path: Path) -> bool:
    """Tell whether every page of a PDF has text, so that recognising pictures is not what is measured."""
    with pypdfium2.PdfDocument(path) as document:
        return all(page.get_textpage().count_chars() > 50 for page in document)


def _pages(files: Sequence[Path]) -> int:
    total = 0
    for path in files:
        if path.suffix.lower() != ".pdf":
            total += 1
            continue
        with pypdfium2.PdfDocument(path) as document:
            total += len(document)
    return total


def _parsed(system: str, python: str, kind: str, files: Sequence[Path]) -> Parsed:
    """Read all files twice in one process and count the second time: libraries load what they need on the first."""
    listed = "".join(f"{path.resolve()}\n" for path in files)
    used = run([python, "-P", str(CHILD), system], listed * 2, _child_environment(system))
    lines = [json.loads(line) for line in used.output.splitlines()][len(files) :]
    wall_s, cpu_s = sum(line["wall_s"] for line in lines), sum(line["cpu_s"] for line in lines)
    failed, pages = sum(1 for line in lines if line["problem"]), _pages(files)
    speeds = round(pages / wall_s, 1), round(pages / cpu_s, 1)
    return Parsed(
        system, kind, len(files), pages, round(wall_s, 2), round(cpu_s, 2), *speeds, round(used.peak_mb), failed
    )


def _child_environment(system: str) -> dict[str, str]:
    """Return the environment of a child; the project is on the path of its own parser only."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**kept, "PYTHONPATH": str(CHILD.parents[1])} if system == "samsok" else kept


def _taken_in(kind: str, files: Sequence[Path], copies: int, rounds: int, scratch: Path) -> TakenIn:
    """Measure short and long runs in turn, so that both meet the same hour of the machine."""
    pairs = [
        (_ingest(files, 1, scratch / f"{kind}-{number}-few"), _ingest(files, copies, scratch / f"{kind}-{number}-many"))
        for number in range(rounds)
    ]
    per_s = [(many.pages - few.pages) / max(many.wall_s - few.wall_s, 0.01) for few, many in pairs]
    per_cpu_s = [(many.pages - few.pages) / max(many.cpu_s - few.cpu_s, 0.01) for few, many in pairs]
    runs = [many for _, many in pairs]
    return TakenIn(
        kind,
        runs[0].pages,
        round(runs[0].passages / runs[0].pages, 1),
        round(median(per_s), 1),
        round(min(per_s), 1),
        round(max(per_s), 1),
        round(median(per_cpu_s), 1),
        round(median(run.pages / run.wall_s for run in runs), 1),
        round(max(run.peak_mb for run in runs)),
    )


def _ingest(files: Sequence[Path], copies: int, folder: Path) -> _Run:
    """Take copies of files in, each with bytes of its own."""
    papers_folder = folder / "papers"
    papers_folder.mkdir(parents=True)
    for number in range(copies):
        for place, path in enumerate(files):
            mark = f"\n%copy {number}\n%%EOF\n" if path.suffix.lower() == ".pdf" else f"\n<!-- copy {number} -->\n"
            (papers_folder / f"{number}-{place}{path.suffix.lower()}").write_bytes(path.read_bytes() + mark.encode())
    used = run(
        [sys.executable, "-c", SAMSOK, "--data", str(folder / "data"), "ingest", "--json", str(papers_folder)],
        "",
        dict(environment()),
    )
    passages = sum(file["passages"] or 0 for file in json.loads(used.output)["files"])
    shutil.rmtree(folder)
    return _Run(_pages(files) * copies, passages, used.wall_s, used.cpu_s, used.peak_mb)


def _right(system: str, python: str, scratch: Path) -> Right:
    made = papers()
    paths = []
    for name, paper in made.items():
        paths.append(scratch / f"{name}.pdf")
        paths[-1].write_bytes(paper.data)
    used = run([python, "-P", str(CHILD), system], "".join(f"{path}\n" for path in paths), _child_environment(system))
    lines = [json.loads(line) for line in used.output.splitlines()]
    return judge([(paper, line["markdown"], line["pages"]) for paper, line in zip(made.values(), lines, strict=True)])


def _table(report: dict[str, Any]) -> str:
    lines = ["| system | kind | files | pages | pages/s | pages/CPU s | ratio | peak MB | failed |", "|---" * 9 + "|"]
    own = {row["kind"]: row["pages_per_cpu_s"] for row in report["parsed"] if row["system"] == "samsok"}
    lines += [
        f"| {row['system']} | {row['kind']} | {row['files']} | {row['pages']} | {row['pages_per_s']} | "
        f"{row['pages_per_cpu_s']} | {row['pages_per_cpu_s'] / own[row['kind']]:.2f} | {row['peak_mb']} | "
        f"{row['failed']} |"
        for row in report["parsed"]
    ]
    columns = ("taken in", "pages", "passages/page", "pages/s", "from", "to", "pages/CPU s", "with start", "peak MB")
    lines += ["", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    lines += [
        f"| {row['kind']} | {row['pages']} | {row['passages_per_page']} | {row['pages_per_s']} | "
        f"{row['slowest_per_s']} | {row['fastest_per_s']} | {row['pages_per_cpu_s']} | {row['whole_per_s']} | "
        f"{row['peak_mb']} |"
        for row in report["taken_in"]
    ]
    lines += ["", "| system | words right | pages right | headings right |", "|---" * 4 + "|"]
    lines += [
        f"| {name} | {right['words']:.2f} | {right['pages']:.2f} | {right['headings']:.2f} |"
        for name, right in report["right"].items()
    ]
    return "\n".join([*lines, *(f"\n{name}: not measured, {why}" for name, why in report["not_measured"].items())])


if __name__ == "__main__":
    main()
