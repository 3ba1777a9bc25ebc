"""Choose the candidates of a question: those that either signal proposes, the best of them with their terms.

Knows the index's port and how signals are joined. Must not know how candidates are ranked, nor texts.
"""

from dataclasses import dataclass

from search.among import Among, places_among
from search.forward import TermTable
from search.fusion import ANY_LANGUAGE_WEIGHT, Signals, join
from search.index.port import IndexReader
from search.plan import Plan
from search.result import Filters

CLOSE = 48
"""Candidates whose words are looked at. Source: docs/evaluation.md, "Ranking"."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was found for a question.

    Attributes:
        close: the best candidates, the best first.
        table: their terms.
        asked: which of these the question's sparse vector has.
        others: those that are not looked at closely, in the order of both signals.
        is_exact: whether every passage that any signal finds is among them.
    """

    close: Signals
    table: TermTable
    asked: Among
    others: Signals
    is_exact: bool


def candidates(reader: IndexReader, plan: Plan, filters: Filters, limit: int) -> Candidates:
    """Return the candidates of a question.

    Args:
        limit: passages that each signal proposes.

    Raises:
        IndexUnavailable: the engine failed.
    """
    dense, sparse = reader.query(plan.dense, plan.sparse.vector, filters, limit)
    signals = join(dense, sparse)
    order = signals.order(signals.weighted(ANY_LANGUAGE_WEIGHT))
    close, others = signals.take(order[:CLOSE]), signals.take(order[CLOSE:])
    # not among the best by meaning is not the same as meaning something else: over papers of many short passages the
    # best hundred are soon full; docs/evaluation.md, "Ranking"
    entries = reader.entries(plan.dense, close.passage_ids)
    known = [entries[passage_id] for passage_id in close.passage_ids]
    close, table = close.with_cosines([entry.cosine for entry in known]), TermTable.of(entry.terms for entry in known)
    asked = places_among(table.dimension, plan.sparse.vector.indices)
    return Candidates(close, table, asked, others, is_exact=max(len(dense), len(sparse)) < limit)
