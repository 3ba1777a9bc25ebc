import pytest

from ingest import media
from ingest.clean import clean, clean_text
from ingest.clutter import is_clutter
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.pattern import begins_item, heading_level, is_contact_box, is_list_line, without_bullet
from ingest.structure import mark_contacts, promote_bold_headings, without_contents


def paragraphs(*texts: str) -> list[ParsedBlock]:
    return [ParsedBlock("paragraph", text) for text in texts]


def texts(blocks: list[ParsedBlock]) -> list[str]:
    return [block.text for block in blocks]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u0308ndring", "ändring"),
        ("e\ufb03cient \ufb01nal", "efficient final"),
        ("CO₂ m² ½", "CO₂ m² ½"),
        ("sam\u00adverkan\u200b", "samverkan"),
        ("ett\u00a0två\u2003tre", "ett två tre"),
        ("rad 1\r\nrad 2\x0b\x00", "rad 1\nrad 2"),
        ("\u202eomvänd\u202c", "omvänd"),
        ("  mycket   luft  \n\n\n  här ", "mycket luft\nhär"),
    ],
)
def test_characters_are_made_plain(raw: str, clean: str) -> None:
    """Composition, ligatures, blanks and invisible characters are put in order; other characters stay."""
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    "text",
    [
        "Gå til indhold",
        "Hoppa till huvudinnehåll",
        "Start > Om oss > Nyheter",
        "Kriminalforsorgen > Om kriminalforsorgen > Nyt og presse > , , > Kriminalforsorgen styrker samarbejdet",
        "Denna sida använder cookies (kakor) Här kan du läsa mer om cookies.",
        "Vi bruger cookies. Ved at fortsætte accepterer du det.",
        "Tilmeld nyhedsbrev",
        "Få vores nyheder på mail",
        "Dela på Facebook",
        "Skriv ut",
    ],
)
def test_furniture_is_told(text: str) -> None:
    """Lines that belong to a web page rather than to its content are told."""
    assert is_clutter(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kontakta oss på telefon 08-465 004 17.",
        "Menyn i häktet ska vara näringsriktig.",
        "Se guide om myndighedssamarbejde",
        "Kriminalvården delar lokaler med Polismyndigheten.",
        "Värdet ska vara > 5 vid varje mätning.",
    ],
)
def test_content_is_not_furniture(text: str) -> None:
    """Sentences that only share a word with furniture stay."""
    assert not is_clutter(text)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("presse@krfo.example\n32 12 34 56", True),
        ("Telefon: 08-465 004 17", True),
        ("Kim Exempel\nTelefon 08-465 004 17", True),
        ("0200-21 20 19", True),
        ("Ring 08-465 004 17 om du vill veta mer om hur transporter planeras i regionen.", False),
        ("Beslut 2018-08-31 och 2019-01-01", False),
        ("Avtalet gäller.", False),
        ("", False),
    ],
)
def test_contact_boxes_are_told_from_sentences(text: str, box: bool) -> None:  # noqa: FBT001
    """A contact box is made of lines with numbers and addresses; a sentence that holds a number is none."""
    assert is_contact_box(text) is box


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("- häkte", True),
        ("• häkte", True),
        ("3. Transporter", True),
        ("a) när", True),
        ("– Det här är väldigt positivt för alla som arbetar med samverkan mellan myndigheterna, säger chefen.", False),
        ("-5 grader", False),
        ("2018 kom beslutet", False),
        ("4.1.1 Lokal förmåga", False),
    ],
)
def test_list_items_are_told_from_speech_and_numbers(line: str, item: bool) -> None:  # noqa: FBT001
    """Bullets and counting marks begin items; a dash before speech and section numbers do not."""
    assert is_list_line(line) is item


def test_broken_date_begins_no_item() -> None:
    """The second half of a date that a line break parted is no list item."""
    assert not begins_item("1. august 2024 stiller politiet", "ved retten fra den")
    assert not begins_item("2. punktum finder anvendelse", "jf. dog stk.")
    assert begins_item("1. Transporter", "Följande områden omfattas:")


def test_bullets_go_and_numbers_stay() -> None:
    """People cite the number of an item, never its bullet."""
    assert (without_bullet("• IT"), without_bullet("3. Transporter")) == ("IT", "3. Transporter")


def test_section_numbers_give_levels() -> None:
    """A number's dots say how deep a heading is, below a title of level 1."""
    assert [heading_level(t, 9) for t in ("4 Mål", "4.1 Närvaro", "4.1.1 Förmåga", "Mål")] == [2, 3, 4, 9]


def test_label_joins_its_contact_lines() -> None:
    """A short label before contact lines becomes part of the contact."""
    blocks = mark_contacts(paragraphs("Texten om mötet är slut.", "PRESSEVAGT", "presse@krfo.example\n32 12 34 56"))
    assert [(b.kind, b.text) for b in blocks][1] == ("contact", "PRESSEVAGT\npresse@krfo.example\n32 12 34 56")


def test_contact_does_not_swallow_a_sentence() -> None:
    """The sentence before a contact is not taken for its label."""
    assert texts(mark_contacts(paragraphs("Ring oss.", "08-465 004 17"))) == ["Ring oss.", "08-465 004 17"]


def test_bold_line_before_text_is_a_heading() -> None:
    """A short bold paragraph before ordinary text is a heading; one before another bold one is not."""
    bold = [ParsedBlock("paragraph", t, bold=True) for t in ("Part A", "Part B")]
    blocks = promote_bold_headings([*bold, ParsedBlock("paragraph", "Texten börjar här.")])
    assert [block.kind for block in blocks] == ["paragraph", "heading", "paragraph"]


def test_table_of_contents_is_left_out() -> None:
    """Entries with page numbers after the word "Innehåll" go, the sections themselves stay."""
    entries = paragraphs("Innehåll", "1 Inledning 3", "2 Syfte 4", "Lång rubrik som går över", "två rader 5")
    body = paragraphs("1 Inledning", "Detta är text som handlar om 5 saker. " * 20)
    assert texts(without_contents([*entries, *body])) == texts(body)


def test_leaders_are_contents_anywhere() -> None:
    """A line that leads with dots to a page number is no content."""
    assert without_contents(paragraphs("4.1 General ............... 6")) == []


def test_list_of_numbers_is_no_table_of_contents() -> None:
    """Lines that end with numbers stay where no word says that they are contents."""
    kept = paragraphs("Antal häkten 32", "Antal anstalter 45")
    assert without_contents(kept) == kept


def test_repeated_lead_is_said_once() -> None:
    """A paragraph that repeats the one before is left out; short ones such as places and dates stay."""
    lead = "Et styrket samarbejde skal skabe bedre forløb for de indsatte."
    document = clean(ParsedDocument(media.TEXT, tuple(paragraphs(lead, lead, "Ja", "Ja"))))
    assert texts(list(document.blocks)) == [lead, "Ja", "Ja"]


def test_cookie_words_in_a_pdf_stay() -> None:
    """Web furniture is looked for on web pages and in texts only."""
    notice = paragraphs("Denna sida använder cookies. Genom att fortsätta accepterar du.")
    assert clean(ParsedDocument(media.HTML, tuple(notice))).blocks == ()
    assert len(clean(ParsedDocument(media.PDF, tuple(notice))).blocks) == 1
