"""The answer's own words around the quotes, in the question's language.

Knows wording. Must not know how quotes are chosen.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

from search.document import Language
from search.result import Quote

T = TypeVar("T")

_FRAME = {
    "sv": ("Enligt {title}{where}: {quote}", ", s. {page}"),
    "da": ("Ifølge {title}{where}: {quote}", ", s. {page}"),
    "en": ("According to {title}{where}: {quote}", ", p. {page}"),
}
_NOT_FOUND = {
    "sv": "Det står inte i de dokument som finns här.",
    "da": "Det står ikke i de dokumenter, der findes her.",
    "en": "The documents held here do not say.",
}
_NO_CONTACT = {
    "sv": "Ingen namngiven kontakt anges, men saken nämns.",
    "da": "Ingen navngiven kontakt er angivet, men emnet er nævnt.",
    "en": "No named contact is stated, but the subject is named.",
}
_SEARCHED = {
    "sv": "Sökt efter: {words}.",
    "da": "Søgt efter: {words}.",
    "en": "Searched for: {words}.",
}
_TERM_BANK = {
    "sv": "Termbanken: {term} – {definition}",
    "da": "Termbanken: {term} – {definition}",
    "en": "Term bank: {term} – {definition}",
}
_BETWEEN = " […] "


def framed(quotes: Sequence[Quote], language: Language) -> str:
    """Return quotes with where each stands; those of one page share their frame."""
    return "\n".join(_framed(quotes, _in(language, _FRAME)))


def not_found(words: Sequence[str], language: Language) -> str:
    """Return that the documents do not say, and what was looked for."""
    said = _in(language, _NOT_FOUND)
    return f"{said} {_in(language, _SEARCHED).format(words=', '.join(words))}" if words else said


def no_contact(language: Language) -> str:
    """Return that the papers give no contact for what they name."""
    return _in(language, _NO_CONTACT)


def from_term_bank(term: str, definition: str, language: Language) -> str:
    """Return a definition of the term bank, marked as such."""
    return _in(language, _TERM_BANK).format(term=term, definition=definition)


def _framed(quotes: Sequence[Quote], words: tuple[str, str]) -> Iterator[str]:
    frame, where = words
    for (_, title, page), group in groupby(quotes, key=lambda quote: (quote.document_id, quote.title, quote.page)):
        place = where.format(page=page) if page else ""
        yield frame.format(title=title, where=place, quote=_BETWEEN.join(quote.text for quote in group))


def _in(language: Language, texts: Mapping[str, T]) -> T:
    return texts.get(language, texts["en"])
