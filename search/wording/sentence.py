"""Sentences of what a model writes and of what it cites, and the citations in them.

Knows punctuation; must not know whether a sentence is true.
"""

import re
from collections.abc import Iterator

CITATION = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")

_END = re.compile(r"(?:[.!?][\"”»)]?(?:\s*\[[\d,; ]+\][.]?)*\s+(?=[\"”»(*–-]*\s?[A-ZÅÄÖÆØ])|\n+)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:\w|bl\.\s?a|t\.\s?ex|f\.\s?eks|m\.\s?m|m\.\s?fl|d\.\s?v\.\s?s|dvs|osv|kl|nr|st|jfr?|ca|cirka|resp|enl|tel|"
    r"e\.\s?g|i\.\s?e|etc|no|mr|ms|dr|art|kap|stk|pkt|inkl|exkl|s\.\s?k)|\d)$",
    re.IGNORECASE,
)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield half-open offsets of the sentences of a text, with the citations behind their full stop."""
    begin = 0
    for match in _END.finditer(text):
        if (
            match.group().startswith(".")
            and "[" not in match.group()
            and _ABBREVIATION.search(text, begin, match.start())
        ):
            continue
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, len(text))


def complete_sentences(text: str) -> tuple[list[str], str]:
    """Return the sentences of a text that is still being written, and the rest that may go on."""
    spans = list(sentence_spans(text))
    if not spans:
        return [], text
    # what follows may be its citation
    last = spans[-1][0]
    return [text[start:end] for start, end in spans[:-1]], text[last:]


def cited(sentence: str) -> list[int]:
    """Return the numbers that a sentence cites, in order."""
    return [int(number) for match in CITATION.finditer(sentence) for number in re.findall(r"\d+", match[1])]


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
