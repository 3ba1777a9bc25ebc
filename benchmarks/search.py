"""`python -m benchmarks.search`: taking in and searching many passages, beside bm25s and PostgreSQL.

Makes passages from running text, takes them in through the pipeline's stages, serves them with `samsok serve`, and
asks every system the same questions in one run.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import knowledge, peer_bm25s, peer_postgres
from benchmarks.knowledge import Taken
from benchmarks.material import Item, KnownItem, make_questions, read_texts
from benchmarks.measure import Measured, NotMeasured, machine, measure, plain, table
from benchmarks.server import disk_mb, served

NAME = "Samsök, whole HTTP request"
PEERS: dict[str, Callable[[Sequence[Item], Sequence[KnownItem]], Measured | NotMeasured]] = {
    "bm25s": peer_bm25s.run,
    "postgres": peer_postgres.run,
}


def main() -> None:
    """Run and print a table, or JSON."""
    options = _options()
    begun = machine()
    material = read_texts(options.training)
    with tempfile.TemporaryDirectory(prefix="samsok-benchmark-") as folder:
        data = Path(folder) / "data"
        texts = knowledge.enough(material, options.passages)
        _say(f"taking in {len(texts):,} documents")
        taken = knowledge.take_in(texts, data)
        _say(f"{len(taken.items):,} passages: cut in {taken.cut_s:.1f} s, searchable {taken.index_s:.1f} s later")
        questions = make_questions(taken.items, options.training, options.questions)
        _say(f"asking {len(questions):,} questions")
        rows: list[Measured | NotMeasured] = [_samsok(taken, questions, data)]
    for name in options.peers:
        _say(f"peer: {name}")
        rows.append(PEERS[name](taken.items, questions))
    _report(begun, taken, questions, rows, as_json=options.json)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--training", type=Path, required=True, help="folder with text/*.txt.gz and dictionaries/")
    parser.add_argument("--passages", type=int, default=100_000, help="about how many passages (100000)")
    parser.add_argument("--questions", type=int, default=200, help="questions in each language (200)")
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS), help="systems beside (all)")
    parser.add_argument("--json", action="store_true", help="write JSON to standard output")
    return parser.parse_args()


def _samsok(taken: Taken, questions: Sequence[KnownItem], data: Path) -> Measured:
    with served(data) as server:

        def ask(question: KnownItem) -> tuple[list[str], float]:
            payload, took_ms = server.search(question.query)
            inner_ms.append(payload["took_ms"])
            return [result["passage_id"] for result in payload["results"]], took_ms

        inner_ms: list[float] = []
        at_start, cpu_before = server.memory(), server.cpu_s()
        measured = measure(NAME, taken.index_s, len(taken.items), ask, questions)
        inner_ms.sort()
        measured.detail.update(
            ready_s=round(server.ready_s, 2),
            cpu_ms_per_question=round((server.cpu_s() - cpu_before) * 1000 / len(inner_ms), 2),
            p50_inside_ms=round(inner_ms[len(inner_ms) // 2], 2),
            memory_at_start_mb={name: round(value) for name, value in asdict(at_start).items()},
            memory_mb={name: round(value) for name, value in asdict(server.memory()).items()},
            disk_mb=round(disk_mb(data)),
            cut_s=round(taken.cut_s, 2),
            hold_s=round(taken.hold_s, 2),
            publish_s=round(taken.publish_s, 2),
            points_s=round(taken.points_s, 2),
            passages_per_s_from_parsed_text=round(len(taken.items) / taken.total_s),
        )
    return measured


def _report(
    begun: dict[str, Any],
    taken: Taken,
    questions: Sequence[KnownItem],
    rows: Sequence[Measured | NotMeasured],
    *,
    as_json: bool,
) -> None:
    head = {"machine": begun, "documents": taken.documents, "passages": len(taken.items), "questions": len(questions)}
    if as_json:
        print(json.dumps({**head, "systems": [plain(row) for row in rows]}, ensure_ascii=False, indent=1))
        return
    print(json.dumps(head, ensure_ascii=False))
    print(table(rows))
    for row in rows:
        if isinstance(row, Measured) and row.detail:
            print(f"{row.system}: {json.dumps(row.detail, ensure_ascii=False)}")


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr)


if __name__ == "__main__":
    main()
