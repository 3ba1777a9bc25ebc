"""Passages: runs of blocks of one section, short enough to be read at a glance, long enough to stand alone.

Knows blocks with offsets; must not know formats or embedding. A passage never crosses a section, its text is the
document's text between its offsets, and the page it cites holds all of it.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.clause import clause_labels
from search.document import Block, Language, Passage, passage_id_of

TARGET_WORDS = 120
MIN_WORDS = 60
MAX_WORDS = 180
_LOOSE_MAX_WORDS = 220
_SMALL_WORDS = 25
_SENTENCE = re.compile(r"[.!?…][\"”’»)]*\s+(?=[\"“”„«(–—-]*\s*[A-ZÅÄÖÆØÉ0-9§])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:bl\.\s?a|t\.\s?ex|f\.\s?eks|d\.\s?v\.\s?s|m\.\s?m|o\.\s?s\.\s?v|osv|jfr|jf|kap|nr|st|stk|ca|dvs|resp|s|kl|tel|tlf|ang|inkl|"
    r"exkl|ekskl|evt|f\.\s?d|fr\.\s?o\.\s?m|t\.\s?o\.\s?m|pkt|art|dir|prop|etc|e\.\s?g|i\.\s?e|mr|dr|dnr|j)|(?<!\w)\w|\b\d{1,3})\.$",
    re.IGNORECASE,
)
_LONGER_THAN_SHORT = 7
"""Six letters and a full stop: no abbreviation is so long."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """The smallest thing a passage is made of: a block, or sentences, items or rows of one.

    Attributes:
        ties: the piece should not begin a passage if it can stay with the one before (a list item).
        leads: the piece should not end a passage if the next can stay with it (a lead-in).
    """

    start: int
    end: int
    words: int
    page: int | None
    label: str | None
    language: Language
    ties: bool = False
    leads: bool = False


def passages_of(
    document_id: str,
    revision: str,
    text: str,
    blocks: Sequence[Block],
    title: str,
    words: Sequence[int] | None = None,
) -> Iterator[Passage]:
    """Yield the passages of a document, in order.

    Args:
        text: the stored text that the blocks' offsets point into.
        title: the document's title; its own heading is not repeated in section paths.
        words: how many each block has, where they are counted already.
    """
    ordinal = 0
    counts = [len(block.text.split()) for block in blocks] if words is None else words
    words_of = {block.start: count for block, count in zip(blocks, counts, strict=True)}
    clauses = {id(blocks[position]): label for position, label in clause_labels(blocks).items()}
    for path, body in _by_clause(_sections(blocks, title), clauses):
        for run in _packed(list(_pieces(body, words_of))):
            yield _passage(document_id, revision, ordinal, text, path, run)
            ordinal += 1


def _passage(
    document_id: str, revision: str, ordinal: int, text: str, path: tuple[str, ...], run: Sequence[_Piece]
) -> Passage:
    start, end = run[0].start, run[-1].end
    pages = [piece.page for piece in run if piece.page is not None]
    return Passage(
        passage_id=passage_id_of(document_id, revision, ordinal),
        document_id=document_id,
        revision=revision,
        ordinal=ordinal,
        text=text[start:end],
        start=start,
        end=end,
        language=_language(run),
        section_path=path,
        page=pages[0] if pages else None,
        page_to=pages[-1] if pages else None,
        page_label=run[0].label,
    )


def _language(run: Sequence[_Piece]) -> Language:
    if len({piece.language for piece in run}) == 1:
        return run[0].language
    weight: Counter[Language] = Counter()
    for piece in run:
        weight[piece.language] += piece.end - piece.start
    return weight.most_common(1)[0][0]


def _sections(blocks: Sequence[Block], title: str) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Yield (section path, body); a heading that nothing belongs to is body itself, under the path above it."""
    path: list[tuple[int, str]] = []
    body: list[Block] = []
    own = {title, _own_heading(blocks)}
    for position, block in enumerate(blocks):
        if block.kind != "heading":
            body.append(block)
            continue
        if body:
            yield tuple(name for _, name in path), body
            body = []
        while path and path[-1][0] >= block.level:
            path.pop()
        if block.text.rstrip(" ;,") in own and position + 1 < len(blocks):
            continue
        if _is_empty(blocks, position):
            body = [block]
        else:
            path.append((block.level, block.text))
    if body:
        yield tuple(name for _, name in path), body


def _by_clause(
    sections: Iterable[tuple[tuple[str, ...], list[Block]]], clauses: Mapping[int, str]
) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Yield the clauses of each section as sections below it; what stands before and after them has its own path."""
    for path, whole in sections:
        label, body = "", list[Block]()
        for block in whole:
            if id(block) in clauses:
                if body:
                    yield (*path, label) if label else path, body
                label, body = clauses[id(block)], []
            body.append(block)
        yield (*path, label) if label else path, body


def _own_heading(blocks: Sequence[Block]) -> str | None:
    """Return the heading that stands for the whole document: the first one, if no other is as high."""
    headings = [block for block in blocks if block.kind == "heading"]
    if len(headings) > 1 and all(other.level > headings[0].level for other in headings[1:]):
        return headings[0].text
    return None


def _is_empty(blocks: Sequence[Block], position: int) -> bool:
    """Tell whether neither text nor a lower heading follows a heading."""
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    return following is None or (following.kind == "heading" and following.level <= blocks[position].level)


def _pieces(body: Sequence[Block], words_of: Mapping[int, int]) -> Iterator[_Piece]:
    for position, block in enumerate(body):
        following = body[position + 1] if position + 1 < len(body) else None
        leads = block.kind == "paragraph" and following is not None and following.kind in {"list_item", "table"}
        ties = block.kind == "list_item"
        spans = _spans(block, words_of[block.start])
        for index, (start, end, words) in enumerate(spans):
            yield _Piece(
                start, end, words, block.page, block.page_label, block.language,
                ties=ties and index == 0, leads=leads and index == len(spans) - 1,
            )  # fmt: skip


def _spans(block: Block, words: int) -> list[tuple[int, int, int]]:
    """Return (start, end, words) of the block, or of its parts if it is too long for one passage."""
    if words <= MAX_WORDS:
        return [(block.start, block.end, words)]
    cuts = _row_cuts(block.text) if block.kind == "table" else _sentence_cuts(block.text)
    return [
        (block.start + start, block.start + end, len(block.text[start:end].split()))
        for start, end in _grouped(block.text, cuts, TARGET_WORDS)
    ]


def _row_cuts(text: str) -> list[int]:
    return [match.end() for match in re.finditer(r"\n", text)]


def _sentence_cuts(text: str) -> list[int]:
    """Return where sentences begin, without being caught by abbreviations and ordinal numbers."""
    cuts = []
    for match in _SENTENCE.finditer(text):
        end = match.start() + 1
        if text[max(0, end - _LONGER_THAN_SHORT) : end - 1].isalpha() and end >= _LONGER_THAN_SHORT:
            cuts.append(match.end())
            continue
        before = text[max(0, end - 14) : end].rstrip('"”’»)')
        if not _ABBREVIATION.search(before):
            cuts.append(match.end())
    return cuts


def _grouped(text: str, cuts: Sequence[int], target: int) -> Iterator[tuple[int, int]]:
    """Yield spans of about `target` words that begin at cuts; a span without cuts is cut at blanks."""
    edges = [0, *cuts, len(text)]
    units = [unit for start, end in itertools.pairwise(edges) for unit in _cut_long(text, start, end)]
    whole = sum(words for _, _, words in units)
    share = whole / max(1, round(whole / target))
    start, count = units[0][0], 0
    for position, (_, end, words) in enumerate(units):
        count += words
        following = units[position + 1][2] if position + 1 < len(units) else 0
        if following and count + following / 2 > share:
            yield start, _trimmed(text, start, end)
            start, count = units[position + 1][0], 0
    yield start, _trimmed(text, start, len(text))


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, words) of one sentence or row, cut at blanks if it alone is too long."""
    count = len(text[start:end].split())
    if count <= MAX_WORDS:
        yield start, end, count
        return
    words = [match.start() + start for match in re.finditer(r"\S+", text[start:end])]
    for first in range(0, len(words), MAX_WORDS):
        begin = words[first] if first else start
        last = words[first + MAX_WORDS] if first + MAX_WORDS < len(words) else end
        yield begin, last, len(words[first : first + MAX_WORDS])


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _packed(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Group the pieces of a section into passages; a small rest joins the passage before it."""
    runs: list[list[_Piece]] = []
    for group in _groups(pieces):
        if runs and _fits(runs[-1], group):
            runs[-1].extend(group)
        else:
            runs.append(list(group))
    last = _words(runs[-1]) if runs else 0
    if (
        len(runs) > 1
        and last < _SMALL_WORDS
        and _words(runs[-2]) + last <= _LOOSE_MAX_WORDS
        and not _page_apart(runs[-2], runs[-1])
    ):
        rest = runs.pop()
        runs[-1].extend(rest)
    yield from runs


def _groups(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield pieces that belong together: a lead-in with its list, as far as it fits into one passage."""
    group: list[_Piece] = []
    for piece in pieces:
        together = group and (group[-1].leads or (piece.ties and (group[-1].ties or group[0].leads)))
        if together and _words(group) + piece.words <= _LOOSE_MAX_WORDS and not _page_apart(group, [piece]):
            group.append(piece)
            continue
        if group:
            yield group
        group = [piece]
    if group:
        yield group


def _fits(run: Sequence[_Piece], group: Sequence[_Piece]) -> bool:
    before, added = _words(run), _words(group)
    if _page_apart(run, group):
        return False
    if before + added <= TARGET_WORDS:
        return True
    return min(before, added) < MIN_WORDS and before + added <= MAX_WORDS


def _page_apart(run: Sequence[_Piece], group: Sequence[_Piece]) -> bool:
    """Tell whether a page break parts two groups: every word of a passage stands on the page that it cites."""
    return run[-1].page != group[0].page


def _words(pieces: Iterable[_Piece]) -> int:
    return sum(piece.words for piece in pieces)
