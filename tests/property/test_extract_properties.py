"""Whatever a paper holds, its records stand where they say, and dates are read as they were written."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract import Paper, records_in
from search.dates import bounds_of, dates_in
from search.document import Block
from search.records import Agreement, Definition, Fact, Span
from tests.doubles.written import written

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
SWEDISH = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
           "december"]  # fmt: skip
DANISH = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
          "december"]  # fmt: skip
ENGLISH = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"]  # fmt: skip
SPELLINGS = st.sampled_from(
    [
        lambda d: d.isoformat(),
        lambda d: f"{d.day} {SWEDISH[d.month - 1]} {d.year}",
        lambda d: f"{d.day}. {DANISH[d.month - 1]} {d.year}",
        lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
        lambda d: f"{d.day}/{d.month} {d.year}",
        lambda d: f"{d.day}.{d.month}.{d.year}",
    ]
)
WORDS = st.sampled_from(
    [
        "Avtalet", "gäller", "från och med", "den", "1 maj 2024", "ersätter", "avtalet av den 3 mars 2016", "mellan",
        "Kriminalvården", "och", "Polismyndigheten", "(PKC)", "polisens kontaktcenter", "Med", "menas", ".", ". ", ":",
        "\n", "Dnr", "2021-00017", "tills vidare", "|", "2023–2026", "ansvarar för att", "följs upp varje år", "å" * 40,
        "Lund den 3 maj 2021", "Anna Ek, chef, Norrverket", "områden:", "1.", "förlängs", "ett år i sänder", "{", "\\",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=25).map(" ".join).filter(str.strip)
KINDS = st.sampled_from(["paragraph", "heading", "list_item", "table", "note", "contact"])
DOCUMENT = written("# Avtal\n\nText om avtal.").document


@given(DAYS, SPELLINGS, st.sampled_from(["", "den ", "sedan "]), st.sampled_from(["", ".", " och mer"]))
@settings(max_examples=150, deadline=None)
def test_a_written_date_is_read_as_it_was(day: date, spell, before: str, after: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """In six spellings, with words around it."""
    spelled = spell(day)
    text = f"{before}{spelled}{after}"
    (found,) = dates_in(text)
    assert found.value == day.isoformat()
    assert text[found.start : found.end] == spelled
    assert bounds_of(found.value) == (day, day)


@given(
    st.lists(st.tuples(KINDS, TEXTS), min_size=1, max_size=8), st.sampled_from(["agreement", "news", "guide", "other"])
)
@settings(max_examples=150, deadline=None)
def test_records_stand_where_they_say(parts: list[tuple[str, str]], kind: str) -> None:
    """Every span lies within the text and holds the words of its record."""
    blocks: list[Block] = []
    for number, (block, text) in enumerate(parts):
        start = blocks[-1].end + 2 if blocks else 0
        level = 1 + number % 3 if block == "heading" else 0
        blocks.append(Block(block, text, start, start + len(text), level=level))  # type: ignore[arg-type]
    paper = Paper(replace(DOCUMENT, document_type=kind), "\n\n".join(block.text for block in blocks), blocks)  # type: ignore[arg-type]
    for record in records_in(paper).all():
        for span in spans_of(record):
            assert 0 <= span.start < span.end <= len(paper.text)
            assert paper.text[span.start : span.end].strip()
        if (
            isinstance(record, Fact)
            and record.span
            and record.name in {"party", "term", "replaces", "reference_number"}
        ):
            assert paper.text[record.span.start : record.span.end] == record.value
        if isinstance(record, Definition):
            words = paper.text[record.span.start : record.span.end]
            assert "".join(record.term.split()) in "".join(words.split())


def spans_of(record: object) -> list[Span]:
    if isinstance(record, Agreement):
        return [
            record.span,
            *(a.span for a in record.areas),
            *(s.span for s in record.signatories),
            *(r.span for r in record.responsibilities),
        ]
    span = getattr(record, "span", None)
    return [span] if span else []
