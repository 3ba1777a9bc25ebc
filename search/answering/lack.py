"""What the passages lack of what is asked for: the thing itself, or words of the question, where it should stand.

Near misses, the right subject without the fact, are told from answers by this. Knows evidence and kinds of things. Must
not know weights.

Source: which signs help was measured on questions of `training/questions`; docs/evaluation.md, "Not found".
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.answering.lines import runs
from search.answering.source import Evidence
from search.answering.thing import Thing, asked_thing, holds_thing

LACKS = (
    "thing_covered", "thing_lost", "quantity_unfit", "money_nowhere", "quantity_lost", "name_lost", "name_apart",
    "count_apart", "words_missing_near", "words_missing_there", "words_missing_anywhere",
)  # fmt: skip

_BESIDE = 0.8
"""How much a word counts that stands in the sentence before or behind."""

HARDLY = 0.3
"""Under which a word counts as missing."""

_SEVERAL = 3
_QUANTITIES: frozenset[Thing | None] = frozenset({"count", "money", "share", "amount"})
_PERSONS: frozenset[Thing | None] = frozenset({"named", "body"})
_ASKING_WORDS = """
hur många hvor mange how many antal number dag dagen day date datum dato tid time år year hvad hedder heter kallas
kaldes named name namn navn betyder mean means stå står meaning kind slags share andel often ofta ofte tit länge
længe long quickly soon snabbt hurtigt snart meget mycket much stor large part någon happens sker händer gør gör
"""
_ASKING = frozenset(_ASKING_WORDS.split())
"""Words that say how it is asked, not of what."""

_Array = NDArray[np.float64]


def lacks(evidence: Evidence, best: int) -> list[float]:
    """Return what is lacking, as LACKS names it.

    Args:
        best: ordinal of the sentence that scores best.
    """
    thing = asked_thing(evidence.plan.text, evidence.plan.understood)
    fits = np.array([holds_thing(thing, text) for text in evidence.texts], float)
    said = np.maximum(evidence.covered, evidence.above[evidence.row])
    near = np.maximum(said, _BESIDE * _beside(evidence))
    return [*_of_thing(evidence, thing, fits, (said, near), best), *_of_words(evidence, near[best], best)]


def lacks_quantity(evidence: Evidence, texts: Sequence[str]) -> bool:
    """Tell whether it is asked how many or what something costs, and what would be quoted holds no such thing.

    Lines of a list can be counted.
    """
    thing = asked_thing(evidence.plan.text, evidence.plan.understood)
    if thing == "money":
        return not any(holds_thing("money", text) or holds_thing("share", text) for text in texts)
    return thing == "count" and not any(holds_thing("count", text) or _can_be_counted(text) for text in texts)


def _can_be_counted(text: str) -> bool:
    return any(len(run.items) >= _SEVERAL for run in runs(text))


def _of_thing(
    evidence: Evidence, thing: Thing | None, fits: _Array, words: tuple[_Array, _Array], best: int
) -> list[float]:
    """Return how far the sentences that hold such a thing fall behind the others."""
    said, near = words
    covered, around, focus = said @ evidence.rarity, near @ evidence.rarity, said[:, _focus(evidence)]
    lost, apart = float(around.max() - (around * fits).max()), 1 - float((focus * fits).max())
    is_quantity = thing in _QUANTITIES
    return [
        float((around * fits).max()),
        lost,
        is_quantity * (1 - float(fits[best])),
        (thing == "money") * (1 - float(fits.max())),
        is_quantity * lost,
        (thing == "named") * float(covered.max() - (covered * fits).max()),
        (thing in _PERSONS) * apart,
        (thing == "count") * apart,
    ]


def _of_words(evidence: Evidence, near: _Array, best: int) -> list[float]:
    """Return the shares of the question's words that are missing: by the best sentence, in its passage, in all."""
    there, anywhere = evidence.held[int(evidence.row[best])], evidence.held.max(axis=0)
    return [float((held < HARDLY).mean()) for held in (near, there, anywhere)]


def _beside(evidence: Evidence) -> _Array:
    """Return what the sentences before and behind have of the question, within a passage."""
    covered, beside = evidence.covered, np.zeros_like(evidence.covered)
    same = (evidence.row[1:] == evidence.row[:-1])[:, None]
    beside[1:] = np.where(same, covered[:-1], 0.0)
    beside[:-1] = np.maximum(beside[:-1], np.where(same, covered[1:], 0.0))
    return beside


def _focus(evidence: Evidence) -> int:
    """Return the place of the first word that says of what it is asked: the thing, the office."""
    telling = (place for place, word in enumerate(evidence.words) if word not in _ASKING and not word.isdigit())
    return next(telling, 0)
