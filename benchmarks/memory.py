"""`python -m benchmarks.memory`: how soon a server answers and what it holds in memory, with a small corpus in."""

import argparse
import json
import subprocess
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.server import disk_mb, environment, samsok, served
from search.evaluation import read_questions

FIRST_QUESTION = "Vem är kontakt för transporter?"


def main() -> None:
    """Take the corpus in, then start the server a few times; print the medians."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="samsok-benchmark-") as folder:
        data = Path(folder) / "data"
        begun = time.perf_counter()
        command = [samsok(), "--data", str(data), "ingest", *map(str, options.corpus)]
        # exit code 1: some papers could not be read; the others count
        if subprocess.run(command, stdout=subprocess.DEVNULL, env=environment(), check=False).returncode > 1:
            raise SystemExit("samsok ingest failed")
        ingest_s = time.perf_counter() - begun
        questions = [question.query for question in read_questions(options.questions)]
        starts = [_start(data, questions) for _ in range(options.starts)]
        report = {
            "ingest_s": round(ingest_s, 2),
            "disk_mb": round(disk_mb(data), 1),
            "questions": len(questions),
            "ready_s": round(median(start["ready_s"] for start in starts), 2),
            "first_answer_s": round(median(start["first_answer_s"] for start in starts), 2),
            "memory_at_start_mb": starts[-1]["memory_at_start_mb"],
            "memory_after_questions_mb": starts[-1]["memory_after_questions_mb"],
        }
    print(json.dumps(report, indent=1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--corpus", type=Path, nargs="+", default=[Path("corpus")], help="files and folders (corpus)")
    parser.add_argument(
        "--questions", type=Path, default=Path("corpus/questions.jsonl"), help="asked before memory is read again"
    )
    parser.add_argument("--starts", type=int, default=3, help="how many times the server is started (3)")
    return parser.parse_args()


def _start(data: Path, questions: list[str]) -> dict[str, Any]:
    begun = time.perf_counter()
    with served(data) as server:
        server.search(FIRST_QUESTION)
        first_answer_s = time.perf_counter() - begun
        at_start = server.memory()
        for question in questions:
            server.search(question)
        return {
            "ready_s": server.ready_s,
            "first_answer_s": first_answer_s,
            "memory_at_start_mb": {name: round(value) for name, value in asdict(at_start).items()},
            "memory_after_questions_mb": {name: round(value) for name, value in asdict(server.memory()).items()},
        }


if __name__ == "__main__":
    main()
