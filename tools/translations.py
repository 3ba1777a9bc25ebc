"""Brings `api/locale/*.po` up to what the pages say: new messages are added empty, those no longer said taken out.

Run as `python -m tools.translations` after a change of a text, then fill in what is empty; a test names it.
"""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).resolve().parents[1] / "api"
KEYWORDS = {
    "_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2),
}  # fmt: skip
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
NOISE = (
    '"Project-Id',
    '"Report-',
    '"POT-',
    '"PO-Rev',
    '"Last-',
    '"Language-Team',
    '"MIME',
    '"Content-Transfer',
    '"Gener',
)
LANGUAGES = ("sv", "da")
"""English is the language of the source."""


def extracted() -> Catalog:
    """Return every message that templates and code hold."""
    catalog = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(FOLDER, METHODS, OPTIONS, KEYWORDS):
        catalog.add(message, context=context)
    return catalog


def held(language: str) -> Catalog:
    """Return the catalogue of a language."""
    with (FOLDER / "locale" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def write(catalog: Catalog, language: str) -> None:
    """Write the catalogue of a language, with the header lines that a reader needs."""
    written = io.BytesIO()
    write_po(written, catalog, sort_output=True, no_location=True, width=118)
    lines = written.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(NOISE)]
    (FOLDER / "locale" / f"{language}.po").write_text("".join(kept), encoding="utf-8")


def main() -> None:
    """Rewrite the catalogues and report what is empty."""
    template = extracted()
    for language in LANGUAGES:
        catalog = held(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(catalog, language)
        empty = [message.id for message in catalog if message.id and not message.string]
        print(f"{language}: {len(catalog)} messages, empty: {empty}")


if __name__ == "__main__":
    main()
