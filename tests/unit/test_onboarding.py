from datetime import UTC, datetime
from pathlib import Path

import pytest

from search import resources
from search.document import Document, Language, Validity
from search.errors import InvalidSetting, NotFound
from search.onboarding import known_name, organisations, read_path, walk
from search.records import Definition, Recorded, Span
from search.result import Hit, Query, SearchResponse

PATH = """
[roles.guard]
sv = "Vaktar"
da = "Vogter"
en = "Guards"

[[steps]]
key = "first"
types = ["agreement"]
title = { sv = "Ett", da = "Et", en = "One" }
why = { sv = "Därför", da = "Derfor", en = "Therefore" }
question = { sv = "Vad?", da = "Hvad?", en = "What?" }
control = { sv = "Varför?", da = "Hvorfor?", en = "Why?" }

[[steps]]
key = "words"
kind = "terms"
title = { sv = "Ord", da = "Ord", en = "Words" }
why = { sv = "Därför", da = "Derfor", en = "Therefore" }
question = { sv = "Vad betyder?", da = "Hvad betyder?", en = "What means?" }
control = { sv = "Ord?", da = "Ord?", en = "Word?" }

[[steps]]
key = "guarding"
roles = ["guard"]
title = { sv = "Vakt", da = "Vagt", en = "Guard" }
why = { sv = "Därför", da = "Derfor", en = "Therefore" }
question = { sv = "Hur vaktas?", da = "Hvordan vogtes?", en = "How to guard?" }
control = { sv = "När?", da = "Hvornår?", en = "When?" }
"""


def paper(name: str, *named: str, kind: str = "agreement") -> Document:
    return Document(
        name, "r", f"file:///{name}", name, "text/plain", "0", 1, datetime(2024, 1, 1, tzinfo=UTC), name, "sv",
        document_type=kind, organisations=named,  # type: ignore[arg-type]
    )  # fmt: skip


def hit(passage_id: str, language: Language) -> Hit:
    return Hit(passage_id, "d", "T", "t", (), "other", language, (), None, None, "text", (), 1.0, Validity())


class Papers:
    """Answers every question with the same passages, and remembers what was asked."""

    def __init__(self, *hits: Hit) -> None:
        self.hits = hits
        self.asked: list[Query] = []

    def __call__(self, query: Query) -> SearchResponse:
        self.asked.append(query)
        return SearchResponse("q", 1.0, query.text, "sv", "what", (), None, self.hits, (len(self.hits), "eq"), None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "path.toml"
    path.write_text(PATH, encoding="utf-8")
    return path


def test_the_shipped_path_is_whole() -> None:
    """Every role walks five to eight steps of the path that the package ships."""
    path = read_path(resources.ONBOARDING)
    assert path.roles
    for role in (None, *path.roles):
        assert 5 <= len(path.steps_for(role)) <= 8


def test_steps_are_put_to_the_organisations_papers(file: Path) -> None:
    """A question goes to the papers of the organisation, of the kinds that the step names, in the reader's language."""
    papers = Papers(hit("1", "sv"), hit("2", "da"), hit("3", "da"))
    steps = walk(read_path(file), "Polisen", "guard", "da", papers)
    assert [step.step.key for step in steps] == ["first", "guarding"]
    first = next(query for query in papers.asked if query.text == "Hvad?")
    assert (first.filters.organisation, first.filters.document_type) == (("Polisen",), ("agreement",))
    assert [found.passage_id for found in steps[0].passages] == ["2", "3", "1"]


def test_what_no_paper_speaks_of_is_left_out(file: Path) -> None:
    """Without a passage there is no step, rather than an empty one."""
    assert walk(read_path(file), "Polisen", None, "sv", Papers()) == []


def test_a_general_step_is_answered_by_papers_of_others(file: Path) -> None:
    """Where the organisation has no guide, another one's stands in; a step that is not general stays out."""
    path = read_path(file)
    general = path.model_copy(update={"steps": tuple(step.model_copy(update={"general": True}) for step in path.steps)})

    def only_others(query: Query) -> SearchResponse:
        return Papers(*([] if query.filters.organisation else [hit("1", "sv")]))(query)

    assert walk(path, "Polisen", None, "sv", only_others) == []
    assert [step.step.key for step in walk(general, "Polisen", None, "sv", only_others)] == ["first"]


def test_terms_come_from_the_organisations_papers_once(file: Path) -> None:
    """A term is explained by a paper of the organisation, in the reader's language where it is."""
    ours, other = paper("a", "Polisen"), paper("b", "Tullverket")
    definitions = [
        Recorded(Definition("SSP", Span(0, 3), language="sv"), ours),
        Recorded(Definition("ssp", Span(5, 8), language="da"), ours),
        Recorded(Definition("TV", Span(0, 2), language="da"), other),
    ]
    steps = walk(read_path(file), "Polisen", None, "da", Papers(), definitions)
    assert [[each.record.term for each in step.terms] for step in steps] == [["ssp"]]


def test_an_unknown_role_is_named(file: Path) -> None:
    """The error says which roles there are."""
    with pytest.raises(NotFound, match="no role 'chef'; there are guard"):
        walk(read_path(file), "Polisen", "chef", "sv", Papers())


def test_organisations_are_counted_and_found_by_any_case() -> None:
    """Those with most agreements come first; a name is found however it is capitalised, another one is refused."""
    held = organisations([paper("a", "Polisen", "KV"), paper("b", "Polisen", kind="news"), paper("c", "KV")])
    assert [(each.name, each.documents, each.agreements) for each in held] == [("KV", 2, 2), ("Polisen", 2, 1)]
    assert known_name(" polisen ", held) == "Polisen"
    with pytest.raises(NotFound, match="among others: Polisen"):
        known_name("Polismyndighetens avdelning", held)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (', en = "One"', "", "steps.0.title"),
        ('"guard"]', '"chef"]', "no role 'chef'"),
        ('key = "words"', 'key = "first"', "two steps with the key 'first'"),
        ('kind = "terms"', 'kind = "song"', "steps.1.kind"),
        ("[[steps]]", "[[steps", "cannot be read"),
    ],
)
def test_a_broken_file_is_refused(file: Path, old: str, new: str, said: str) -> None:
    """The message names the file and the entry."""
    file.write_text(PATH.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidSetting, match=said) as caught:
        read_path(file)
    assert str(file) in str(caught.value)
