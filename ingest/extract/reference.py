"""Numbers under which a paper itself is filed or published: diarienummer, journalnummer, saknr, PM 2018:26, SOU 2020:1.

Knows how such numbers are written. Must not take the number of another paper, which is cited or replaced, for its own.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.extract.field import Field
from ingest.extract.paper import Paper
from ingest.extract.sign import Sign
from search.filing import CASE, RULES, SESSION, SUBJECT

_FILED = re.compile(
    rf"\b{CASE}\b\.?\s?:?\s*(?P<number>(?:[^\W\d_]{{1,6}}[ .-]?)?\d[\w./:-]*\w)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"\b{SUBJECT}\b\.?\s?:?\s*\d{{1,7}}\b", re.IGNORECASE)
SERIES = re.compile(
    r"(?<![\w(])(?P<series>PM|SOU|Dir\.?|Ds|Prop\.?|[A-ZÅÄÖ]{2,8}FS|AFS|FAP|RPSFS|SFS|KVFS|[A-ZÅÄÖÆØ]{2,6})\s"
    rf"(?P<number>{SESSION}:\d{{1,5}})(?![\w:)])"
)
_RULES = "|".join(sorted({kind.upper() for kind in RULES.values()}))
_SERIAL = re.compile(rf"\b(?:{_RULES}) nr\.? \d{{1,5}} af \d{{1,2}}/\d{{1,2}}/\d{{4}}\b")
_SEVERAL = re.compile(r"\s+(?:och|og|and|samt)\s+|,\s+|;\s+")
_NUMBER = re.compile(r"^(?=.*\d)[\w./: -]{2,40}$")
_EDGE_CHARS = 3000
_SHORT_LINE = 120


def references_of(paper: Paper, fields: Sequence[Field]) -> list[tuple[str, int, int, float]]:
    """Return (number as printed, start, end, confidence) of the paper's own numbers, each once, in order."""
    found: dict[str, tuple[str, int, int, float]] = {}
    for value, start, end, confidence in sorted(
        [*_labelled(fields), *_printed(paper, fields)], key=lambda each: each[1]
    ):
        key = re.sub(r"\W", "", value).lower()
        if not any(key in known for known in found):
            found[key] = (value, start, end, confidence)
    return list(found.values())


def _labelled(fields: Sequence[Field]) -> Iterator[tuple[str, int, int, float]]:
    for field in fields:
        if field.name != "reference_number":
            continue
        begin = 0
        for stop, following in [(m.start(), m.end()) for m in _SEVERAL.finditer(field.value)] + [
            (len(field.value),) * 2
        ]:
            value = field.value[begin:stop].strip(" .")
            if _NUMBER.match(value):
                at = field.start + field.value.index(value, begin)
                yield value, at, at + len(value), 1.0
            begin = following


def _printed(paper: Paper, fields: Sequence[Field]) -> Iterator[tuple[str, int, int, float]]:
    """Yield numbers under their label in the text, and numbers of a series at the front of the paper."""
    others = [(field.start, field.end) for field in fields if field.name in {"replaces", "replaced_by"}]
    for block, signs in zip(paper.blocks, paper.signs, strict=True):
        if block.start >= _EDGE_CHARS:
            return
        for match in _FILED.finditer(block.text) if signs & Sign.FILED and signs & Sign.DIGIT else ():
            begin = block.start + match.start("number")
            # a number in brackets after a name is that of the paper named there
            cited = match.start() > 1 and block.text[match.start() - 1] == "("
            if not cited and not any(start <= begin < end for start, end in others):
                yield match["number"].rstrip("."), begin, block.start + match.end("number"), 0.95
        is_line = len(block.text) <= _SHORT_LINE and not block.text.rstrip().endswith(".")
        if block.start < _EDGE_CHARS // 2 and (is_line or block.kind == "heading"):
            for pattern in (SERIES, _SUBJECT, _SERIAL):
                for match in pattern.finditer(block.text):
                    yield match.group(), block.start + match.start(), block.start + match.end(), 0.8
