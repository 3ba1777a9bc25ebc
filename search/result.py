"""What a question becomes and what an answer is: `Query -> Plan -> Hit -> Answer`.

Knows the shapes of the HTTP contract; must not know HTTP, storage or how a score is made.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from search.document import Language, Validity

Intent = Literal[
    "contact", "who", "when", "what", "definition", "list", "amount", "how", "which_document", "yes_no", "other",
]  # fmt: skip
FacetName = Literal["language", "organisation", "document_type"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
Sort = Literal["relevance", "date"]
AnswerKind = Literal["contact", "date", "person", "list", "definition", "amount", "yes_no", "passage"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrow what may be found; an empty tuple lets everything through."""

    language: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    document_type: tuple[str, ...] = ()
    area: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was asked.

    Attributes:
        limit: results on a page, 1 to 100.
        cursor: opaque, from an earlier response's next_cursor.
        as_of: the day for which validity is judged; None means today.
        expand: whether more than the question's own words is searched for.
        without: terms of the expansions that are not searched for.
        sort: "date" puts every passage that holds the question's words in the order of their papers' days, the newest
            first, see `search.newest`.
        facets: whether languages, organisations and kinds of the passages found are counted.
    """

    text: str
    limit: int = 10
    cursor: str | None = None
    filters: Filters = field(default_factory=Filters)
    as_of: date | None = None
    include_expired: bool = False
    answer: bool = True
    explain: bool = False
    expand: bool = True
    without: tuple[str, ...] = ()
    sort: Sort = "relevance"
    facets: bool = False


@dataclass(frozen=True, slots=True)
class Expansion:
    """A term that was searched for beside the question's own words, and why.

    Attributes:
        weight: in relation to 1 for the question's own words.
    """

    term: str
    source_term: str
    why: str
    weight: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found, with what the reader needs to trust it.

    Attributes:
        highlights: half-open offsets into `text`, sorted, not overlapping.
        score: 0 to 1, comparable within one response only.
        explain: signal name -> value; None unless asked for.
        modified: when the file of its paper changed last.
        dated: the day that the paper gives for itself, see `search.papers.dating`.
    """

    passage_id: str
    document_id: str
    title: str
    source: str
    organisations: tuple[str, ...]
    document_type: str
    language: Language
    section_path: tuple[str, ...]
    page: int | None
    page_label: str | None
    text: str
    highlights: tuple[tuple[int, int], ...]
    score: float
    validity: Validity
    explain: dict[str, object] | None = None
    modified: datetime | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the passages found have a value; where counting stopped, at least so many."""

    name: FacetName
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, verbatim: the stored text[start:end] == text."""

    text: str
    passage_id: str
    document_id: str
    document_sha256: str
    source: str
    title: str
    section_path: tuple[str, ...]
    page: int | None
    start: int
    end: int
    language: Language = "und"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the papers say to the question, or that they do not say it.

    Attributes:
        text: the frame in the question's language around the quotes.
        confidence: 0 to 1.
        contacts: contact records; empty until a paper gave any.
        see_also: where to look instead, as titles with sources.
        wording: whether `text` is made of the papers' words, or is a model's whose sentences cite `quotes` as [1], [2].
    """

    status: Literal["answered", "not_found"]
    kind: AnswerKind
    text: str
    language: Language
    confidence: float
    quotes: tuple[Quote, ...] = ()
    contacts: tuple[dict[str, object], ...] = ()
    see_also: tuple[dict[str, object], ...] = ()
    wording: Literal["extract", "model"] = "extract"


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """Everything that one search gives.

    Attributes:
        total: how many passages were found, and whether that is exact ("eq") or a lower bound ("gte").
        next_cursor, previous_cursor: opaque; None behind the last page, and before the first.
        did_you_mean: the question as it may have been meant, where a word of it is held nowhere but one like it is;
            what the results show has been searched for too.
        facets: each value that the passages found have, most frequent first in each kind; of a kind that is narrowed,
            those that could be chosen instead as well.
    """

    query_id: str
    took_ms: float
    text: str
    language: Language
    intent: Intent
    expansions: tuple[Expansion, ...]
    answer: Answer | None
    results: tuple[Hit, ...]
    total: tuple[int, Literal["eq", "gte"]]
    next_cursor: str | None
    previous_cursor: str | None = None
    did_you_mean: str | None = None
    facets: tuple[Facet, ...] = ()
