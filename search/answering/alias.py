"""Where a body that the question names stands under another name: Røde Kors in a Swedish paper is Röda Korset.

Knows evidence and the names that the term bank joins. Must not know what follows from it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search.answering.source import Evidence
from search.indexing import context_of
from search.terms.match import is_abbreviation

_REMEMBERED_BODIES = 500


def named_otherwise(evidence: Evidence) -> NDArray[np.bool_]:
    """Tell for each passage which of the question's words are part of a name that it has under another form.

    Returns:
        bool, shape (n, t).
    """
    found = np.zeros(evidence.held.shape, np.bool_)
    known = evidence.plan.sparse.names
    if known.keys().isdisjoint(evidence.words):
        return found
    for row, source in enumerate(evidence.sources):
        text = f"{context_of(source.record)}\n{source.text}"
        standing = {names: _pattern_of(names).search(text) is not None for names in set(known.values())}
        found[row] = [standing.get(known.get(word, ()), False) for word in evidence.words]
    return found


@lru_cache(maxsize=_REMEMBERED_BODIES)
def _pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of these names, in any case but for abbreviations, or its genitive."""
    written = (re.escape(name) if is_abbreviation(name) else f"(?i:{re.escape(name)})" for name in names)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?:['’]?s)?(?!\w)")
