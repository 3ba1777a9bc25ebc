from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract.contact_box import Line, contacts_in_box
from ingest.extract.contact_prose import contacts_in_prose
from ingest.extract.contact_table import Head, contacts_in_table
from ingest.extract.draft import Draft
from search.contacts.csv_file import read_csv, write_csv
from search.contacts.entry import Entry, Stated
from search.contacts.vcard import read_vcards, write_vcards
from search.records import Contact, Phone, Span

GIVEN = ["Anna", "Bo", "Eva", "Linn", "Maj-Britt", "Åse", "Søren", "Lars"]
FAMILY = ["Ek", "Prov", "Prøve", "Holst", "Nyqvist", "Öberg"]
ROLES = ["samordnare", "koordinator", "jurist", "sektionschef", "transportkoordinator", "HR-konsult"]
LINES = ["name", "role", "phone", "mail", "blank", "role2"]
CLAUSES = ["{role} {name}, telefon {number}", "{name}, {role}, {number}", "{name} nås på {number}"]
TOPICS = ["Transporter", "Häkte", "Varetægt", "IT", "Rättsliga frågor"]


@st.composite
def people(draw: st.DrawFn) -> list[tuple[str, str, str, str, str]]:
    """Name, role, topic, number and address of several people, all different."""
    names = draw(
        st.lists(st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY)), min_size=1, max_size=5, unique=True)
    )
    numbers = draw(st.lists(st.integers(10, 99), min_size=len(names), max_size=len(names), unique=True))
    return [
        (f"{given_name} {family}", draw(st.sampled_from(ROLES)), draw(st.sampled_from(TOPICS)),
         f"08-465 004 {number}", f"p{number}@agency.example")
        for (given_name, family), number in zip(names, numbers, strict=True)
    ]  # fmt: skip


Person = tuple[str, str, str, str, str]


def assert_unmixed(drafts: list[Draft], known: list[Person]) -> None:
    """Each name has its own number and address or none."""
    numbers = {person[0]: (person[3], person[4]) for person in known}
    for draft in drafts:
        if draft.name is not None:
            number, address = numbers[draft.name]
            assert {phone.printed for phone in draft.phones} <= {number}
            assert set(draft.emails) <= {address}


@given(people(), st.permutations(range(5)), st.sampled_from([[], ["Namn", "Roll", "Område", "Telefon", "E-post"]]))
@settings(deadline=None, max_examples=30)
def test_a_row_is_a_record_whatever_the_order_of_columns(
    known: list[Person], order: list[int], head: list[str]
) -> None:
    """Every person is found with everything, and nothing of another."""
    rows = [*([head] if head else []), *map(list, known)]
    text = "\n".join(" | ".join(row[column] for column in order) for row in rows)
    drafts, _ = contacts_in_table(text, 7, Head())
    assert_unmixed(drafts, known)
    assert [draft.name for draft in drafts] == [person[0] for person in known]
    assert [(draft.phones[0].printed, draft.emails) for draft in drafts] == [(p[3], (p[4],)) for p in known]
    assert all(text[draft.start - 7 : draft.end - 7].count("\n") == 0 for draft in drafts)


@given(
    people(), st.lists(st.sampled_from(["name", "role", "phone", "mail", "blank", "role2"]), min_size=2, max_size=12)
)
@settings(deadline=None, max_examples=40)
def test_a_box_never_mixes_people(known: list[Person], kinds: list[str]) -> None:
    """Whatever the order of its lines: a number is some one person's own, or nobody's."""
    lines, at, who = [], 0, -1
    for kind in kinds:
        if kind == "name":
            who = (who + 1) % len(known)
        person = known[max(who, 0)]
        text = {"name": person[0], "role": person[1], "phone": f"Telefon {person[3]}", "mail": person[4], "blank": "",
                "role2": f"{person[0]}, {person[1]}"}[kind]  # fmt: skip
        lines.append(Line(text, at))
        at += len(text) + 1
    assert_unmixed(contacts_in_box(lines)[0], known)


@given(people(), st.sampled_from(CLAUSES), st.sampled_from(["{0}, och {1}.", "{0}. {1}.", "{0}; {1}."]))
@settings(deadline=None, max_examples=40)
def test_a_sentence_never_mixes_people(known: list[Person], clause: str, joined: str) -> None:
    """Two people with their numbers, in one sentence or two."""
    clauses = [clause.format(name=p[0], role=p[1], number=p[3]) for p in (known * 2)[:2]]
    text = joined.format(*clauses)
    drafts = contacts_in_prose(text, 3)
    assert_unmixed(drafts, known)
    assert drafts
    for draft in drafts:
        place = text[draft.start - 3 : draft.end - 3]
        assert all(phone.printed in place for phone in draft.phones)
        assert draft.name is None or draft.name in place


@given(st.text(alphabet="aåæ1234567890 .,:|-+@()\nAnna Ek tlf telefon hos", max_size=200))
@settings(deadline=None, max_examples=80)
def test_no_text_is_too_odd(text: str) -> None:
    """Spans lie within the text, and what was found stands in it."""
    drafts = [*contacts_in_prose(text, 0), *contacts_in_table(text, 0, Head())[0]]
    for draft in drafts:
        assert 0 <= draft.start <= draft.end <= len(text)
        place = text[draft.start : draft.end]
        assert all(phone.printed in place for phone in draft.phones)


CELL = st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=40).map(
    lambda text: " ".join(text.replace("|", "/").split())
)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=4))
@settings(deadline=None, max_examples=40)
def test_files_give_back_what_was_written(rows: list[tuple[str, str, str]]) -> None:
    """Whatever stands in the fields."""
    contacts = [
        Contact(Span(0, 0), organisation or None, None, role or None, f"Anna {name}".strip(),
                phones=(Phone("08-465 004 13", "+46846500413"),))
        for organisation, role, name in rows
    ]  # fmt: skip
    entries = [Entry(number, (Stated(contact, None, "x"),)) for number, contact in enumerate(contacts)]
    assert list(read_csv(write_csv(entries), "x").contacts) == contacts
    assert list(read_vcards(write_vcards(entries)).contacts) == contacts
