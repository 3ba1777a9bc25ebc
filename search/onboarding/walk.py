"""Walks the path for one organisation: puts each step's question to its papers, now.

Knows queries and what comes back. Must not know how they are answered, HTTP or pages.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from search.document import Document
from search.errors import NotFound
from search.onboarding.path import OnboardingPath, Step
from search.records import Definition, Recorded
from search.result import Answer, Filters, Hit, Query, SearchResponse

_PASSAGES = 3
_TAKEN_FROM = 10
"""Passages among which those in the reader's language are looked for."""

_MOST_TERMS = 12
_LIKE_IT = 3

Ask = Callable[[Query], SearchResponse]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that papers are held of.

    Attributes:
        documents, agreements: how many name it.
    """

    name: str
    documents: int
    agreements: int


@dataclass(frozen=True, slots=True)
class WalkedStep:
    """A step with what the papers say to it today.

    Attributes:
        question, control: as they were put.
        answer: to the question; None for a step that lists terms.
        passages: the best, those in the reader's language first.
        terms: what the papers explain.
        control_answer: what the search says to the control question.
    """

    step: Step
    question: str
    control: str
    answer: Answer | None
    passages: tuple[Hit, ...]
    terms: tuple[Recorded[Definition], ...]
    control_answer: Answer | None


def organisations(documents: Iterable[Document]) -> list[Organisation]:
    """Return the organisations that documents name, those with most agreements first."""
    named: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    for document in documents:
        named.update(document.organisations)
        if document.document_type == "agreement":
            agreed.update(document.organisations)
    found = [Organisation(name, count, agreed[name]) for name, count in named.items()]
    return sorted(found, key=lambda each: (-each.agreements, -each.documents, each.name))


def known_name(asked: str, held: Sequence[Organisation]) -> str:
    """Return the name of an organisation as the papers have it.

    Raises:
        NotFound: no paper names it; the message names some like it.
    """
    wanted = asked.casefold().strip()
    for each in held:
        if each.name.casefold() == wanted:
            return each.name
    like = [each.name for each in held if wanted[:3] and each.name.casefold().startswith(wanted[:3])][:_LIKE_IT]
    named = ", ".join(like or [each.name for each in held[:_LIKE_IT]]) or "none"
    raise NotFound(f"no paper names the organisation {asked[:80]!r}; papers name, among others: {named}")


def walk(
    path: OnboardingPath,
    organisation: str,
    role: str | None,
    language: str,
    ask: Ask,
    definitions: Sequence[Recorded[Definition]] = (),
) -> list[WalkedStep]:
    """Return the steps that the papers of an organisation have something to say to, in their order.

    Args:
        role: key of a role of the path; None for what everybody goes through.
        language: of the reader: "sv", "da" or "en".
        ask: puts a question to the papers.
        definitions: of all papers held.

    Raises:
        NotFound: the path has no such role.
    """
    if role is not None and role not in path.roles:
        raise NotFound(f"there is no role {role[:80]!r}; there are {', '.join(path.roles)}")
    of_it = [each for each in definitions if organisation in each.document.organisations]
    steps = (_walked(step, organisation, language, ask, of_it) for step in path.steps_for(role))
    return [each for each in steps if each.passages or each.terms]


def _walked(
    step: Step, organisation: str, language: str, ask: Ask, definitions: Sequence[Recorded[Definition]]
) -> WalkedStep:
    question, control = step.question[language], step.control[language]
    filters = Filters(organisation=(organisation,), document_type=tuple(step.types))
    query = Query(question, limit=_TAKEN_FROM, filters=filters)
    controlled = ask(replace(query, text=control, limit=1, filters=Filters(organisation=(organisation,)))).answer
    if step.kind == "terms":
        return WalkedStep(step, question, control, None, (), _in_reading_order(definitions, language), controlled)
    response = ask(query)
    if step.general and not response.results:
        response = ask(replace(query, filters=replace(filters, organisation=())))
    passages = _for_reader(response.results, language)
    return WalkedStep(step, question, control, response.answer, passages, (), controlled)


def _for_reader(hits: Sequence[Hit], language: str) -> tuple[Hit, ...]:
    """Return the best passages, those in the reader's language before the others; all of them are near the top."""
    return tuple(sorted(hits, key=lambda hit: hit.language != language)[:_PASSAGES])


def _in_reading_order(definitions: Sequence[Recorded[Definition]], language: str) -> tuple[Recorded[Definition], ...]:
    """Return what is explained, each term once, in the reader's language first."""
    once: dict[str, Recorded[Definition]] = {}
    for each in sorted(definitions, key=lambda found: found.record.language != language):
        once.setdefault(each.record.term.casefold(), each)
    return tuple(once.values())[:_MOST_TERMS]
