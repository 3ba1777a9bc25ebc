import re
from collections.abc import Iterator
from typing import get_args

import pytest
from babel.messages.catalog import Catalog, Message

from api.labels import DOCUMENT_TYPES, EXAMPLE_QUESTIONS, LANGUAGES, VALIDITY
from api.words import UI_LANGUAGES, UI_NAMES, choose_language, load_words
from search.document import DocumentType, Language, ValidityStatus
from tools import translations

SAME_IN_BOTH = {"%(question)s – %(hits)s", "%(term)s (for %(source)s)"}


def messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def forms(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_catalogue_holds_what_the_pages_say_and_nothing_else(language: str) -> None:
    """A new text without its translation fails here, and so does a translation that nobody says any more."""
    said = {(message.id, message.context) for message in messages(translations.extracted())}
    held = {(message.id, message.context) for message in messages(translations.held(language))}
    assert (sorted(map(str, said - held)), sorted(map(str, held - said))) == ([], [])


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_text_is_missing(language: str) -> None:
    """Every message has words in every form, none is a guess, and none is the English text again."""
    for message in messages(translations.held(language)):
        assert all(form.strip() for form in forms(message.string)), message.id
        assert not message.fuzzy, message.id
        if " " in re.sub(r"%\(\w+\)s|–", "", forms(message.id)[0]).strip():
            assert forms(message.string)[0] not in forms(message.id) or forms(message.id)[0] in SAME_IN_BOTH


@pytest.mark.parametrize(("language", "foreign"), [("sv", "æø"), ("da", "äö")])
def test_no_text_is_in_the_neighbours_language(language: str, foreign: str) -> None:
    """The other language's letters stand in no text, but in a name that the English text has too."""
    for message in messages(translations.held(language)):
        names = set(forms(message.id)[0].split())
        words = [word for form in forms(message.string) for word in form.split() if word not in names]
        assert not [word for word in words if set(foreign) & set(word.lower())], message.id


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_languages_have_the_same_placeholders(language: str) -> None:
    """A message is filled with the same values in every language."""
    for message in messages(translations.held(language)):
        wanted = set(re.findall(r"%\(\w+\)s", forms(message.id)[-1]))
        assert all(set(re.findall(r"%\(\w+\)s", form)) == wanted for form in forms(message.string)), message.id


def test_every_coded_value_has_a_word() -> None:
    """No code such as in_force reaches a reader."""
    assert set(LANGUAGES) == set(get_args(Language))
    assert set(DOCUMENT_TYPES) == set(get_args(DocumentType))
    assert set(VALIDITY) == set(get_args(ValidityStatus))


def test_counts_have_their_own_forms_and_numbers_their_own_marks() -> None:
    """One is singular, and thousands are parted as the language parts them."""
    told = {
        language: [words.ngettext("%(count)s result", "%(count)s results", count) for count in (1, 2, 12_345)]
        for language, words in load_words().items()
    }
    assert told == {
        "sv": ["1 träff", "2 träffar", "12\xa0345 träffar"],
        "da": ["1 resultat", "2 resultater", "12.345 resultater"],
        "en": ["1 result", "2 results", "12,345 results"],
    }


def test_there_is_an_example_question_in_each_language() -> None:
    """Each reader meets a question in their own language."""
    assert [code for code, _ in EXAMPLE_QUESTIONS] == list(UI_LANGUAGES) == list(UI_NAMES)


@pytest.mark.parametrize(
    ("asked", "header", "chosen"),
    [
        ("da", "sv", "da"),
        (None, "da-DK,da;q=0.9,en;q=0.8", "da"),
        (None, "en;q=0.5, sv;q=0.9", "sv"),
        (None, "nb-NO,nb;q=0.9", "da"),
        (None, "fi", "sv"),
        (None, "", "sv"),
        ("xx", "en", "en"),
        (None, "da;q=0, en", "en"),
        (None, "da;q=much, en", "en"),
        ("<script>", "," * 5000, "sv"),
    ],
)
def test_language_is_asked_for_else_negotiated_else_swedish(asked: str | None, header: str, chosen: str) -> None:
    """The parameter wins over the browser, the browser over the default."""
    assert choose_language(asked, header) == chosen
