import pytest

from ingest.language import block_language, document_language
from ingest.parsed import ParsedBlock

SWEDISH = "Kriminalvården och Polismyndigheten fördjupar sin samverkan på nationell nivå genom en ny överenskommelse. "
DANISH = "Et styrket samarbejde med andre myndigheder skal skabe bedre forløb for de indsatte i landets fængsler. "
ENGLISH = "The agencies deepen their cooperation at the national level through a new agreement on transport. "
GERMAN = "Die Behörden arbeiten bei der Beförderung von Gefangenen enger zusammen und stimmen sich regelmäßig ab. "
NORWEGIAN = (
    "Kriminalomsorgen og politiet samarbeider om overføring av innsatte, og ingen av etatene kan gjøre det alene. "
)


def paragraph(text: str) -> ParsedBlock:
    return ParsedBlock("paragraph", text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SWEDISH, "sv"),
        (DANISH, "da"),
        (ENGLISH, "en"),
        (SWEDISH * 5, "sv"),
        (DANISH * 5, "da"),
        (ENGLISH * 5, "en"),
        (GERMAN * 4, "und"),
        (NORWEGIAN * 5, "und"),
        ("12 34 56", "und"),
        ("", "und"),
    ],
)
def test_language_of_a_document(text: str, language: str) -> None:
    """Swedish, Danish and English are told apart; other languages are said to be other ones."""
    assert document_language([paragraph(text)], None) == language


def test_declared_language_counts_only_without_text() -> None:
    """What a file declares is believed where there is nothing to judge by, and not against its words."""
    assert document_language([paragraph("1 2 3")], "da-DK") == "da"
    assert document_language([paragraph(SWEDISH * 3)], "en") == "sv"


def test_paragraph_in_another_language_is_seen() -> None:
    """A paragraph in English within a Swedish paper is English."""
    assert block_language(paragraph(ENGLISH), "sv") == "en"


@pytest.mark.parametrize("text", ["IT", "3. Transporter", "HR och andra arbetsgivarfrågor", "Stockholm 2018-06-26"])
def test_short_block_is_in_the_documents_language(text: str) -> None:
    """A few words are too little to judge by."""
    assert block_language(paragraph(text), "da") == "da"


def test_table_of_names_is_in_the_documents_language() -> None:
    """Names and numbers do not make a language."""
    table = ParsedBlock("table", "Area | Name | Phone\nTransport | Kim Exempel | 08-465 004 17")
    assert block_language(table, "sv") == "sv"


def test_blocks_of_other_languages_are_not_guessed() -> None:
    """In a document of another language, blocks are not forced into one of the three."""
    assert block_language(paragraph(GERMAN), "und") == "und"
