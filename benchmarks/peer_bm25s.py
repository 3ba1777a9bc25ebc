"""bm25s, the fastest pure Python BM25, with stop words and Snowball stems of each passage's own language."""

import time
from collections.abc import Sequence
from typing import Any

from benchmarks.material import Item, KnownItem
from benchmarks.measure import Measured, NotMeasured, measure

NAME = "bm25s"
SNOWBALL = {"sv": "swedish", "da": "danish", "en": "english"}


def run(items: Sequence[Item], questions: Sequence[KnownItem]) -> Measured | NotMeasured:
    """Index in this process and ask."""
    try:
        import bm25s  # noqa: PLC0415 - an optional dependency
        import Stemmer  # noqa: PLC0415
    except ImportError as error:
        return NotMeasured(NAME, f"{error.name} is not installed")
    begun = time.perf_counter()
    tokens = _Tokens(bm25s, Stemmer)
    retriever = bm25s.BM25()
    retriever.index([tokens.of(item.text, item.language) for item in items], show_progress=False)
    index_s = time.perf_counter() - begun

    def ask(question: KnownItem) -> tuple[list[str], float]:
        asked = time.perf_counter()
        words = tokens.of(question.query, question.language)
        found, _scores = retriever.retrieve([words], k=10, show_progress=False)
        took_ms = (time.perf_counter() - asked) * 1000
        return [items[number].passage_id for number in found[0]], took_ms

    return measure(NAME, index_s, len(items), ask, questions)


class _Tokens:
    """The library's own tokeniser, a language at a time."""

    def __init__(self, library: Any, stemming: Any) -> None:
        self._library = library
        self._stemmers = {language: stemming.Stemmer(name) for language, name in SNOWBALL.items()}
        self._stop_words = sorted(
            {
                word
                for name in ("STOPWORDS_SWEDISH", "STOPWORDS_DANISH", "STOPWORDS_EN")
                for word in getattr(library.stopwords, name, ())
            }
        )

    def of(self, text: str, language: str) -> list[str]:
        tokens: list[list[str]] = self._library.tokenize(
            [text],
            stopwords=self._stop_words,
            stemmer=self._stemmers.get(language),
            return_ids=False,
            show_progress=False,
        )
        return tokens[0]
