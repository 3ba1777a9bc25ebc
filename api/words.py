"""The words of the pages in Swedish, Danish and English: gettext catalogues, dates, and which language a reader gets.

Knows gettext and how each language writes a day or a number; must not know which page says what. English is the
language of the source, so it has no catalogue; `api/locale/*.po` are read at start, there is no build step.
"""

import io
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Literal, get_args

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

UiLanguage = Literal["sv", "da", "en"]
UI_LANGUAGES: tuple[UiLanguage, ...] = get_args(UiLanguage)
UI_NAMES: dict[UiLanguage, str] = {"sv": "Svenska", "da": "Dansk", "en": "English"}

LOCALE_FOLDER = Path(__file__).parent / "locale"
_REGIONS: dict[UiLanguage, str] = {"sv": "sv_SE", "da": "da_DK", "en": "en_GB"}
"""Source: "en" alone writes March 1, 2024."""


def N_(message: str) -> str:  # noqa: N802 - the name that extraction tools know
    """Mark a message for the catalogues where it is not said yet."""
    return message


# a page of results says forty numbers and days, mostly the same ones: 0.1 ms each the first time
@lru_cache(maxsize=4096)
def _day_words(day: date, region: str) -> str:
    return format_date(day, "long", locale=region)


@lru_cache(maxsize=4096)
def _number_words(number: int, region: str) -> str:
    return format_decimal(number, locale=region)


class Words:
    """What a page says in one language; placeholders are %(name)s, and a lone per cent sign is written %%."""

    def __init__(self, language: UiLanguage, translations: NullTranslations) -> None:
        self.language = language
        self.translations = translations

    def gettext(self, message: str, **values: object) -> str:
        """Return a message with its values."""
        return self.translations.gettext(message) % values

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """Return the form of a message for a count, which is %(count)s in it."""
        return self.translations.ngettext(one, many, count) % {"count": self.number(count), **values}

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """Return a message that means different things in different places."""
        return self.translations.pgettext(context, message) % values

    def day(self, day: date) -> str:
        """Return a day with the month in words."""
        return _day_words(day, _REGIONS[self.language])

    def number(self, number: int) -> str:
        """Return a whole number with its thousands apart."""
        return _number_words(number, _REGIONS[self.language])

    def decimal(self, number: float) -> str:
        """Return a number with one decimal place."""
        return f"{number:.1f}" if self.language == "en" else f"{number:.1f}".replace(".", ",")

    def first_capital(self, text: str) -> str:
        """Return a text with a capital at its beginning, the rest as it is."""
        return text[:1].upper() + text[1:]


ENGLISH = Words("en", NullTranslations())


def load_words() -> Mapping[UiLanguage, Words]:
    """Read the catalogues."""
    return {language: Words(language, _translations(language)) for language in UI_LANGUAGES}


def _translations(language: UiLanguage) -> NullTranslations:
    if language == ENGLISH.language:
        return ENGLISH.translations
    compiled = io.BytesIO()
    with (LOCALE_FOLDER / f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def choose_language(asked: str | None, accept_language: str) -> UiLanguage:
    """Return the interface language: the one asked for, else the best the browser accepts, else Swedish.

    Args:
        asked: the `ui` parameter.
        accept_language: the header; Norwegian readers get Danish.
    """
    near: dict[str, UiLanguage] = {"sv": "sv", "da": "da", "en": "en", "nb": "da", "nn": "da", "no": "da"}
    if asked in UI_LANGUAGES:
        return near[str(asked)]
    return next((near[tag] for tag in _by_preference(accept_language) if tag in near), "sv")


def _by_preference(header: str) -> list[str]:
    weighed: list[tuple[float, int, str]] = []
    for position, entry in enumerate(header[:1_000].split(",")):
        tag, _, parameters = entry.partition(";")
        weight = _quality(parameters)
        if weight > 0:
            weighed.append((-weight, position, tag.strip().lower().split("-")[0]))
    return [tag for _, _, tag in sorted(weighed)]


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
