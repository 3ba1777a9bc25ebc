from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest import media
from ingest.assemble import assemble
from ingest.metadata import document_type_of, organisations_of, title_of
from ingest.organisation import organisations_in
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.source import Source
from search.document import Validity


def document(*blocks: ParsedBlock, title: str | None = None, media_type: str = media.PDF) -> ParsedDocument:
    return ParsedDocument(media_type, blocks, title=title)


def heading(text: str, level: int = 1) -> ParsedBlock:
    return ParsedBlock("heading", text, level=level)


def paragraph(text: str) -> ParsedBlock:
    return ParsedBlock("paragraph", text)


def validity_of(text: str) -> Validity:
    """Return when a paper of one paragraph holds."""
    source = Source("file:///a.md", "a.md", None, Path("a.md"), len(text), datetime(2024, 1, 1, tzinfo=UTC))
    return assemble(document(paragraph(text), media_type=media.MARKDOWN), source, "0" * 64).document.validity


@pytest.mark.parametrize(
    "title", ["Microsoft Word - avtal.doc", "NFS 2007-10k2.indd.indd", "Namnlös", "Digg", "Mall för avtal", "123 456"]
)
def test_unusable_title_fields_are_passed_over(title: str) -> None:
    """Names of files, programs and templates are no titles; the first heading is."""
    assert title_of(document(heading("Avtal om transporter"), title=title), "a.pdf") == "Avtal om transporter"


def test_title_field_that_is_not_printed_is_passed_over() -> None:
    """A title left over from another paper is recognised by not being printed on the first page."""
    found = title_of(document(heading("Avtal om transporter"), title="Strategi för skolan 2011"), "a.pdf")
    assert found == "Avtal om transporter"


def test_printed_title_field_is_used() -> None:
    """A title field whose words stand on the first page is used as it is."""
    page = document(
        heading("Dataskyddsförordningen"), paragraph("Dir. 2016:15"), title="Dir. 2016:15 Dataskyddsförordningen"
    )
    assert title_of(page, "a.pdf") == "Dir. 2016:15 Dataskyddsförordningen"


def test_first_of_the_highest_headings_is_the_title() -> None:
    """A small heading before the large one is not the title."""
    assert title_of(document(heading("Bilaga", 3), heading("Avtal om transporter")), "a.pdf") == "Avtal om transporter"


def test_file_name_is_the_last_resort() -> None:
    """Without any heading, the file's name is the title."""
    assert title_of(document(paragraph("Text.")), "se/avtal_om_transporter.txt") == "avtal om transporter"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Nationell överenskommelse mellan Kriminalvården och Svenska Röda Korset", "agreement"),
        ("Samarbejdsaftale om KSP", "agreement"),
        ("Polismyndighetens strategi för arbete i utsatta områden", "strategy"),
        ("Handlingsplan mot återfall enligt överenskommelsen", "action_plan"),
        ("Guide til myndighedssamarbejde om varetægtsarrestanter", "guide"),
        ("Vejledning om udgang", "guide"),
        ("Rutin vid frigivning", "guide"),
        ("Informationshæfte til samarbejdspartnere", "booklet"),
        ("Informationshäfte för nyanställda", "booklet"),
        ("Kontaktlista för samverkan", "contact_list"),
        ("Fælles kontaktliste", "contact_list"),
        ("Bekendtgørelse om udgang til indsatte", "regulation"),
        ("Mötesanteckningar referensgrupp", "minutes"),
        ("Notat om transport", "memo"),
        ("Häktets bibliotek", "other"),
        ("Rutinmässiga besök", "other"),
    ],
)
def test_words_of_the_title_give_the_type(title: str, kind: str) -> None:
    """Plain words in the title say what kind of paper it is; other titles leave it open."""
    assert document_type_of(document(heading(title)), title, "a.pdf") == kind


def test_dated_web_page_is_news() -> None:
    """A web page with a date right under its heading reports, whatever its title names."""
    page = document(heading("Ny överenskommelse"), paragraph("12 mars 2024"), paragraph("Text."), media_type=media.HTML)
    assert document_type_of(page, "Ny överenskommelse", "a.html") == "news"


def test_text_that_quotes_people_is_news() -> None:
    """A text in which people are quoted twice is news."""
    quotes = [paragraph(f"– Det är bra, säger {name}.") for name in ("chefen", "samordnaren")]
    assert document_type_of(document(*quotes, media_type=media.TEXT), "Ny överenskommelse", "a.txt") == "news"


def test_mail_is_mail() -> None:
    """A mail about an agreement is a mail."""
    assert document_type_of(document(media_type=media.MAIL), "Avtal", "a.eml") == "mail"


def test_organisations_are_named_as_they_are_called() -> None:
    """Genitives and short forms give the canonical name, each once, in order of appearance."""
    text = "Kriminalvårdens och Röda Korsets besök; Kriminalvården och Polismyndighetens regioner"
    assert list(organisations_in(text)) == ["Kriminalvården", "Svenska Röda Korset", "Polismyndigheten"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Avtal mellan Älvbacka kommun och Kalmar kommuns skolor", ["Älvbacka kommun", "Kalmar kommun"]),
        ("Aftale med Søndervang Kommune", ["Søndervang Kommune"]),
        ("Varje kommun och Denna kommun", []),
        ("Hvis kommunen har en plan", []),
        ("Göteborgs stad deltar", ["Göteborgs Stad"]),
        ("Länsstyrelsen i Skåne län", ["Länsstyrelsen i Skåne län"]),
    ],
)
def test_municipalities_are_found(text: str, names: list[str]) -> None:
    """Named municipalities are found, unnamed ones are not."""
    assert list(organisations_in(text)) == names


def test_only_the_first_page_names_organisations() -> None:
    """An agency that is mentioned far inside does not stand behind the paper."""
    blocks = [paragraph("Kriminalvården svarar för detta. " * 100), paragraph("Migrationsverket nämns.")]
    assert organisations_of(document(*blocks), "Avtal") == ("Kriminalvården",)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Överenskommelsen gäller från och med 14 december 2020.", date(2020, 12, 14), None),
        ("Aftalen træder i kraft den 1. maj 2024 og ophører den 30. april 2026.", date(2024, 5, 1), date(2026, 4, 30)),
        ("Aftalen gælder til og med den 30. april 2026.", None, date(2026, 4, 30)),
        ("Aftalen gælder indtil den 28. februar 2027.", None, date(2027, 2, 28)),
        (
            "Överenskommelsen anger ramarna. Den gäller från och med den 1 september 2023 i tre år.",
            date(2023, 9, 1),
            date(2026, 8, 31),
        ),
        ("Gäller från och med 2018-08-31", date(2018, 8, 31), None),
        ("Gäller från | 2024-06-01", date(2024, 6, 1), None),
        ("Denna överenskommelse upphör att gälla den 31 mars 2019.", None, date(2019, 3, 31)),
        ("Lagen gäller från och med 1 januari 2019.", None, None),
        ("Mötet hölls den 1 maj 2024.", None, None),
        ("Gäller från och med 31 februari 2020.", None, None),
    ],
)
def test_plain_statements_of_validity_are_read(text: str, start: date | None, end: date | None) -> None:
    """Dates are taken from plain statements about the paper itself, and never left to imagination."""
    found = validity_of(text)
    assert (found.valid_from, found.valid_to, found.status) == (start, end, "unknown")


def test_end_before_the_beginning_is_not_believed() -> None:
    """An end that lies before the beginning belongs to something else."""
    found = validity_of("Avtalet gäller från och med 2020-01-01. Det förra: Gäller till och med 2019-12-31.")
    assert (found.valid_from, found.valid_to) == (date(2020, 1, 1), None)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Denna överenskommelse har upphört att gälla.", "expired"),
        ("Aftalen er erstattet af en ny aftale.", "superseded"),
        ("Överenskommelsen följs upp varje år.", "unknown"),
    ],
)
def test_status_is_said_only_if_the_text_says_it(text: str, status: str) -> None:
    """A paper counts as ended or replaced when it says so itself."""
    assert validity_of(text).status == status
