"""`python -m benchmarks.parsing FOLDER`: reading PDF and web pages, beside kreuzberg and markitdown on the same files.

Each parser runs in a process of its own; so does taking in with `samsok ingest`. Processor time is counted beside the
clock, because it hardly changes with what else the machine does.
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
from typing import Any

import pypdfium2

from benchmarks.measure import machine
from benchmarks.parse_truth import Right, judge, papers
from benchmarks.process import run
from benchmarks.server import environment

CHILD = Path(__file__).parent / "parse_child.py"
KINDS = {"pdf": (".pdf",), "html": (".html", ".htm")}
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
    """`samsok ingest` from bytes to searchable: a long run less a short one, so that starting does not count."""

    kind: str
    pages: int
    wall_s: float
    cpu_s: float
    pages_per_s: float
    pages_per_cpu_s: float
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
        for kind, endings in KINDS.items():
            files = sorted(path for path in options.folder.rglob("*") if path.suffix.lower() in endings)
            files = [path for path in files if kind != "pdf" or _is_born_digital(path)]
            if not files:
                continue
            report["parsed"] += [asdict(_parsed(name, python, kind, files)) for name, python in systems.items()]
            if options.copies > 1:
                report["taken_in"].append(asdict(_taken_in(kind, files, options.copies, Path(scratch))))
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
    parser.add_argument("--json", action="store_true", help="write JSON to standard output")
    return parser.parse_args()


def _has(python: str, module: str) -> bool:
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def _is_born_digital(path: Path) -> bool:
    """Tell whether every page of a PDF has text, so that recognising pictures is not what is measured."""
    with pypdfium2.PdfDocument(path) as document:
        return all(page.get_textpage().count_chars() > 50 for page in document)


def _pages(kind: str, files: Sequence[Path]) -> int:
    if kind != "pdf":
        return len(files)
    total = 0
    for path in files:
        with pypdfium2.PdfDocument(path) as document:
            total += len(document)
    return total


def _parsed(system: str, python: str, kind: str, files: Sequence[Path]) -> Parsed:
    """Read all files twice in one process and count the second time: libraries load what they need on the first."""
    listed = "".join(f"{path.resolve()}\n" for path in files)
    used = run([python, "-P", str(CHILD), system], listed * 2, _child_environment(system))
    lines = [json.loads(line) for line in used.output.splitlines()][len(files) :]
    wall_s, cpu_s = sum(line["wall_s"] for line in lines), sum(line["cpu_s"] for line in lines)
    failed, pages = sum(1 for line in lines if line["problem"]), _pages(kind, files)
    speeds = round(pages / wall_s, 1), round(pages / cpu_s, 1)
    return Parsed(
        system, kind, len(files), pages, round(wall_s, 2), round(cpu_s, 2), *speeds, round(used.peak_mb), failed
    )


def _child_environment(system: str) -> dict[str, str]:
    """Return the environment of a child; the project is on the path of its own parser only."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**kept, "PYTHONPATH": str(CHILD.parents[1])} if system == "samsok" else kept


def _taken_in(kind: str, files: Sequence[Path], copies: int, scratch: Path) -> TakenIn:
    few, many = (_ingest(files, count, scratch / f"{kind}-{count}") for count in (1, copies))
    pages = _pages(kind, files) * (copies - 1)
    wall_s, cpu_s = many[0] - few[0], many[1] - few[1]
    speeds = round(pages / max(wall_s, 0.01), 1), round(pages / max(cpu_s, 0.01), 1)
    return TakenIn(kind, pages, round(wall_s, 2), round(cpu_s, 2), *speeds, round(many[2]))


def _ingest(files: Sequence[Path], copies: int, folder: Path) -> tuple[float, float, float]:
    """Take copies of files in, each with bytes of its own; return wall and processor seconds and peak memory."""
    papers_folder = folder / "papers"
    papers_folder.mkdir(parents=True)
    for number in range(copies):
        for place, path in enumerate(files):
            mark = f"\n%copy {number}\n%%EOF\n" if path.suffix.lower() == ".pdf" else f"\n<!-- copy {number} -->\n"
            (papers_folder / f"{number}-{place}{path.suffix.lower()}").write_bytes(path.read_bytes() + mark.encode())
    used = run(
        [sys.executable, "-c", SAMSOK, "--data", str(folder / "data"), "ingest", str(papers_folder)],
        "",
        dict(environment()),
    )
    shutil.rmtree(folder)
    return used.wall_s, used.cpu_s, used.peak_mb


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
    lines += ["", "| taken in | pages | pages/s | pages/CPU s | peak MB |", "|---" * 5 + "|"]
    lines += [
        f"| {row['kind']} | {row['pages']} | {row['pages_per_s']} | {row['pages_per_cpu_s']} | {row['peak_mb']} |"
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
