from datetime import date

import pytest

from ingest.extract.contact_box import Line, contacts_in_box
from ingest.extract.contact_date import day_of
from ingest.extract.contact_prose import contacts_in_prose, officials_in
from ingest.extract.contact_table import Head, contacts_in_table
from ingest.extract.draft import Draft
from ingest.extract.person import is_name, is_role
from search.contacts.phone import phone_of, phones_in


def box(text: str) -> list[Draft]:
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(Line(line, at))
        at += len(line) + 1
    return contacts_in_box(lines)[0]


def table(text: str) -> list[Draft]:
    return contacts_in_table(text, 0, Head())[0]


def numbers(draft: Draft) -> list[str]:
    return [phone.printed for phone in draft.phones]


@pytest.mark.parametrize(
    ("text", "printed", "e164", "extension"),
    [
        ("Tel 08-465 004 13.", "08-465 004 13", "+46846500413", None),
        ("tlf. 32 12 34 56, lokal 104, svarer", "32 12 34 56, lokal 104", "+4532123456", "104"),
        ("+45 7255 4141", "+45 7255 4141", "+4572554141", None),
        ("+46 (0)8-465 004 13", "+46 (0)8-465 004 13", "+46846500413", None),
        ("ring polisen på 114 14", "114 14", "11414", None),
        ("larma 112", "112", "112", None),
        ("ring 1-1-4", "1-1-4", "114", None),
        ("Nadia hos Kriminalforsorgen, lokal 118", "lokal 118", None, "118"),
    ],
)
def test_numbers_are_found_as_printed(text: str, printed: str, e164: str | None, extension: str | None) -> None:
    """In the forms of both countries, with extensions and short numbers."""
    assert [(p.phone.printed, p.phone.e164, p.phone.extension) for p in phones_in(text)] == [(printed, e164, extension)]


@pytest.mark.parametrize(
    "text",
    [
        "CVR 12 34 56 78",
        "CVR-nr. 12345678",
        "J.nr. 21-6040-0011",
        "diarienummer KV 2020-18744",
        "2019 2020",
        "EAN 5798000123456",
        "kl. 09.00-11.30 den 2018-06-26",
        "112 ärenden under 2017",
        "org.nr 202100-0076",
        "1.940 retsmøder",
        "mötet hålls i lokal 214",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    """Reference, company and article numbers, years, times, rooms."""
    assert phones_in(text) == []


def test_typed_numbers_are_checked() -> None:
    """A whole number or nothing."""
    assert phone_of("031-390 06 23") is not None
    assert phone_of("031-390 06 23 eller 24") is None
    assert phone_of("12ab") is None


@pytest.mark.parametrize("text", ["Polisregion Väst", "Frivården Göteborg", "Søndervang Kommune", "Gäller Tills", "IT"])
def test_bodies_are_no_people(text: str) -> None:
    """However they are capitalised."""
    assert not is_name(text)


def test_offices_are_told_by_their_ending() -> None:
    """In both languages, with what qualifies them."""
    assert all(map(is_role, ["biträdande regionpolischef", "SSP-konsulent", "Nærpolitileder", "HR-direktör"]))
    assert not any(map(is_role, ["Anna Ek", "Väst", "transporter"]))


def test_head_of_a_table_decides_its_columns() -> None:
    """Swedish, Danish and English heads; what a cell says of office and body is taken apart."""
    (draft,) = table(
        "Emne | Kontaktperson | Tlf. | E-mail\n"
        "Transport | Eva Prøve, koordinator, KiF Fyn | 32 12 34 56 | eva@krfo.example"
    )
    assert (draft.topics, draft.name, draft.role, draft.unit, draft.place) == (
        ("Transport",), "Eva Prøve", "koordinator", "KiF Fyn", "Fyn",
    )  # fmt: skip
    (draft,) = table("Area | Role | Name | Phone\nTransport | Coordinator | Eve Test | +46 8 465 004 13")
    assert (draft.topics, draft.role, draft.name, numbers(draft)) == (
        ("Transport",), "Coordinator", "Eve Test", ["+46 8 465 004 13"],
    )  # fmt: skip


def test_a_table_without_head_is_read_by_its_cells() -> None:
    """A name, an office and a number in a row make a contact."""
    (draft,) = table("Anna Ek | samordnare | 08-465 004 13")
    assert (draft.name, draft.role, numbers(draft)) == ("Anna Ek", "samordnare", ["08-465 004 13"])


def test_first_cell_carries_over() -> None:
    """An empty first cell means the one above; a name is never carried."""
    first, second = table("Område | Namn | Telefon\nTransporter | Anna Ek | 08-465 004 13\n | Bo Al | 08-465 004 14")
    assert (first.topics, second.topics) == (("Transporter",), ("Transporter",))
    (only, nameless) = table("Namn | Område | Telefon\nAnna Ek | IT | 08-465 004 13\n | HR | 08-465 004 14")
    assert (only.name, nameless.name) == ("Anna Ek", None)


def test_column_of_regions_is_no_column_of_subjects() -> None:
    """ "Område" is either; the cells tell."""
    drafts = table("Område | Direktør | Telefon\nSjælland | Eva Prøve | 32 12 34 56\nFyn | Bo Prøve | 32 12 34 57")
    assert [(draft.place, draft.role, draft.topics) for draft in drafts] == [
        ("Sjælland", "Direktør", ()), ("Fyn", "Direktør", ()),
    ]  # fmt: skip


def test_an_action_plan_is_no_contact_list() -> None:
    """Who is responsible for a measure is not named to be called."""
    assert table("Nr | Åtgärd | Ansvarig | Klart\n1 | Mall | Anna Ek, anstalten X | 2025-02-28") == []


def test_box_with_two_people_makes_two_records() -> None:
    """Each with what stands below the name."""
    first, second = box("Anna Ek, samordnare\n08-465 004 13\nBo Al, jurist\n08-465 004 14\nbo.al@x.example")
    assert (first.name, numbers(first)) == ("Anna Ek", ["08-465 004 13"])
    assert (second.name, numbers(second), second.emails) == ("Bo Al", ["08-465 004 14"], ("bo.al@x.example",))


def test_names_before_numbers_are_not_guessed_together() -> None:
    """Two names and then two numbers: nobody's name is put to a number."""
    assert [draft.name for draft in box("Anna Ek\nBo Al\n08-465 004 13\n08-465 004 14") if draft.is_reachable] in (
        [None], ["Bo Al"],
    )  # fmt: skip


def test_recipients_of_a_letter_are_no_contacts() -> None:
    """Whoever a memo comes from is, with office and number."""
    (draft,) = box("Datum: 2023-10-09\nTill: Alla chefer\nFrån: Anna Ek, samordnare, telefon 08-465 004 13")
    assert (draft.name, draft.role, numbers(draft)) == ("Anna Ek", "samordnare", ["08-465 004 13"])
    assert box("From: Eva Ek <eva@x.example>\nTo: Bo Al <bo@x.example>") == []


def test_two_people_of_a_sentence_keep_their_own_numbers() -> None:
    """The office that both hold is said once."""
    first, second = contacts_in_prose(
        "Exitkoordinatorer er Nadia Prøve hos Kriminalforsorgen, lokal 118, "
        "og Flemming Prøve hos Rigspolitiet, lokal 218.",
        0,
    )
    assert (first.name, first.organisation, numbers(first)) == ("Nadia Prøve", "Kriminalforsorgen", ["lokal 118"])
    assert (second.name, second.organisation, numbers(second)) == ("Flemming Prøve", "Rigspolitiet", ["lokal 218"])
    assert {first.role, second.role} == {"Exitkoordinatorer"}


@pytest.mark.parametrize(
    "text",
    [
        "Anna Ek eller Bo Al nås på 08-465 004 13.",
        "Anna Ek ersätter Bo Al den 1 mars och växeln har 08-465 004 13.",
        "Tipsa samordnare Anna Ek om mötet; anmälan görs på 08-465 004 13.",
    ],
)
def test_a_number_that_may_be_anybodys_has_no_name(text: str) -> None:
    """Better nobody's name than the wrong one."""
    assert [draft.name for draft in contacts_in_prose(text, 0)] == [None]


def test_she_is_whom_the_sentence_before_names() -> None:
    """Where it names one person alone."""
    text = "Från den 1 mars är Linn Prov ny samordnare i polisregion Väst. Hon nås på 031-390 06 55."
    (draft,) = contacts_in_prose(text, 10)
    assert (draft.name, draft.role, draft.unit, draft.place) == ("Linn Prov", "samordnare", "polisregion Väst", "Väst")
    assert (draft.start, draft.end) == (10, 10 + len(text))


def test_whom_to_ask_for_without_a_number() -> None:
    """Each office of the sentence is a record of its own."""
    drafts = contacts_in_prose("Kontakta polisen, fråga efter sektionschef alternativt brottsoffersamordnare.", 0)
    assert [(draft.role, draft.organisation, draft.is_named_only) for draft in drafts] == [
        ("sektionschef", "polisen", True), ("brottsoffersamordnare", "polisen", True),
    ]  # fmt: skip
    (draft,) = contacts_in_prose("Frågor om pågående mål lämnas till förundersökningsledaren.", 0)
    assert (draft.role, draft.topics) == ("förundersökningsledaren", ("pågående mål",))
    (draft,) = contacts_in_prose("Henvendelser om transport rettes til transportkoordinatoren.", 0)
    assert (draft.role, draft.topics) == ("transportkoordinatoren", ("transport",))


@pytest.mark.parametrize(
    "text",
    [
        "Den intagne Anna Ek kan nås på 070-174 06 12.",
        "Den indsatte Bo Prøve, telefon 32 12 34 56, ønsker besøg.",
        "Vittnet Eva Ek, eva@gmail.com, hördes på nytt.",
    ],
)
def test_private_people_are_left_out(text: str) -> None:
    """What a paper says of those whom it is about is no contact."""
    assert contacts_in_prose(text, 0) == []
    assert list(officials_in(text, 0)) == []


def test_who_holds_an_office_is_noted_apart() -> None:
    """Somebody to name where no contact is stated."""
    (draft,) = officials_in("Det är bra, säger Kriminalvårdens generaldirektör Mart Prov.", 0)
    assert (draft.name, draft.role, draft.organisation) == ("Mart Prov", "generaldirektör", "Kriminalvården")
    assert draft.is_mentioned


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Uppdaterad den 15 januari 2025 av registrator.", date(2025, 1, 15)),
        ("Dato: 23. maj 2023. Udarbejdet", date(2023, 5, 23)),
        ("Date: Mon, 02 Sep 2024 13:32:00 +0200", date(2024, 9, 2)),
        ("Rubrik\nJan 29, 2020\nText", date(2020, 1, 29)),
        ("Beslutad den 3 mars 2016. Senast granskad 2024-10-03.", date(2024, 10, 3)),
        ("Datum: 2023-02-31", None),
        ("Inget datum alls", None),
    ],
)
def test_day_on_which_a_paper_was_right(text: str, day: date | None) -> None:
    """The last renewal before the making; a day that there is not is none."""
    assert day_of(text) == day
