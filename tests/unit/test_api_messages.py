import re
from dataclasses import fields
from typing import get_args

import pytest

from api.messages import EXAMPLE_QUESTIONS, MESSAGES, UI_LANGUAGES, UI_NAMES, Messages, choose_language
from search.document import DocumentType, Language, ValidityStatus

NAMES = [field.name for field in fields(Messages)]


def texts(name: str, language: str) -> list[str]:
    value = getattr(MESSAGES[language], name)  # type: ignore[index]
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, tuple) else [value]


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_missing(name: str) -> None:
    """Every message has words in every language."""
    for language in UI_LANGUAGES:
        assert all(text.strip() for text in texts(name, language))


@pytest.mark.parametrize("name", NAMES)
def test_languages_have_the_same_placeholders(name: str) -> None:
    """A message is filled with the same values in every language."""
    swedish = [placeholders(text) for text in texts(name, "sv")]
    for language in ("da", "en"):
        found = [placeholders(text) for text in texts(name, language)]
        assert found == swedish


def test_languages_are_translated() -> None:
    """English shares no sentence with Swedish, which would be a forgotten translation."""
    sentences = [
        (name, text) for name in NAMES for text in texts(name, "sv") if " " in re.sub(r"{\w+}|–", "", text).strip()
    ]
    assert [name for name, text in sentences if text in texts(name, "en")] == []


@pytest.mark.parametrize("language", UI_LANGUAGES)
def test_every_coded_value_has_a_word(language: str) -> None:
    """No code such as in_force reaches a reader."""
    messages = MESSAGES[language]  # type: ignore[index]
    assert set(messages.languages) == set(get_args(Language))
    assert set(messages.document_types) == set(get_args(DocumentType))
    assert set(messages.validity) == set(get_args(ValidityStatus))
    assert len(messages.months) == 12


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
