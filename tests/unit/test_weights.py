from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.analysis.words import words
from search.resources import LEXICON
from search.vectors import embedded_text
from search.vocabulary import count_words
from search.weights import CONTEXT_WEIGHT, K1, B, ContentWords, PassageText, PassageWeigher, TermFinder

ANALYZER = Analyzer(LEXICON)
AVERAGE = 42.0
TEXTS = st.text(max_size=120) | st.lists(
    st.sampled_from(
        ["och", "Överenskommelse,", "samverkansavtal.", "§ 7", "2018:26", "EU’s", "\n", "\u2028", "ΑΣ", "İx"]
    )
).map(" ".join)
PASSAGES = st.builds(PassageText, TEXTS, TEXTS, st.sampled_from(["sv", "da", "en", "und"]))


def bm25(passage: PassageText) -> dict[int, float]:
    """Weights word by word, as equation 3.15 has them."""
    counts: dict[int, float] = {}
    for text, weight in ((passage.body, 1.0), (passage.context, CONTEXT_WEIGHT)):
        for word, times in Counter(words(text)).items():
            for key, share in ANALYZER.dimensions(word, passage.language):
                counts[key] = counts.get(key, 0.0) + weight * times * share
    norm = K1 * (1 - B + B * ContentWords(ANALYZER).of(passage) / AVERAGE)
    return {key: count * (K1 + 1) / (count + norm) for key, count in counts.items()}


@settings(deadline=None)
@given(st.lists(PASSAGES, min_size=1, max_size=6))
def test_many_passages_weigh_what_each_weighs_alone(passages: list[PassageText]) -> None:
    """Any mixture of languages and signs gives, in order and to 1e-6, the weights of the formula."""
    finder, weigher = TermFinder(ANALYZER), PassageWeigher(AVERAGE)
    for _ in range(2):  # the second time from memory
        for passage, vector in zip(passages, weigher.weigh(finder.find(passages)).vectors(), strict=True):
            found = dict(zip(vector.indices.tolist(), vector.values.tolist(), strict=True))
            assert found == {key: pytest.approx(weight, abs=1e-6) for key, weight in bm25(passage).items()}
            assert (np.diff(vector.indices.astype(np.int64)) > 0).all()
            assert np.isfinite(vector.values).all()
            assert (vector.values > 0).all()


@settings(deadline=None)
@given(st.lists(st.lists(PASSAGES, min_size=1, max_size=3), max_size=4))
def test_the_words_of_passages_are_counted_on_the_way(calls: list[list[PassageText]]) -> None:
    """Whenever it is asked, the vocabulary has the words of all passages so far, with what stands above them."""
    finder = TermFinder(ANALYZER)
    texts: list[str] = []
    for passages in calls:
        finder.find(passages)
        texts += [embedded_text(passage) for passage in passages]
        assert finder.vocabulary().to_bytes() == count_words(texts).to_bytes()


def test_the_length_leaves_out_stop_words() -> None:
    """Words that say nothing make a passage no longer; those of its headings count like its own."""
    assert ContentWords(ANALYZER).of(PassageText("Avtal och avtal", "Om transport", "sv")) == 2 + CONTEXT_WEIGHT
