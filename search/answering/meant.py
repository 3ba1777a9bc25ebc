"""Which paper a question means: one whose title and bodies hold nearly all of the words by which it tells papers apart.

Knows plans and papers' names. Must not know what is asked of the paper, nor its facts.
"""

import re
from collections.abc import Iterable, Sequence

from search.analysis import Analyzer, Token
from search.document import Document
from search.plan import Plan

AGREEMENT = re.compile(
    r"\b\w*(?:överenskommelse(?:n|r|rna)?|avtal(?:et|en)?|aftale(?:n|r|rne)?)s?\b|\bagreements?\b", re.IGNORECASE
)
LEVELS = {
    "national": re.compile(r"\b(?:nationell\w*|national\w*|landsomfattande|landsdækkende)\b", re.IGNORECASE),
    "regional": re.compile(r"\bregional\w*\b", re.IGNORECASE),
    "local": re.compile(r"\b(?:lokal|lokala|lokalt|lokale|local)\b", re.IGNORECASE),
}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")

AMONG_FOUND, AMONG_ALL = 0.6, 0.8
"""Share of a question's telling words, by rarity, that a paper which is meant holds at least: one of those in which the
best passages stand, and one of all.

Two thresholds, as the search has told already that the former are about the question: a name of the reader's own, such
as "rutinen för vittnesstöd", is enough there, and is lost at 0.8. Of all agreements one is taken for another up to 0.7:
asked for the one with the Red Cross, the one with the police answers where the first is not held. At 1 a name that is
translated or inflected otherwise is lost. Source: the questions over the sample corpus and the source documents.
"""

STANDS = 0.3
"""Weight from which a form or a translation of a word of the question counts as standing in a title or a name."""


def told(document: Document, parties: Sequence[str] = ()) -> str:
    """Return by what a paper is known: its title, its bodies and the parties of its agreement."""
    return " ".join((document.title, *parties, *document.organisations))


class Named:
    """The words by which a question tells which paper it means."""

    def __init__(self, plan: Plan, analyzer: Analyzer, asking: Iterable[re.Pattern[str]]) -> None:
        """Take the question.

        Args:
            asking: find what asks, and what goes without saying of the papers that may be meant.
        """
        rest = plan.text
        for pattern in asking:
            rest = pattern.sub(" ", rest)
        found = {token.word for token in analyzer.tokens(rest, plan.language)}
        self._plan, self._analyzer = plan, analyzer
        self.words = frozenset(word for word in found if not analyzer.is_stop_word(word, plan.language))

    def share(self, document: Document, tokens: Iterable[Token], least: float = STANDS) -> float:
        """Return how much of the words, by rarity, what a paper is known by holds, 0 to 1; 1 where there are none.

        Args:
            tokens: of what the paper is known by.
            least: weight from which a translation counts.
        """
        if not self.words:
            return 1.0
        held = {
            key
            for token in tokens
            for key, weight in self._analyzer.dimensions(token.word, document.language)
            if weight >= STANDS
        }
        standing = {
            token.word
            for token, terms in self._plan.sparse.tokens_in(document.language)
            if any(key in held and weight >= least for key, weight in terms.items())
        }
        rarity = {word: self._analyzer.rarity(word, self._plan.language) for word in self.words}
        return sum(rarity[word] for word in self.words & standing) / sum(rarity.values())
