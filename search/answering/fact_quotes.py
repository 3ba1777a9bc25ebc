"""The words in which papers state facts of themselves, quoted with where they stand.

Knows facts, passages and stored text through functions. Must not know questions or which facts answer them.
"""

from collections.abc import Iterator, Sequence

from search.answering.lines import Run, runs
from search.answering.sentence import sentences
from search.quote import Excerpt, Lookup, quote_at
from search.records import Fact, Span
from search.result import Quote

_SIGNATURE = frozenset({"signed", "signatory"})
_MOST_SIGNATURE = 600
"""Characters of the lines of signatures that are quoted together."""


def fact_quotes(facts: Sequence[Fact], excerpt: Excerpt, passages: Lookup) -> Iterator[Quote]:
    """Yield the sentences in which a paper's facts stand, each once; what the stored text lacks is left out."""
    seen = set[tuple[int, int]]()
    held = passages([fact.span.passage_id for fact in facts if fact.span and fact.span.passage_id])
    for fact in facts:
        record = held.get((fact.span and fact.span.passage_id) or "")
        if record is None or fact.span is None:
            continue
        passage, is_signature = record.passage, fact.name in _SIGNATURE
        begin, end = _place(passage.text, fact.span.start - passage.start, is_signature=is_signature)
        quote = quote_at(record, Span(passage.start + begin, passage.start + end, fact.span.page), excerpt)
        if quote is None or (quote.start, quote.end) in seen:
            continue
        seen.add((quote.start, quote.end))
        yield quote


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
