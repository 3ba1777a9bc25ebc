"""Where a paper is signed: lines with a day, names and roles.

Knows looks. Must not know questions.
"""

import numpy as np
from numpy.typing import NDArray

from search.answering.lines import Run, runs
from search.answering.looks import DATE, PERSON
from search.answering.port import Case

_MOST_LINES = 14


def in_signature(case: Case) -> NDArray[np.bool_]:
    """Tell of each sentence whether it stands among signatures; shape (s,)."""
    found = np.zeros(len(case.scores), bool)
    for source in case.evidence.sources:
        signed = [run for run in runs(source.text) if _is_signature(source.text, run)]
        for at, (start, _) in enumerate(source.spans):
            found[source.first + at] = any(run.items[0][0] <= start < run.end for run in signed)
    return found


def _is_signature(text: str, run: Run) -> bool:
    if run.look not in ("short", "table") or len(run.items) > _MOST_LINES:
        return False
    lines = [text[start:end] for start, end in run.items]
    dated = sum(bool(DATE.search(line)) for line in lines)
    named = sum(bool(PERSON.search(line)) and not DATE.search(line) for line in lines)
    return dated > 0 and named > 0
