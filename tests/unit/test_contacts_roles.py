from datetime import UTC, datetime
from typing import Any

import pytest

from search.contacts.entry import Entry, Stated
from search.contacts.merge import roles_once
from search.document import Document, document_id_of
from search.records import Contact, Phone, Span


def entry(number: int, document: str, **fields: Any) -> Entry:
    paper = Document(
        document_id_of(document), "r", document, document, "text/plain", "0", 1, datetime(2024, 1, 1, tzinfo=UTC),
        document, "sv",
    )  # fmt: skip
    contact = Contact(Span(0, 1), **{"language": "sv", "is_named_only": True, "role": "sektionschef", **fields})
    return Entry(number, (Stated(contact, paper, document),))


def test_a_role_that_two_papers_name_is_listed_once_with_both() -> None:
    """In whichever form of the word; the paper that says most comes first, so that its words are not put to another."""
    short = entry(0, "nyhet.html", role="sektionschefen")
    long = entry(4, "brev.md", organisation="polisen")
    between = entry(2, "nyhet.html", role="brottsoffersamordnare")
    joined, other = roles_once([short, between, long])
    assert other is between
    assert joined.number == 0
    assert [each.source for each in joined.stated] == ["brev.md", "nyhet.html"]
    assert joined.contact == long.contact


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"organisation": "polisen"}, {"organisation": "Kriminalvården"}),
        ({"place": "region Syd"}, {"place": "region Nord"}),
        ({"organisation": "polisen"}, {"place": "region Nord"}),
        ({"topics": ("transporter",)}, {"topics": ("häkten",)}),
        ({"role": "stationschef"}, {"role": "sektionschef"}),
        ({"role": None}, {"role": None}),
        ({"name": "Anna Ek"}, {}),
        ({"is_named_only": False, "phones": (Phone("08-465 004 13", "+4684650040"),)}, {}),
    ],
)
def test_roles_that_something_tells_apart_stay_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Another body, place or matter, other words, a person or a number; nor is one made up of two halves."""
    both = [entry(0, "a.md", **one), entry(1, "b.md", **other)]
    assert roles_once(both) == both
