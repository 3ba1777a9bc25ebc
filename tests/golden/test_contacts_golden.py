"""Contacts of the sample papers, as a reader found them. `UPDATE_GOLDEN=1` writes anew; look at the whole diff."""

import json
import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.assemble import assemble
from ingest.limits import Limits
from ingest.parse import parse
from ingest.source import Source
from search.records import Contact
from search.stored import StoredDocument

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
EXPECTED = Path(__file__).parent / "data" / "contacts.json"
PAPERS = sorted(
    str(path.relative_to(CORPUS))
    for path in CORPUS.glob("*/*")
    # pages that are pictures are read by a program of their own, which takes seconds
    if "skannad" not in path.name
)


@cache
def stored(name: str) -> StoredDocument:
    path = CORPUS / name
    data = path.read_bytes()
    source = Source(path.as_uri(), name, None, path, len(data), datetime(2024, 1, 1, tzinfo=UTC))
    return assemble(parse(data, name, Limits()), source, "0" * 64)


def shown(contact: Contact) -> dict[str, Any]:
    """Return what a reader would check by eye, without what is empty."""
    known: dict[str, Any] = {
        "organisation": contact.organisation,
        "unit": contact.unit,
        "role": contact.role,
        "name": contact.name,
        "topics": list(contact.topics),
        "place": contact.place,
        "level": contact.level,
        "phones": [f"{phone.printed} = {phone.e164}" for phone in contact.phones],
        "emails": list(contact.emails),
        "hours": contact.hours,
        "page": contact.span.page,
        "named_only": contact.is_named_only,
        "mentioned": contact.is_mentioned,
    }
    return {name: value for name, value in known.items() if value}


def found(name: str) -> list[dict[str, Any]]:
    return [shown(contact) for contact in stored(name).records.contacts]


@pytest.mark.parametrize("name", PAPERS)
def test_every_contact_of_a_paper_is_found_and_no_other(name: str) -> None:
    """Precision and recall are 1 over the records that were found by reading the papers."""
    if os.environ.get("UPDATE_GOLDEN"):
        written = {each: found(each) for each in PAPERS}
        EXPECTED.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))[name]
    assert found(name) == expected


@pytest.mark.parametrize("name", PAPERS)
def test_every_field_stands_at_its_place_or_in_a_head_above(name: str) -> None:
    """What a record says is in its own row, box or sentence, in a heading, or in the head of its table."""
    document = stored(name)
    headings = [block.text for block in document.blocks if block.kind == "heading"]
    heads = [block.text.split("\n", 1)[0] for block in document.blocks if block.kind == "table"]
    for contact in document.records.contacts:
        place = document.text[contact.span.start : contact.span.end]
        assert place == contact.text
        around = "\n".join((place, *headings, *heads)).casefold()
        for value in (contact.organisation, contact.unit, contact.role, contact.place, *contact.topics):
            assert value is None or value.casefold() in around, (value, place)
        for own in (contact.name, contact.hours, *contact.emails, *(phone.printed for phone in contact.phones)):
            assert own is None or own in place, (own, place)


@pytest.mark.parametrize("name", PAPERS)
def test_no_name_has_a_number_that_stands_beside_another(name: str) -> None:
    """Two records of one paper with different names share neither place nor address."""
    named = [each for each in stored(name).records.contacts if each.name and not each.is_mentioned]
    for place, one in enumerate(named):
        for other in named[place + 1 :]:
            if one.name != other.name:
                assert not set(one.emails) & set(other.emails)
                numbers = [{(p.e164, p.extension) for p in each.phones} for each in (one, other)]
                assert not numbers[0] & numbers[1]
