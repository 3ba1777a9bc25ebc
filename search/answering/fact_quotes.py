"""The words in which papers state facts of themselves, quoted with where they stand.

Knows facts, passages and stored text through functions. Must not know questions or which facts answer them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from search.answering.lines import Run, runs
from search.answering.sentence import sentences
from search.catalog_port import PassageRecord
from search.document import Document, Passage
from search.records import Fact
from search.result import Quote

Lookup = Callable[[Sequence[str]], Mapping[str, PassageRecord]]
Excerpt = Callable[[str, str, int, int], str]

_SIGNATURE = frozenset({"signed", "signatory"})
_MOST_SIGNATURE = 600
"""Characters of the lines of signatures that are quoted together."""


def fact_quotes(document: Document, facts: Sequence[Fact], excerpt: Excerpt, passages: Lookup) -> Iterator[Quote]:
    """Yield the sentences in which a paper's facts stand, each once; what the stored text lacks is left out."""
    seen = set[tuple[int, int]]()
    held = passages([fact.span.passage_id for fact in facts if fact.span and fact.span.passage_id])
    for fact in facts:
        record = held.get((fact.span and fact.span.passage_id) or "")
        if record is None or fact.span is None:
            continue
        place = _place(
            record.passage.text, fact.span.start - record.passage.start, is_signature=fact.name in _SIGNATURE
        )
        quote = quote_at(document, record.passage, place, excerpt)
        if quote is None or (quote.start, quote.end) in seen:
            continue
        seen.add((quote.start, quote.end))
        yield quote


def quote_at(document: Document, passage: Passage, place: tuple[int, int], excerpt: Excerpt) -> Quote | None:
    """Return the words of a passage at half-open offsets into it; None where the stored text has others, or none."""
    begin, end = place
    start, stop = passage.start + begin, passage.start + end
    text = excerpt(document.document_id, document.revision, start, stop)
    if not text or text != passage.text[begin:end]:
        return None
    return Quote(
        text, passage.passage_id, document.document_id, document.sha256, document.source, document.title,
        passage.section_path, passage.page, start, stop, passage.language,
    )  # fmt: skip


def _place(text: str, at: int, *, is_signature: bool) -> tuple[int, int]:
    """Return the sentence at an offset, or the lines of the signatures there, in which day and name stand apart."""
    if is_signature:
        for run in runs(text):
            if run.start <= at < run.end and run.end - run.start <= _MOST_SIGNATURE:
                return _begin_of_signatures(text, run, at), run.end
    return next((each for each in sentences(text) if each[0] <= at < each[1]), (0, 0))


def _begin_of_signatures(text: str, run: Run, at: int) -> int:
    """Return where lines of signatures begin: a whole sentence before them says nothing of who signed."""
    first = run.items[0][0]
    is_apart = run.lead_in is not None and at >= first and text[slice(*run.lead_in)].rstrip().endswith(".")
    return first if is_apart else run.start
