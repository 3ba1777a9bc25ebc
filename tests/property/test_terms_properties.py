import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.errors import InvalidTermBank
from search.resources import LEXICON, TERMS, TRANSLATION
from search.sparse import QueryTranslator
from search.terms import TermBank, TermExpander, TermStore
from search.terms.csv_file import COLUMNS, read_csv
from search.terms.keys import TermKeys
from search.terms.match import TermMatcher
from search.terms.records import joined
from search.translation import Translator

ANALYZER = Analyzer(LEXICON)
STORE = TermStore(TERMS, ANALYZER)
QUERIES = QueryTranslator(ANALYZER, Translator(TRANSLATION), TermExpander(STORE, ANALYZER))
LANGUAGES = st.sampled_from(["sv", "da", "en"])
CELLS = st.one_of(
    st.text(max_size=12), st.sampled_from(["a", "b", "a | b", "se", "role", "häkte", "BRÅ", "x" * 201, '"', "\x00", ""])
)
PIECES = st.sampled_from(
    [
        "häktade",
        "BRÅ",
        "udsatte",
        "områder",
        "of",
        "remand",
        "prisoner",
        "AUDIT",
        "sp",
        "-",
        "'s",
        "?",
        "2018:26",
        "ssp",
    ]
)


def made(data: bytes) -> TermBank | str:
    """Return the bank of a file, or the message of its error."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.csv"
        path.write_bytes(data)
        try:
            return TermBank(record.concept for record in joined([read_csv(path)]))
        except InvalidTermBank as error:
            return str(error)


def check(data: bytes) -> None:
    found = made(data)
    if isinstance(found, str):
        assert found.startswith("own.csv")
        return
    matcher = TermMatcher(found, ANALYZER, [(TermKeys(ANALYZER).trie(found, range(len(found))), frozenset())])
    for concept in found.concepts:
        assert concept.name_in("sv")
        matcher.matches(concept.name_in("sv"), "sv")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_bank_or_a_named_error(data: bytes) -> None:
    """No file crashes the reader."""
    check(data)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(COLUMNS), max_size=8, unique=True), st.lists(st.lists(CELLS, max_size=8), max_size=5))
def test_any_table_is_a_bank_or_a_named_error(head: list[str], rows: list[list[str]]) -> None:
    """Nor does one that looks like a term bank."""
    text = io.StringIO()
    text.write(",".join(["notation", "prefLabel@sv", *(name for name in head if "notation" != name != "prefLabel@sv")]))
    for number, row in enumerate(rows):
        text.write(f"\nn-{number},label {number}," + ",".join(row))
    check(text.getvalue().encode("utf-8", "surrogatepass"))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map(" ".join)), LANGUAGES)
def test_matches_lie_in_the_question_in_order(text: str, language: str) -> None:
    """No overlap, and each holds words of the question as they stand there."""
    end = 0
    for match in STORE.current().matcher.matches(text, language):
        assert end <= match.start < match.end
        assert match.text in text
        assert match.concepts
        end = match.end


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map(" ".join)), LANGUAGES)
def test_widening_keeps_every_weight_positive_and_bounded(text: str, language: str) -> None:
    """Whatever is asked, the vector can be sent to the engine; no expansion outweighs a word of the question."""
    query = QUERIES.query(text, language)
    assert (query.vector.values > 0).all()
    assert all(0 < each.weight <= 1 for each in query.expansions)
    plain = QUERIES.query(text, language, expand=False)
    assert plain.expansions == ()
    assert set(plain.vector.indices.tolist()) <= set(query.vector.indices.tolist())
