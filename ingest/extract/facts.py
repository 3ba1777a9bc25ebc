"""What is known about a paper as a whole: one fact a value, with where it stands and how sure it is.

Knows which finds make which fact and how sure each way of saying it is; must not know how they are found. Confidences
are grades of evidence, not measured shares: a labelled field, a plain sentence of the paper about itself, a conclusion.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.extract.edge import SUBJECT
from ingest.extract.field import Field
from ingest.extract.in_force import Statement, statements_in
from ingest.extract.paper import Paper, Sentence
from ingest.extract.party import Party, issuer_of
from ingest.extract.reference import SERIES, references_of
from ingest.extract.sign import Sign
from ingest.extract.signature import last_signed
from search.dates import Dated, dates_in, last_day_of, periods_in
from search.records import Fact, FactName, Signatory

LABELLED, STATED, CONCLUDED, GUESSED = 1.0, 0.9, 0.8, 0.6
"""How sure a fact is: under its label; said in a sentence; concluded from two things said; said of something that may
be another paper, or by a title's years alone."""

_DAYS: frozenset[str] = frozenset({"decided", "valid_from", "valid_to", "dated"})
_WORDS: frozenset[str] = frozenset({"decided_by", "contact_unit", "replaces", "replaced_by"})
_FRONT_CHARS = 3000
_LEAD_CHARS = 80
_DECIDED = re.compile(
    r"(?:^|(?<=[.!?] )|(?<=\n))(?:(?:[Dd]en|[Pp]lanen|[Ss]trategin|[Ss]trategien|[Öö]verenskommelsen|[Aa]ftalen|"
    r"[Rr]utinen|[Hh]andlingsplanen|"
    r"[Rr]iktlinjerna|[Gg]uiden|[Bb]eslut|[A-ZÅÄÖÆØ][^.\n]{0,80}? (?:har|har derfor)) ?)?"
    r"(?:[Bb]eslutad(?:es)?|[Bb]eslutats|[Ff]astställd(?:es)?|[Aa]ntag(?:en|its)|[Aa]ntogs|[Gg]odkän[dt](?:es)?|[Vv]edtaget|[Bb]esluttet|[Gg]odkendt|"
    r"vid regeringssammanträde|[Aa]dopted|[Aa]pproved|[Dd]ecided)\b(?P<between>[^.\n]{0,90}?)\s(?=(?:den )?\d)"
)
_DATED = re.compile(
    r"\b(?:[Ss]enast (?:uppdaterad|ändrad|granskad|reviderad)|[Uu]ppdaterad|[Rr]eviderad|[Pp]ublicerad|"
    r"[Ss]en?est opdateret|[Ss]idst opdateret|"
    r"[Oo]pdateret|[Rr]evideret|[Uu]dgivet|[Oo]ffentliggjort|[Ll]ast updated|[Uu]pdated|[Pp]ublished|[Rr]evised|"
    r"(?:[Nn]otatet|[Pp]romemorian|[Gg]uiden|[Hh]æftet) er fra|"
    r"[Dd]igitalt möte|[Mm]öte den|[Mm]øde den)\s?:?\s(?:den )?$"
)
_OPEN_END = re.compile(r"\b(?:tills vidare|indtil videre|until further notice)\b", re.IGNORECASE)
_DRAFT = re.compile(r"\b\w*(?:underlag|förslag|utkast|udkast|forslag|draft|utvärdering|evaluering)\b", re.IGNORECASE)
_SUBJECT = re.compile(SUBJECT)
"""For text in lower case."""
_OWN_WORDS = {
    "agreement": ("överenskommelse", "avtal", "aftale", "agreement"),
    "strategy": ("strategi", "strategy", "policy"),
    "action_plan": ("plan",),
    "guide": ("guide", "rutin", "riktlinje", "retningslinje", "vägledning", "vejledning"),
    "contact_list": ("list",),
    "regulation": ("bekendtgørelse", "föreskrift", "författning", "cirkulær", "lov", "lag", "förordning", "direktiv"),
    "news": ("överenskommelse", "avtal", "aftale", "agreement"),
}
"""Kind of paper -> how it calls itself: a guide that says when "the agreement" ends speaks of another paper."""
_ANY_PAPER = ("dokument", "policy")


def facts_of(
    paper: Paper,
    fields: Sequence[Field],
    parties: Sequence[Party],
    signatories: Sequence[Signatory],
    follow_up: Sequence[Sentence],
) -> list[Fact]:
    """Return the facts of a paper, each (name, value) once with its surest source, in the order of `_found`."""
    best: dict[tuple[str, str], Fact] = {}
    for fact in _found(paper, fields, parties, signatories, follow_up):
        key = (fact.name, fact.value)
        if key not in best or best[key].confidence < fact.confidence:
            best[key] = fact
    return _without_repeats(list(best.values()))


def _without_repeats(facts: Sequence[Fact]) -> list[Fact]:
    """Leave out a term that another one says too, or more fully: "tills vidare" beside "Tills vidare, med ..."."""
    kept: list[Fact] = []
    for fact in facts:
        others = [each for each in facts if each.name == fact.name == "term" and each is not fact]
        own = fact.value.casefold()
        if any(own in each.value.casefold() and (own != each.value.casefold() or each in kept) for each in others):
            continue
        kept.append(fact)
    return kept


def _found(
    paper: Paper,
    fields: Sequence[Field],
    parties: Sequence[Party],
    signatories: Sequence[Signatory],
    follow_up: Sequence[Sentence],
) -> Iterator[Fact]:
    yield from _of_itself(paper)
    issuer = issuer_of(paper, fields)
    if issuer and issuer.end:
        yield _fact(paper, "issuer", issuer.name, issuer.start, issuer.end, issuer.confidence)
    elif issuer:
        yield Fact("issuer", issuer.name, None, issuer.confidence, "format")
    for party in parties:
        yield _fact(paper, "party", party.name, party.start, party.end, party.confidence)
    for value, start, end, confidence in references_of(paper, fields):
        yield _fact(paper, "reference_number", value, start, end, confidence)
    yield from _number_in_title(paper)
    yield from _labelled(paper, fields)
    yield from _front_dates(paper)
    yield from _signed(signatories)
    yield from _in_force(paper, signatories)
    for sentence in follow_up:
        yield _fact(paper, "follow_up", sentence.text, sentence.start, sentence.end, STATED)


def _fact(paper: Paper, name: FactName, value: str, start: int, end: int, confidence: float) -> Fact:
    return Fact(name, value, paper.span(start, end), round(confidence, 2))


def _of_itself(paper: Paper) -> Iterator[Fact]:
    title = paper.document.title
    at = paper.text.find(title, 0, _FRONT_CHARS)
    if at >= 0:
        yield _fact(paper, "title", title, at, at + len(title), STATED)
    else:
        yield Fact("title", title, None, CONCLUDED, "format")
    if paper.document.document_type != "other":
        yield Fact("document_type", paper.document.document_type, None, CONCLUDED)


def _number_in_title(paper: Paper) -> Iterator[Fact]:
    """Yield the number with which a title begins, where the text does not print it in one piece."""
    match = SERIES.match(paper.document.title)
    if match and match.group() not in paper.text[:_FRONT_CHARS]:
        yield Fact("reference_number", match.group(), None, CONCLUDED, "format")


def _labelled(paper: Paper, fields: Sequence[Field]) -> Iterator[Fact]:
    for field in fields:
        if field.name in _DAYS:
            yield from _day_of_field(paper, field)
        elif field.name == "term":
            yield from _term_of_field(paper, field)
        elif field.name in _WORDS:
            yield Fact(field.name, field.value, paper.span(field.start, field.end), LABELLED)  # type: ignore[arg-type]


def _day_of_field(paper: Paper, field: Field) -> Iterator[Fact]:
    found = dates_in(paper.text, field.start, field.end)
    if found:
        name: FactName = field.name  # type: ignore[assignment]
        yield _fact(paper, name, found[0].value, found[0].start, found[0].end, LABELLED)
    elif _OPEN_END.search(field.value):
        yield _fact(paper, "term", field.value, field.start, field.end, LABELLED)


def _term_of_field(paper: Paper, field: Field) -> Iterator[Fact]:
    yield _fact(paper, "term", field.value, field.start, field.end, LABELLED)
    found = dates_in(paper.text, field.start, field.end)
    years = periods_in(field.value)
    if found:
        last = found[-1]
        if len(found) > 1:
            yield _fact(paper, "valid_from", found[0].value, found[0].start, found[0].end, LABELLED)
        yield _fact(paper, "valid_to", last.value, last.start, last.end, LABELLED)
    elif years:
        yield from _years(paper, years[0], field.start, LABELLED)


def _years(paper: Paper, years: Dated, offset: int, confidence: float) -> Iterator[Fact]:
    first, _, last = years.value.partition("/")
    yield _fact(paper, "valid_from", first, offset + years.start, offset + years.end, confidence)
    yield _fact(paper, "valid_to", last, offset + years.start, offset + years.end, confidence)


def _front_dates(paper: Paper) -> Iterator[Fact]:
    """Yield when the paper was decided and when it was written or changed, as its front says it."""
    sections = 0
    for block, signs in zip(paper.blocks, paper.signs, strict=True):
        sections += block.kind == "heading"
        if block.start > _FRONT_CHARS:
            break
        if block.kind in {"table", "heading"} or not signs & Sign.DIGIT:
            continue
        for each in dates_in(block.text, 0, _FRONT_CHARS):
            before = block.text[max(0, each.start - _LEAD_CHARS) : each.start]
            at = block.start + each.start
            decided = list(_DECIDED.finditer(block.text, 0, each.end))
            if decided and not re.search(r"\d", block.text[decided[-1].end("between") : each.start]) and each.is_day:
                yield _fact(paper, "decided", each.value, at, at + len(block.text[each.start : each.end]), STATED)
            elif _DATED.search(before) or (sections <= 2 and _is_dateline(block.text, each)):  # noqa: PLR2004 - title and kicker
                yield _fact(paper, "dated", each.value, at, at + each.end - each.start, STATED)


def _is_dateline(text: str, dated: Dated) -> bool:
    """Tell whether a line is nothing but a date."""
    return dated.is_day and not (text[: dated.start] + text[dated.end :]).strip(" .,")


def _signed(signatories: Sequence[Signatory]) -> Iterator[Fact]:
    for each in signatories:
        value = ", ".join(part for part in (each.name, each.role, each.organisation) if part)
        yield Fact("signatory", value, each.span, STATED)
    for day, span in {each.signed: each.span for each in reversed(signatories) if each.signed}.items():
        yield Fact("signed", day.isoformat(), span, STATED)


def _in_force(paper: Paper, signatories: Sequence[Signatory]) -> Iterator[Fact]:
    statements = [each for each in statements_in(paper.text, paper.pieces_between) if not _is_other_paper(paper, each)]
    begins = [each.day for each in statements if each.kind == "valid_from" and each.day]
    for each in statements:
        if each.from_signing:
            yield from _from_signing(paper, each, last_signed(signatories))
        elif each.kind != "valid_to" or not begins or each.day is None or each.day >= min(begins):
            # an end before the beginning belongs to something else
            confidence = CONCLUDED if each.day and not dates_in(paper.text, each.start, each.end) else STATED
            yield _fact(paper, each.kind, each.value, each.start, each.end, confidence)
    if not begins:
        yield from _years_of_title(paper)


def _from_signing(paper: Paper, statement: Statement, signed: date | None) -> Iterator[Fact]:
    if signed is None:
        return
    yield _fact(paper, "valid_from", signed.isoformat(), statement.start, statement.end, CONCLUDED)
    if statement.months:
        last = last_day_of(signed, statement.months)
        yield _fact(paper, "valid_to", last.isoformat(), statement.start, statement.end, CONCLUDED)


def _years_of_title(paper: Paper) -> Iterator[Fact]:
    """Yield the years that a plan's title spans; they tell less than a sentence, and no day."""
    if paper.document.document_type not in {"agreement", "strategy", "action_plan"} or _DRAFT.search(
        paper.document.title
    ):
        return
    for block in paper.blocks[:3]:
        years = periods_in(block.text) if block.kind == "heading" else ()
        if years:
            yield from _years(paper, years[0], block.start, GUESSED)
            return


def _is_other_paper(paper: Paper, statement: Statement) -> bool:
    """Tell whether the words before a statement name another kind of paper than this one is."""
    kind = paper.document.document_type
    lead = paper.text[max(0, statement.start - 260) : statement.end].lower()
    subjects = [match.group() for match in _SUBJECT.finditer(lead)]
    if not subjects and statement.start > _FRONT_CHARS and statement.kind in {"valid_from", "valid_to"}:
        # a bare "Gäller till och med" far inside a digest is that of an item
        return True
    if not subjects or statement.kind in {"term", "renewal"} or kind not in _OWN_WORDS:
        return False
    own = (*_OWN_WORDS[kind], *_ANY_PAPER)
    return not any(word in subject for subject in subjects for word in own)
