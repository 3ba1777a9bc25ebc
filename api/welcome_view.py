"""What the way in for new people shows of a step: answer, passages, terms and the control question.

Knows walked steps and words; must not know requests or HTML.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from api import view
from api.answer_view import CONTACTS_TOLD, PlaceView, places_of, words_beside
from api.contact_view import ContactCard, contact_card
from api.term_view import ExplainedView, explained_view
from api.words import Words
from search.document import Validity
from search.onboarding import WalkedStep
from search.result import Answer


@dataclass(frozen=True, slots=True)
class SaidView:
    """An answer of the papers: quotes, each with the badge of its paper, and whom to ask.

    Attributes:
        text: words around quotes and contacts; "" where they only repeat them.
        is_card: the contacts are the answer, and the quotes prove it.
    """

    text: str
    is_card: bool
    lang: str | None
    places: tuple[PlaceView, ...]
    contacts: tuple[ContactCard, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the way; parts without anything to say are empty or None."""

    key: str
    title: str
    why: str
    question: str
    said: SaidView | None
    passages: tuple[view.HitView, ...]
    terms: tuple[ExplainedView, ...]
    control: str
    control_said: SaidView | None


def step_view(walked: WalkedStep, validities: Mapping[str, Validity], words: Words, ui: str | None) -> StepView:
    """Return a step as the page shows it.

    Args:
        validities: document id -> whether it counts today.
    """
    language = words.language
    question, control = walked.question, walked.control
    return StepView(
        walked.step.key,
        walked.step.title[language],
        walked.step.why[language],
        question,
        _said(walked.answer, question, validities, words, ui),
        tuple(view.hit_view(hit, question, words, ui) for hit in walked.passages),
        tuple(explained_view(each, words, ui) for each in walked.terms),
        control,
        _said(walked.control_answer, control, validities, words, ui),
    )


def _said(
    answer: Answer | None, question: str, validities: Mapping[str, Validity], words: Words, ui: str | None
) -> SaidView | None:
    if answer is None or answer.status != "answered":
        return None
    places = places_of(answer.quotes, validities, question, words, ui, "")
    cards = tuple(contact_card(each, words, ui) for each in answer.contacts[:CONTACTS_TOLD])
    text = words_beside(answer, cards)
    return SaidView(text, bool(cards) and answer.kind == "contact", view.lang_of(answer.language), places, cards)
