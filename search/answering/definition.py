"""What a term or an abbreviation means: "med X avses", "X (Y)", lines of a glossary."""

import re
from collections.abc import Sequence

import numpy as np

from search.analysis.stopwords import STOP_WORDS
from search.answering.choice import choose
from search.answering.port import Case, Proposal, sentences_in

_SAID = """
betyder betyda betydelsen betydelse innebär innebörden menas avses står förkortningen förkortning definition
definitionen definieras förklara ordet begreppet termen kallas betydning betydningen indebærer menes forstås
forkortelsen forkortelse defineres forklar begrebet hedder kaldes mean means meaning meant stand stands abbreviation
acronym defined explain word term define called
"""
MEANING_WORDS = frozenset(_SAID.split())
"""Words by which a question asks for a meaning; what is left is the term."""

_DEFINES = {"short": 2.5, "opens": 2.0, "means": 1.5}
"""Added to the score of a sentence in which the term stands beside its abbreviation, opens the line of a glossary, or
stands with a verb that explains. Source: chosen by their order, that a glossary outweighs a mention."""

_HELD = 0.5
"""How well a quote must stand for the term, 1 for the word itself; one half of a compound stands for 0.4 of it."""

_STOP_WORDS = frozenset().union(*STOP_WORDS.values())
_MEANS = (
    r"(?:avses|menas|betyder|innebär|betecknar|är|står för|forstås|menes|indebærer|er|står for|means?|is|are"
    r"|refers? to|stands for)"
)


def propose(case: Case) -> Proposal | None:
    """Return the sentences that explain the term, or nothing where none does."""
    term = asked_term(case.evidence.words)
    if not term:
        return None
    patterns = _patterns(term)
    bonus = np.array([_bonus(text, patterns) for text in case.texts])
    if not bonus.any():
        return None
    scores = case.scores + bonus
    return Proposal("definition" if bonus[int(scores.argmax())] else "passage", choose(case, scores))


def asked_term(words: Sequence[str]) -> str:
    """Return the words of a question whose meaning is asked for, joined by blanks."""
    return " ".join(word for word in words if word not in MEANING_WORDS)


def lacks_term(case: Case, proposal: Proposal | None) -> bool:
    """Tell whether a meaning is asked for and what would be quoted does not hold the term, nor a heading above it.

    Half of a compound explains nothing of the whole.
    """
    evidence = case.evidence
    terms = [place for place, word in enumerate(evidence.words) if word not in MEANING_WORDS | _STOP_WORDS]
    if evidence.plan.intent != "definition" or proposal is None or not terms:
        return False
    rarest = max(terms, key=lambda place: evidence.rarity[place])
    quoted = [at for piece in proposal.pieces for at in sentences_in(piece)]
    held = evidence.covered.clip(min=evidence.above[evidence.row])[quoted, rarest]
    return float(held.max(initial=0.0)) < _HELD


def _bonus(text: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> float:
    return max((_DEFINES[name] for name, pattern in patterns if pattern.search(text)), default=0.0)


def _patterns(term: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return what a definition of a term looks like; the last word may be inflected."""
    word = re.escape(term) + r"\w{0,4}"
    named = (
        ("short", rf"\b{word}\s\([^)]+\)|\w\s\({word}\)"),
        ("opens", rf"^\W*{word}\s?(?:\([^)]*\)\s?)?(?::|\||–|-\s|{_MEANS}\b)"),
        (
            "means",
            rf"\b{word}\W+(?:\w+\W+){{0,2}}{_MEANS}\b|\b{_MEANS}\W+(?:\w+\W+){{0,3}}{word}\b|\bmed\W+{word}\W+avses",
        ),
    )
    return [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in named]
