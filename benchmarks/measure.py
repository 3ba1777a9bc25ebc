"""Asks a system every question once and sums up how fast and how right it was.

Knows percentiles and known items; must not know any system.
"""

import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from os import cpu_count, getloadavg
from typing import Any

from benchmarks.material import KnownItem
from search.evaluation import percentile

WARM_UP_QUESTIONS = 20

Ask = Callable[[KnownItem], tuple[list[str], float]]
"""Question -> passage ids, the best first, and milliseconds."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One system's figures.

    Attributes:
        index_s: from texts to searchable.
        first: language of the question -> share of questions whose source passage came first; "all" too.
        first_ten: the same for the first ten.
        detail: further figures of that system alone.
    """

    system: str
    index_s: float
    passages_per_s: float
    p50_ms: float
    p95_ms: float
    first: dict[str, float]
    first_ten: dict[str, float]
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """A system that could not be run here, and why."""

    system: str
    why: str


def measure(
    system: str, index_s: float, passages: int, ask: Ask, questions: Sequence[KnownItem], **detail: Any
) -> Measured:
    """Ask all questions after a few to warm up, whose time does not count."""
    for question in questions[:WARM_UP_QUESTIONS]:
        ask(question)
    times, ranks = [], []
    for question in questions:
        found, took_ms = ask(question)
        times.append(took_ms)
        ranks.append((question.language, found.index(question.passage_id) if question.passage_id in found else None))
    return Measured(
        system=system,
        index_s=round(index_s, 2),
        passages_per_s=round(passages / index_s),
        p50_ms=round(percentile(times, 50), 2),
        p95_ms=round(percentile(times, 95), 2),
        first=_shares(ranks, 1),
        first_ten=_shares(ranks, 10),
        detail=detail,
    )


def _shares(ranks: Sequence[tuple[str, int | None]], depth: int) -> dict[str, float]:
    groups: dict[str, list[bool]] = {}
    for language, rank in ranks:
        for name in ("all", language):
            groups.setdefault(name, []).append(rank is not None and rank < depth)
    return {name: round(sum(hits) / len(hits), 3) for name, hits in sorted(groups.items())}


def machine() -> dict[str, Any]:
    """Return what the figures depend on besides the code."""
    return {
        "cores": cpu_count(),
        "python": platform.python_version(),
        "architecture": platform.machine(),
        "load_at_start": round(getloadavg()[0], 2),
    }


def table(rows: Sequence[Measured | NotMeasured]) -> str:
    """Return the figures as a Markdown table; ratios are to the first row, above 1 where the first row is better."""
    lines = [
        "| system | index s | passages/s | p50 ms | p95 ms | p50 ratio | p95 ratio | first, all | sv | da | en |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    best = next((row for row in rows if isinstance(row, Measured)), None)
    for row in rows:
        if isinstance(row, NotMeasured) or best is None:
            lines.append(f"| {row.system} | not measured: {getattr(row, 'why', '')} |" + " |" * 9)
            continue
        shares = " | ".join(f"{row.first.get(name, 0):.2f}" for name in ("all", "sv", "da", "en"))
        lines.append(
            f"| {row.system} | {row.index_s:.1f} | {row.passages_per_s:,} | {row.p50_ms:.1f} | {row.p95_ms:.1f} | "
            f"{row.p50_ms / best.p50_ms:.2f} | {row.p95_ms / best.p95_ms:.2f} | {shares} |"
        )
    return "\n".join(lines)


def plain(row: Measured | NotMeasured) -> dict[str, Any]:
    """Return a row as it stands in the JSON report."""
    return asdict(row)
