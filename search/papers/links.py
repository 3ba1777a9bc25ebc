"""Which held paper another one means when it says that it replaces it, is replaced by it, or reports on it.

Knows how papers name each other: by number, by day, by title, by year. Must not know days on which somebody asks.
A name that fits several papers, or only a little, links none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from search.analysis.references import references
from search.dates import bounds_of, dates_in
from search.document import Document, DocumentType
from search.records import Agreement, Fact

_OWN_DAYS = frozenset({"decided", "signed", "valid_from", "dated"})
_NAMES = frozenset({"party", "issuer"})
_KINDS: tuple[tuple[DocumentType, tuple[str, ...]], ...] = (
    ("agreement", ("överenskommelse", "avtal", "aftale", "agreement")),
    ("action_plan", ("handlingsplan", "handleplan", "action plan")),
    ("strategy", ("strategi", "strategy")),
    ("regulation", ("bekendtgørelse", "föreskrift", "författning", "förordning", "cirkulære", "lag ", "lov ")),
    ("guide", ("guide", "rutin", "vägledning", "vejledning", "riktlinje", "retningslinje", "handbok", "håndbog")),
    ("contact_list", ("kontaktlist", "contact list")),
)
_NEVER_MEANT = frozenset({"news", "mail", "minutes"})
_WORD = re.compile(r"[^\W\d_]{4,}")
_NO_TOPIC = frozenset(
    [
        "mellan", "mellem", "between", "from", "från", "denna", "denne", "detta", "dette", "parterna", "parterne",
        "ingick", "indgik", "under", "with", "över", "samt", "eller", "aftalen", "överenskommelsen", "avtalet",
        "överenskommelse", "avtal", "aftale", "agreement", "strategi", "strategin", "strategien", "handlingsplan",
    ]
)  # fmt: skip
_YEAR = re.compile(r"(?<![\d:/.-])(?:19|20)\d\d(?![\d:/-])")

_BY_NUMBER, _BY_DAY, _BY_TITLE, _BY_YEAR = 4, 3, 2, 1
"""How sure it is that a paper is meant: its number, a day of it with its parties, its title, its year and subject."""

TITLE_SHARE = 0.8
"""Share of a title's words that must be named for the title to be meant; and at least three words. A choice."""
_LEAST_TITLE_WORDS = 3
_TOPIC_SHARE = 0.5
_MOST_SHARING = 200
"""A word that stands in more titles than these tells no paper from another, and looking at them all costs too much."""
_REPORTED_WITHIN_DAYS = 120


@dataclass(frozen=True, slots=True)
class Held:
    """What a paper may be recognised by.

    Attributes:
        names: parties, issuer and organisations, without case.
        numbers: keys of its own numbers, see `search.analysis.references`.
        days: on which it was decided, signed, dated, or began to hold.
        first: the earliest day on which it can have counted; None where none is known.
    """

    document: Document
    facts: tuple[Fact, ...] = ()
    agreement: Agreement | None = None
    names: frozenset[str] = field(default_factory=frozenset)
    numbers: frozenset[str] = field(default_factory=frozenset)
    days: frozenset[date] = field(default_factory=frozenset)
    words: frozenset[str] = field(default_factory=frozenset)
    first: date | None = None

    @property
    def years(self) -> set[int]:
        """Years of its days."""
        return {day.year for day in self.days}

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of its facts of a name."""
        return tuple(fact.value for fact in self.facts if fact.name == name)


@dataclass(frozen=True, slots=True)
class Link:
    """One paper takes the place of another.

    Attributes:
        since: the day from which it does; None where that is not known.
        how: the words by which the other was named.
    """

    newer: str
    older: str
    since: date | None
    how: str


def held_of(document: Document, facts: Sequence[Fact], agreement: Agreement | None) -> Held:
    """Return what a paper may be recognised by."""
    days = [bounds for fact in facts if fact.name in _OWN_DAYS and (bounds := bounds_of(fact.value))]
    exact = frozenset(first for first, last in days if first == last)
    named = {fact.value.casefold() for fact in facts if fact.name in _NAMES}
    named |= {name.casefold() for name in (*document.organisations, *(agreement.parties if agreement else ()))}
    numbers = {key for fact in facts if fact.name == "reference_number" for key in _numbers(fact.value)}
    numbers |= set(_numbers(document.title))
    return Held(
        document, tuple(facts), agreement, frozenset(named), frozenset(numbers), exact, _topic(document.title),
        min((first for first, _ in days), default=None),
    )  # fmt: skip


def replacements(papers: Mapping[str, Held]) -> list[Link]:
    """Return which held papers take the place of which."""
    links: dict[tuple[str, str], Link] = {}
    index = _Index(papers.values())
    for paper in papers.values():
        for fact in paper.facts:
            if fact.name not in {"replaces", "replaced_by"}:
                continue
            other = index.meant(fact.value, paper, is_older=fact.name == "replaces")
            if other:
                newer, older = (paper, other) if fact.name == "replaces" else (other, paper)
                link = Link(newer.document.document_id, older.document.document_id, _since(newer), fact.value)
                links.setdefault((link.newer, link.older), link)
    for link in _editions(papers.values()):
        links.setdefault((link.newer, link.older), link)
    return _without_circles(list(links.values()))


def reports(papers: Mapping[str, Held]) -> dict[str, str]:
    """Return news item -> the held agreement that it reports on."""
    agreements = [each for each in papers.values() if each.agreement and not each.agreement.is_reported]
    found = {}
    for paper in papers.values():
        if paper.agreement and paper.agreement.is_reported:
            meant = [each for each in agreements if _is_reported_by(each, paper)]
            if len(meant) == 1:
                found[paper.document.document_id] = meant[0].document.document_id
    return found


class _Index:
    """Finds the papers that a name may mean without looking at each."""

    def __init__(self, papers: Iterable[Held]) -> None:
        self._by_number: dict[str, list[Held]] = {}
        self._by_day: dict[date, list[Held]] = {}
        self._by_word: dict[str, list[Held]] = {}
        for paper in papers:
            if paper.document.document_type in _NEVER_MEANT:
                continue
            for number in paper.numbers:
                self._by_number.setdefault(number, []).append(paper)
            for day in paper.days:
                self._by_day.setdefault(day, []).append(paper)
            for word in paper.words:
                self._by_word.setdefault(word, []).append(paper)

    def meant(self, mention: str, by: Held, *, is_older: bool) -> Held | None:
        """Return the one paper that is meant best; None where none or several are."""
        grades: dict[str, tuple[int, Held]] = {}
        for grade, paper in self._candidates(mention, by):
            key = paper.document.document_id
            fits = key != by.document.document_id and _fits_kind(mention, paper) and _fits_time(paper, by, is_older)
            if fits and grade > grades.get(key, (0, paper))[0]:
                grades[key] = (grade, paper)
        best = max((grade for grade, _ in grades.values()), default=0)
        meant = [paper for grade, paper in grades.values() if grade == best]
        return meant[0] if len(meant) == 1 else None

    def _candidates(self, mention: str, by: Held) -> Iterator[tuple[int, Held]]:
        for number in _numbers(mention):
            for paper in self._by_number.get(number, ()):
                yield _BY_NUMBER, paper
        for dated in dates_in(mention):
            for paper in self._by_day.get(dated.first, ()) if dated.is_day else ():
                if paper.names & by.names:
                    yield _BY_DAY, paper
        topic = _topic(mention)
        years = {int(year) for year in _YEAR.findall(mention)}
        telling = [held for word in topic if len(held := self._by_word.get(word, ())) <= _MOST_SHARING]
        for paper in {id(each): each for papers in telling for each in papers}.values():
            shared = len(topic & paper.words)
            if len(paper.words) >= _LEAST_TITLE_WORDS and shared >= TITLE_SHARE * len(paper.words):
                yield _BY_TITLE, paper
            elif shared >= _TOPIC_SHARE * len(topic) and years & paper.years and paper.names & by.names:
                yield _BY_YEAR, paper


def _numbers(text: str) -> Iterator[str]:
    """Yield the keys of numbers that name one paper."""
    return (each.key for each in references(text) if each.key.startswith(("no:", "saknr:")))


def _topic(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(text.casefold()) if word not in _NO_TOPIC)


def _fits_kind(mention: str, paper: Held) -> bool:
    """Tell whether a name calls a paper what it is; a name without a kind fits all."""
    lower = f"{mention.casefold()} "
    places = [(lower.find(word), kind) for kind, words in _KINDS for word in words if word in lower]
    return not places or min(places)[1] == paper.document.document_type


def _fits_time(paper: Held, by: Held, is_older: bool) -> bool:  # noqa: FBT001
    """Tell whether what is replaced is the older one, as far as both are dated."""
    if paper.first is None or by.first is None:
        return True
    return paper.first < by.first if is_older else paper.first > by.first


def _since(newer: Held) -> date | None:
    for name in ("valid_from", "decided", "signed", "dated"):
        days = [bounds[0] for value in newer.values(name) if (bounds := bounds_of(value))]
        if days:
            return min(days)
    return None


def _editions(papers: Iterable[Held]) -> Iterator[Link]:
    """Yield later editions of a contact list: same title but for its date, same organisations, a later date."""
    groups: dict[tuple[frozenset[str], frozenset[str]], list[tuple[date, Held]]] = {}
    for paper in papers:
        dates = [bounds[0] for value in paper.values("dated") if (bounds := bounds_of(value))]
        if paper.document.document_type == "contact_list" and dates:
            groups.setdefault((paper.words, paper.names), []).append((max(dates), paper))
    for editions in groups.values():
        ordered = sorted(editions, key=lambda each: each[0])
        for (older_day, older), (newer_day, newer) in pairwise(ordered):
            if newer_day > older_day:
                yield Link(newer.document.document_id, older.document.document_id, newer_day, newer.document.title)


def _without_circles(links: list[Link]) -> list[Link]:
    """Leave out links that contradict each other: two papers that would each replace the other."""
    pairs = {(link.newer, link.older) for link in links}
    return [link for link in links if (link.older, link.newer) not in pairs]


def _is_reported_by(agreement: Held, news: Held) -> bool:
    """Tell whether a news item names an agreement's parties and its first day, or came out when it was signed."""
    if not (agreement.agreement and news.agreement) or not news.agreement.parties:
        return False
    parties = {name.casefold() for name in agreement.agreement.parties}
    if not parties <= {name.casefold() for name in news.agreement.parties}:
        return False
    begins, told = set(agreement.values("valid_from")), set(news.values("valid_from"))
    if told:
        return bool(begins & told)
    made = [
        bounds[0] for name in ("signed", "decided") for value in agreement.values(name) if (bounds := bounds_of(value))
    ]
    out = [bounds[0] for value in news.values("dated") if (bounds := bounds_of(value))]
    return any(abs((one - other).days) <= _REPORTED_WITHIN_DAYS for one in made for other in out)
