"""Word an answer with a model, and keep of it what the papers hold.

Knows answers and passages. Must not know how the model is reached, or where passages are stored: they come in, and
`excerpt` gives the stored text that quotes are compared with.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from search.errors import ModelUnavailable
from search.personal import mask
from search.quote import Excerpt, quote_at
from search.records import Span
from search.result import Answer, Quote
from search.wording.claim import Judge, bare
from search.wording.port import Evidence, Writer
from search.wording.prompt import messages_of
from search.wording.sentence import CITATION, cited, complete_sentences, sentence_spans

MOST_SENTENCES = 6
_MOST_CHARACTERS = 6_000
"""More than six sentences need; a model that goes on is cut off and not believed."""

_MOST_QUOTE_CHARACTERS = 700


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the model that the papers hold, with citations that count the answer's quotes from 1."""

    text: str


@dataclass(slots=True)
class _Kept:
    """What is kept so far; `order` are the numbers of cited passages as they first came."""

    sentences: list[str]
    claims: dict[int, list[str]]

    @property
    def order(self) -> list[int]:
        return list(self.claims)

    def keep(self, sentence: str, numbers: Sequence[int]) -> Sentence:
        for number in numbers:
            self.claims.setdefault(number, []).append(bare(sentence))
        marks = "".join(f"[{self.order.index(number) + 1}]" for number in dict.fromkeys(numbers))
        words = bare(sentence)
        end = words[-1] if words[-1:] in (".", "!", "?") else "."
        self.sentences.append(f"{words.rstrip('.!? ')} {marks}{end}")
        return Sentence(self.sentences[-1])


def word(
    question: str, answer: Answer, evidence: Sequence[Evidence], writer: Writer, judge: Judge, excerpt: Excerpt
) -> Iterator[Sentence | Answer]:
    """Yield the sentences that are kept, as they are written, and the whole answer last.

    Args:
        question: masked.
        answer: what the papers say, made without a model; given back as it is where the model is of no use.
        evidence: the passages the model may use.
    """
    if answer.status != "answered" or not evidence:
        yield answer
        return
    kept = _Kept([], {})
    try:
        for sentence in _sentences(writer.write(messages_of(question, answer.language, evidence))):
            numbers = _support(sentence, evidence, answer.language, judge)
            if numbers:
                yield kept.keep(sentence, numbers)
            if len(kept.sentences) >= MOST_SENTENCES:
                break
    except ModelUnavailable:
        yield answer
        return
    yield _worded(answer, kept, {each.number: each for each in evidence}, excerpt)


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    rest, total = "", 0
    for piece in pieces:
        total += len(piece)
        if total > _MOST_CHARACTERS:
            raise ModelUnavailable(f"the model wrote more than {_MOST_CHARACTERS} characters and was cut off")
        done, rest = complete_sentences(rest + piece)
        yield from done
    yield from (rest[start:end] for start, end in sentence_spans(rest))


def _support(sentence: str, evidence: Sequence[Evidence], language: str, judge: Judge) -> list[int]:
    """Return the numbers of the passages that hold a sentence; [] where one it cites is not there or it is not held."""
    by_number, numbers = {each.number: each for each in evidence}, cited(sentence)
    if not numbers or any(number not in by_number for number in numbers) or mask(sentence).count:
        return []
    if "[" in CITATION.sub("", sentence):
        return []
    used = [by_number[number] for number in dict.fromkeys(numbers)]
    return numbers if judge.is_supported(sentence, used, language) else []


def _worded(answer: Answer, kept: _Kept, evidence: dict[int, Evidence], excerpt: Excerpt) -> Answer:
    quotes = []
    for number in kept.order:
        quote = _quote(answer, evidence[number], " ".join(kept.claims[number]), excerpt)
        if quote is None:
            return answer
        quotes.append(quote)
    if not quotes:
        return answer
    return replace(answer, text=" ".join(kept.sentences), quotes=tuple(quotes), wording="model")


def _quote(answer: Answer, evidence: Evidence, claims: str, excerpt: Excerpt) -> Quote | None:
    """Return the quote of a passage that the answer had already, or the part of it that the sentences rest on.

    None where the stored text has other words than the passage that the model was given.
    """
    passage = evidence.record.passage
    held = next((quote for quote in answer.quotes if quote.passage_id == passage.passage_id), None)
    if held:
        return held
    start, end = _span(passage.text, claims)
    return quote_at(evidence.record, Span(passage.start + start, passage.start + end), excerpt)


def _span(text: str, claims: str) -> tuple[int, int]:
    if len(text) <= _MOST_QUOTE_CHARACTERS:
        return 0, len(text)
    said = set(re.findall(r"\w{4,}", claims.lower()))
    spans = list(sentence_spans(text))
    best = max(spans, key=lambda span: len(said & set(re.findall(r"\w{4,}", text[slice(*span)].lower()))))
    return best[0], min(best[1], best[0] + _MOST_QUOTE_CHARACTERS)
