"""Answer by quoting, or say honestly that the papers do not answer.

The answerers of a question's intent are tried in turn, and each quote is found again in the stored text before it
leaves. Knows which answerers there are. Must not know how they find what they propose, nor storage: texts come in.
"""

import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.answering import amount, dated, definition, listing, paper, passage, person, purpose, reached
from search.answering.decision import Decision, signs
from search.answering.explain import explain
from search.answering.features import features
from search.answering.frame import framed, from_term_bank, no_contact, not_found
from search.answering.lack import lacks_quantity
from search.answering.port import Answerer, Case, Piece, Proposal
from search.answering.scorer import SentenceScorer
from search.answering.source import Evidence, Reader
from search.answering.where import lacks_place
from search.country import country_named, is_of_other
from search.indexing import context_of
from search.named import holds_named
from search.plan import Plan
from search.quote import Excerpt, quote_at
from search.ranked import Ranked
from search.records import Span
from search.result import Answer, AnswerKind, Intent, Quote
from search.terms import TermStore

ANSWERERS: Mapping[Intent, Sequence[Answerer]] = MappingProxyType(
    {
        "when": (dated.propose,),
        "who": (person.propose,),
        "contact": (reached.propose, listing.naming),
        "list": (listing.propose,),
        "definition": (purpose.propose, definition.propose),
        "amount": (amount.propose,),
        "which_document": (paper.propose,),
        "yes_no": (passage.settle,),
        "what": (purpose.propose,),
        "other": (purpose.propose,),
    }
)
"""Intent -> answerers in the order in which they are tried; what none of them answers, the best sentences do."""

_MOST_SEE_ALSO = 3
_OF_OTHER_COUNTRY = 1.5
"""In logs of odds, how much unlikelier a sentence answers that stands in the other country's paper."""


class Answering:
    """Makes answers; safe to use from several threads."""

    def __init__(
        self, reader: Reader, analyzer: Analyzer, sentences: Path, decision: Path, terms: TermStore | None = None
    ) -> None:
        """Take the parts; weights are read with the first question.

        Args:
            sentences, decision: where the weights of the choice of sentences and of the decision lie.
            terms: explains what no paper does.
        """
        self.reader = reader
        self._analyzer = analyzer
        self._paths = sentences, decision
        self._terms = terms
        self._lock = threading.Lock()
        self._dropped = 0

    @cached_property
    def _scorer(self) -> SentenceScorer:
        return SentenceScorer.load(self._paths[0])

    @cached_property
    def _decision(self) -> Decision:
        return Decision.load(self._paths[1])

    @property
    def dropped_quotes(self) -> int:
        """How many quotes were not sent since the start, as the stored text did not hold them where they should be."""
        return self._dropped

    def case(self, plan: Plan, ranked: Sequence[Ranked], excerpt: Excerpt) -> Case:
        """Return the sentences of the ranked passages with their scores."""
        evidence = self.reader.read(plan, ranked)
        return Case(evidence, self._scorer.scores(features(evidence)) - _of_other_country(evidence), excerpt)

    def answer(self, plan: Plan, ranked: Sequence[Ranked], excerpt: Excerpt) -> Answer:
        """Return the answer that the ranked passages support.

        Args:
            ranked: the best passages, best first; a handful is enough.
            excerpt: gives the stored text that quotes are compared with.
        """
        case = self.case(plan, ranked, excerpt)
        if not _holds_named(plan, ranked) or lacks_place(case.evidence):
            return self._not_found(case, ranked, 0.0)
        proposal = propose(case)
        speaking = signs(case, self._analyzer, proposal)
        confidence = 0.0 if speaking is None else self._decision.confidence(speaking)
        enough = speaking is not None and self._decision.is_enough(confidence)
        enough = enough and not definition.lacks_term(case, proposal)
        enough = enough and not (proposal and lacks_quantity(case.evidence, [piece.text for piece in proposal.pieces]))
        if proposal := proposal if enough else _named(case):
            quotes = self._verified(proposal.pieces, excerpt)
            if quotes:
                text = framed(quotes, plan.language)
                if plan.intent == "contact" and proposal.kind == "list":
                    text = f"{no_contact(plan.language)} {text}"
                return Answer("answered", proposal.kind, text, plan.language, round(confidence, 3), quotes)
        return self._not_found(case, ranked, confidence)

    def explained(self, text: str, language: str, reader: str) -> tuple[str, str] | None:
        """Return the term bank's name and definition of what a text names, in the reader's language."""
        return explain(text, language, reader, self._terms)

    def _not_found(self, case: Case, ranked: Sequence[Ranked], confidence: float) -> Answer:
        plan = case.evidence.plan
        kind: AnswerKind = "passage"
        text = not_found([word for word in case.evidence.words if word], plan.language)
        explained = self.explained(plan.text, plan.language, plan.language) if plan.intent == "definition" else None
        if explained:
            text, kind = f"{text}\n{from_term_bank(*explained, plan.language)}", "definition"
        return Answer("not_found", kind, text, plan.language, round(1 - confidence, 3), see_also=_see_also(ranked))

    def _verified(self, pieces: Sequence[Piece], excerpt: Excerpt) -> tuple[Quote, ...]:
        quotes = [quote for piece in pieces if (quote := _quote(piece, excerpt))]
        if len(quotes) < len(pieces):
            with self._lock:
                self._dropped += len(pieces) - len(quotes)
        return tuple(quotes)


def _of_other_country(evidence: Evidence) -> NDArray[np.float64]:
    """Return what sentences lose that stand in papers of the country that the question does not mean."""
    named = country_named(evidence.plan.text)
    other = np.array([_OF_OTHER_COUNTRY * is_of_other(source.ranked, named) for source in evidence.sources] or [0.0])
    return other[evidence.row]


def _holds_named(plan: Plan, ranked: Sequence[Ranked]) -> bool:
    """Tell whether some passage holds what the question names by number, section or day; words alike do not do."""
    return not plan.named or any(
        holds_named(plan.named, each.record.passage.text, context_of(each.record)) for each in ranked
    )


def propose(case: Case) -> Proposal | None:
    """Return what the answerers of the question's intent make of the sentences; None where there is none."""
    understood = case.evidence.plan.understood
    counted = (listing.counted,) if understood.many is not None else ()
    answerers = (*counted, *ANSWERERS.get(understood.intent, ()), passage.propose)
    return next((proposal for answerer in answerers if (proposal := answerer(case))), None)


def _named(case: Case) -> Proposal | None:
    """Return where the papers name what a contact is asked for, though they give none: whom to ask stands there."""
    return listing.naming(case) if case.evidence.plan.intent == "contact" else None


def _quote(piece: Piece, excerpt: Excerpt) -> Quote | None:
    return quote_at(piece.source.record, Span(piece.start, piece.end), excerpt, words=piece.text)


def _see_also(ranked: Sequence[Ranked]) -> tuple[dict[str, object], ...]:
    documents = {each.record.document.document_id: each.record.document for each in ranked}
    return tuple(
        {"document_id": each.document_id, "title": each.title, "source": each.source}
        for each in list(documents.values())[:_MOST_SEE_ALSO]
    )
