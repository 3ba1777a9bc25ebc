from typing import Any

from api.contact_view import contact_card, contact_key
from api.words import load_words

WORDS = load_words()["sv"]


def source(
    title: str, page: int | None = None, status: str = "in_force", document_id: str | None = "d"
) -> dict[str, Any]:
    return {
        "document_id": document_id, "title": title, "source": "a.pdf", "page": page, "passage_id": None, "start": 1,
        "end": 9, "date": "2024-03-01",
        "validity": {"status": status, "from": None, "to": None, "superseded_by": None},
    }  # fmt: skip


def contact(**known: object) -> dict[str, Any]:
    return {
        "organisation": "Exempelverket", "unit": None, "role": "samordnare", "name": "Anna Exempel",
        "topics": ["Transporter"], "place": "Väst", "level": "regional", "language": "sv", "hours": None,
        "phones": [{"printed": "08-465 004 13", "e164": "+46846500413", "extension": None}],
        "emails": ["a@exempel.example"], "sources": [source("Avtal", 3)], "verified": "2024-03-01",
        "is_named_only": False, "is_hand_made": False, "contradictions": [], **known,
    }  # fmt: skip


def test_card_says_who_and_how_to_reach_them() -> None:
    """The name heads the card, the office follows, the number can be called."""
    card = contact_card(contact(), WORDS, "sv")
    assert (card.heading, card.lines) == ("Anna Exempel", ("samordnare", "Exempelverket", "Väst"))
    assert card.phones == (("08-465 004 13", "tel:+46846500413"),)
    assert (card.level, card.verified) == ("regional", "1 mars 2024")
    assert card.sources[0].href == "/documents/d?page=3&ui=sv#page-3"


def test_contact_without_a_name_is_headed_by_what_it_is_for() -> None:
    """A number alone is not its own heading; with nothing at all it is a contact."""
    nobody = {"name": None, "role": None, "organisation": None, "place": None}
    assert contact_card(contact(**nobody), WORDS, None).heading == "Transporter"
    bare = contact_card(contact(**nobody, topics=[]), WORDS, None)
    assert (bare.heading, bare.lang) == ("Kontakt", None)


def test_sources_that_look_the_same_are_named_once() -> None:
    """Two rows of one page of one paper are one source; another page is another; a list kept by hand has no link."""
    sources = [source("Avtal", 3), source("Avtal", 3), source("Avtal", 4), source("hand.csv", document_id=None)]
    card = contact_card(contact(sources=sources), WORDS, None)
    assert [(each.title, each.where, each.href is None) for each in card.sources] == [
        ("Avtal", "sida 3", False),
        ("Avtal", "sida 4", False),
        ("hand.csv", None, True),
    ]


def test_contradictions_are_gathered_by_what_they_say() -> None:
    """Two papers that name the same other person are one contradiction with two sources, one of them over."""
    said = [
        {"field": "name", "value": "Bo Exempel", "source": source("Lista")},
        {"field": "phones", "value": "1", "source": source("Mejl")},
        {"field": "name", "value": "Bo Exempel", "source": source("Gammal", status="superseded")},
    ]
    card = contact_card(contact(contradictions=said), WORDS, None)
    assert [(each.field, each.value, len(each.sources)) for each in card.contradictions] == [
        ("namn", "Bo Exempel", 2),
        ("telefon", "1", 1),
    ]
    assert [each.badge and each.badge.status for each in card.contradictions[0].sources] == ["in_force", "superseded"]


def test_key_follows_who_it_is_and_how_to_reach_them() -> None:
    """Another number is another contact; another source is not."""
    assert contact_key(contact()) == contact_key(contact(sources=[], verified=None))
    assert contact_key(contact()) != contact_key(contact(emails=[]))
