from dataclasses import replace
from typing import Any

from api.answer_view import answer_view
from api.words import ENGLISH
from search.result import Answer, Quote, SearchResponse

CONTACT: dict[str, Any] = {
    "organisation": "Verket", "unit": None, "role": "samordnare", "name": "Anna Prov", "topics": ["Transporter"],
    "place": None, "level": None, "phones": [{"printed": "08-465 00 77", "e164": "+4684650077", "extension": None}],
    "emails": ["anna@verket.example"], "hours": None, "language": "sv", "sources": [], "verified": None,
    "is_named_only": False, "is_hand_made": False, "contradictions": [],
}  # fmt: skip


def quote(text: str, section: str = "2 Kontakter", document: str = "d") -> Quote:
    return Quote(text, "p", document, "0", f"{document}.pdf", "Avtal", (section,), 3, 0, len(text), "sv")


def shown(answer: Answer) -> Any:
    response = SearchResponse("q", 1.0, "vem", "sv", "contact", (), answer, (), (0, "eq"), None)
    view = answer_view(response, "vem", ENGLISH, None, "http://x")
    assert view is not None
    return view


def contact_answer(text: str, *contacts: dict[str, Any], quotes: tuple[Quote, ...] = ()) -> Any:
    return shown(Answer("answered", "contact", text, "sv", 0.9, quotes, contacts))


def test_contact_is_told_by_its_card_alone() -> None:
    """Lines that give what the card gives, or whom another card shows, are left out."""
    other = {**CONTACT, "name": "Bo Prov", "phones": [], "emails": ["bo@verket.example"]}
    text = "Enligt Avtal, s. 3: Anna Prov: 08-465 00 77\nFler som anges: Bo Prov: bo@verket.example"
    view = contact_answer(text, CONTACT, other, quotes=(quote("Anna Prov, 08-465 00 77"),))
    assert (view.text, view.is_card, len(view.contacts)) == ("", True, 2)


def test_what_no_card_says_stays() -> None:
    """That nobody is named for an area is told although cards follow, also where the area is quoted."""
    text = "”IT” är ett område i Avtal, men ingen kontaktperson för det är angiven.\nDokumentet nämner: 08-465 00 77."
    view = contact_answer(text, CONTACT, quotes=(quote("IT"),))
    assert view.text == "”IT” är ett område i Avtal, men ingen kontaktperson för det är angiven."


def test_named_person_without_number_is_not_told_twice() -> None:
    """Where there is nothing to call or write to, the name is what the card repeats."""
    named = {**CONTACT, "phones": [], "emails": [], "is_named_only": True}
    assert contact_answer("Enligt Avtal: Anna Prov, samordnare", named).text == ""


def test_contacts_beyond_the_first_unfold() -> None:
    """Three are shown at once, none is lost."""
    cards = [{**CONTACT, "name": f"N{number}"} for number in range(5)]
    view = contact_answer("", *cards)
    assert [len(view.contacts), len(view.more_contacts)] == [3, 2]


def test_quotes_of_one_place_share_a_source() -> None:
    """In their order, with one citation that holds them all; another section is another place."""
    quotes = (quote("Ett."), quote("Två."), quote("Tre.", "3 Annat"), quote("Fyra.", document="e"))
    view = shown(Answer("answered", "list", "", "sv", 0.9, quotes))
    assert [[each.text for each in place.quotes] for place in view.places] == [["Ett.", "Två."], ["Tre."], ["Fyra."]]
    assert view.places[0].citation.count("\n") == 1
    assert not view.is_card


def test_language_of_a_quote_is_told_where_it_is_not_the_readers() -> None:
    """A reader of English learns that the words are Swedish."""
    one, unknown = quote("Ett."), replace(quote("Två.", "3"), language="und")
    view = shown(Answer("answered", "list", "", "sv", 0.9, (one, unknown)))
    assert [place.source.language for place in view.places] == ["Swedish", ""]


def test_what_is_said_before_the_quotes_is_shown() -> None:
    """That a paper no longer counts is the answer, the quotes its proof; the frame of a quote alone is none."""
    said, text = "Avtal gäller inte längre.", "Gäller till 2019."
    before = shown(Answer("answered", "yes_no", f"{said}\nEnligt Avtal, s. 3: {text}", "sv", 0.9, (quote(text),)))
    assert before.text == said
    framed = shown(Answer("answered", "passage", f"Enligt Avtal, s. 3: {text}", "sv", 0.9, (quote(text),)))
    assert framed.text == ""


def test_an_answer_that_is_likelier_wrong_says_so() -> None:
    """A reader should look twice at what fewer than half of the readers before could use."""
    doubtful, sure = (
        shown(Answer("answered", "passage", f"Enligt Avtal, s. 3: {text}", "sv", confidence, (quote(text),)))
        for text, confidence in (("Gäller till 2019.", 0.3), ("Gäller till 2020.", 0.7))
    )
    assert (doubtful.is_unsure, sure.is_unsure) == (True, False)
