"""Lift the floors to what is measured now: `python -m tests.quality.raise_floors [--changed-data]`.

A floor is never lowered. Where the data changed, its old floor says nothing: --changed-data starts it anew.
"""

import json
import math
import sys
from pathlib import Path
from typing import Any

from tests.quality.measure import (
    SEEDS,
    corpus_hash,
    measure_corpus,
    measure_seeds,
    measure_set,
    seeds_hash,
    set_hash,
    shared_sets,
)

_FILE = Path(__file__).parent / "floors.json"
_DIGITS = 10_000


def main() -> None:
    """Measure everything that is at hand and write the file."""
    floors: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    anew = "--changed-data" in sys.argv[1:]
    floors["corpus"] = _corpus(floors.get("corpus", {}), anew=anew)
    if SEEDS.is_dir():
        floors["seeds"] = _seeds(floors.get("seeds", {}), anew=anew)
    for name in shared_sets():
        floors["sets"][name] = _set(name, floors["sets"].get(name, {}), anew=anew)
    _FILE.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _corpus(old: dict[str, Any], *, anew: bool) -> dict[str, Any]:
    known = _known(old, corpus_hash(), anew=anew).get("floors", {})
    measured = measure_corpus()
    return {
        "hash": corpus_hash(),
        "floors": {name: max(_down(v), known.get(name, 0.0)) for name, v in measured.items()},
    }


def _seeds(old: dict[str, Any], *, anew: bool) -> dict[str, Any]:
    known = _known(old, seeds_hash(), anew=anew).get("floors", {})
    measured = measure_seeds()
    print(measured, flush=True)  # noqa: T201 # a report on the command line
    return {
        "hash": seeds_hash(),
        "floors": {name: max(_down(v), known.get(name, 0.0)) for name, v in measured.items()},
    }


def _set(name: str, old: dict[str, Any], *, anew: bool) -> dict[str, Any]:
    known = _known(old, set_hash(name), anew=anew).get("ndcg@10", 0.0)
    measured = measure_set(name)
    print(f"{name:22s} {known:.3f} -> {measured:.4f}", flush=True)  # noqa: T201 # a report on the command line
    return {"hash": set_hash(name), "ndcg@10": max(_down(measured), known)}


def _known(old: dict[str, Any], data: str, *, anew: bool) -> dict[str, Any]:
    if old.get("hash", data) != data:
        if not anew:
            sys.exit("the data changed since its floors were measured; --changed-data measures them anew")
        return {}
    return old


def _down(value: float) -> float:
    """Round down: a floor that was rounded up would fail at once."""
    return math.floor(value * _DIGITS) / _DIGITS


if __name__ == "__main__":
    main()
