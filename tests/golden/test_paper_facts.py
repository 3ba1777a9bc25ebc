"""What papers state, as somebody who read them wrote it down, against what is read from them."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.limits import Limits
from ingest.source import find_sources, hash_source
from ingest.work import Task, take_in
from search.records import Agreement, Records
from search.stored import StoredDocument

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data" / "papers"
SEEDS = ROOT.parent / "shared" / "seeds"
CORPUS: dict[str, Any] = json.loads((DATA / "corpus.json").read_text(encoding="utf-8"))
SEED_FACTS: dict[str, Any] = json.loads((DATA / "seeds.json").read_text(encoding="utf-8"))

COMPARED = (
    "issuer", "reference_number", "decided", "decided_by", "dated", "valid_from", "valid_to", "term", "renewal",
    "replaces", "replaced_by", "contact_unit", "signed", "reports_on", "ended",
)  # fmt: skip
"""Facts of which a paper must have those that were written down and no other."""
PERSONS = ("decided_by", "contact_unit")
NAMED = ("follow_up", "signatory")
"""Facts that are compared where they were written down."""


@cache
def stored(folder: Path) -> Mapping[str, StoredDocument]:
    """Take in the papers of a folder; scanned ones without text recognition are left out."""
    limits = Limits()
    tasks = [Task(source, hash_source(source, limits.max_bytes)) for source in find_sources([folder]).sources]
    outcomes = [take_in(task, limits) for task in tasks]
    return {outcome.task.source.source: outcome.stored for outcome in outcomes if outcome.stored}


def agreement_of(records: Records) -> Agreement | None:
    return records.agreements[0] if records.agreements else None


def paper(folder: Path, name: str) -> StoredDocument:
    held = stored(folder).get(name)
    if held is None:
        pytest.skip(f"{name} was not read: text recognition is not installed")
    return held


def check(held: StoredDocument, expected: Mapping[str, Any], compared: Sequence[str] = COMPARED) -> None:
    """Compare facts and agreement of a paper with what was written down."""
    found = {name: sorted(f.value for f in held.records.facts if f.name == name) for name in (*COMPARED, *NAMED)}
    wanted = {name: sorted(expected.get(name, [])) for name in COMPARED}
    assert {name: found[name] for name in compared} == {name: wanted[name] for name in compared}
    assert {name: expected[name][0] in found[name] for name in NAMED if name in expected} == {
        name: True for name in NAMED if name in expected
    }
    assert (held.document.title, held.document.document_type) == (expected["title"], expected["type"])
    parties = [fact.value for fact in held.records.facts if fact.name == "party"]
    agreement = agreement_of(held.records)
    assert (list(agreement.parties) if agreement else parties) == expected.get("parties", [])
    assert (agreement.level if agreement else None) == expected.get("level")
    assert [area.text for area in (agreement.areas if agreement else ())] == expected.get("areas", [])


@pytest.mark.parametrize("name", sorted(CORPUS))
def test_a_paper_states_what_a_reader_finds_in_it(name: str) -> None:
    """Title, type, parties, days, numbers, terms, what it replaces and its areas in order; nothing beside them."""
    held = paper(ROOT / "corpus", name)
    check(held, CORPUS[name])
    agreement = agreement_of(held.records)
    signed = [
        [each.name, each.role, each.organisation, each.place, each.signed.isoformat() if each.signed else None]
        for each in (agreement.signatories if agreement else ())
    ]
    assert signed == CORPUS[name].get("signatories", [])


def test_every_paper_of_the_corpus_was_read_by_somebody() -> None:
    """The list of what papers state leaves none out."""
    files = {path.relative_to(ROOT / "corpus").as_posix() for path in (ROOT / "corpus").glob("*/*")}
    assert files == set(CORPUS)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents (../shared/seeds) are not there")
@pytest.mark.parametrize("name", sorted(SEED_FACTS))
def test_a_source_document_states_what_a_reader_finds_in_it(name: str) -> None:
    """As for the samples, over genuine papers; persons are compared by office, place and day alone."""
    expected = SEED_FACTS[name]
    held = paper(SEEDS, name)
    check(held, expected, [each for each in COMPARED if each not in PERSONS])
    agreement = agreement_of(held.records)
    if "offices" in expected:
        assert agreement is not None
        assert [f"{each.role}, {each.organisation}" for each in agreement.signatories] == expected["offices"]
        assert [each.place for each in agreement.signatories] == expected["places"]
        assert {each.bearer for each in agreement.responsibilities} >= set(expected["bearers"])


@pytest.mark.parametrize("name", sorted(CORPUS))
def test_what_is_read_stands_where_it_says(name: str) -> None:
    """The place of a value holds the value as printed, on its page, in its passage."""
    held = paper(ROOT / "corpus", name)
    by_id = {passage.passage_id: passage for passage in held.passages}
    printed = {"party", "area", "reference_number", "replaces", "follow_up", "term", "renewal", "title", "issuer"}
    for fact in held.records.facts:
        if fact.span is None:
            continue
        words = held.text[fact.span.start : fact.span.end]
        if fact.name in printed:
            assert words == fact.value
        assert words.strip()
        if fact.span.passage_id:
            passage = by_id[fact.span.passage_id]
            assert passage.start <= fact.span.start < passage.end
