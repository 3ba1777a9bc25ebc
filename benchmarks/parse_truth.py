"""How right a parser is on papers whose truth is known: words, pages and headings.

Knows the made papers of the golden tests, where each sentence's page and headings are written down; must not know any
parser. All parsers are judged by the same Markdown and texts of pages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.golden import pdf_made_files, pdf_structure_files
from tests.golden.pdf_made_files import Made, Place


@dataclass(frozen=True, slots=True)
class Right:
    """Shares of the known sentences, 0 to 1: found whole, found on their page, found under their headings."""

    words: float
    pages: float
    headings: float


def papers() -> dict[str, Made]:
    """Return the made papers that need no text recognition."""
    return {
        "columns": pdf_made_files.columns(by_line=False),
        "columns-by-line": pdf_made_files.columns(by_line=True),
        "levels": pdf_made_files.levels(),
        "clauses": pdf_made_files.clauses(),
        "running": pdf_made_files.running_lines(),
        "tables": pdf_made_files.tables(),
        "notes": pdf_made_files.notes(),
        "letters": pdf_made_files.letters(),
        "turned": pdf_made_files.turned(),
        "contents": pdf_structure_files.contents(),
        "bookmarks": pdf_structure_files.bookmarks(),
        "parts": pdf_structure_files.parts(),
        "split-tables": pdf_structure_files.split_tables(),
        "charts": pdf_structure_files.charts(),
        "sources": pdf_structure_files.sources(),
    }


def judge(answers: Sequence[tuple[Made, str, Sequence[str]]]) -> Right:
    """Judge what a parser made of papers.

    Args:
        answers: paper, Markdown of the whole, text of each page (none where the parser does not tell pages).
    """
    checks = [check for made, markdown, pages in answers for check in _checks(made, markdown, pages)]
    shares = [sum(check[at] for check in checks) / len(checks) for at in range(3)]
    return Right(*(round(share, 3) for share in shares))


def _checks(made: Made, markdown: str, pages: Sequence[str]) -> Iterator[tuple[bool, bool, bool]]:
    sections = list(_sections(markdown))
    held = [_plain(page) for page in pages]
    for place in made.places:
        words = _plain(place.words)
        under = [path for path, text in sections if words in text]
        on_page = len(held) >= place.page and words in held[place.page - 1]
        yield bool(under) or words in _plain(markdown), on_page, any(_ends_with(path, place) for path in under)


def _ends_with(path: Sequence[str], place: Place) -> bool:
    """Tell whether headings end with those that a reader would give; a title above them does no harm."""
    wanted = [_plain(heading) for heading in place.section]
    return list(path[-len(wanted) :]) == wanted if wanted else not path


def _sections(markdown: str) -> Iterator[tuple[list[str], str]]:
    """Yield (headings, text) of a Markdown text."""
    path: list[tuple[int, str]] = []
    text: list[str] = []
    for line in markdown.split("\n"):
        heading = re.match(r"^(#{1,6}) +(.+)$", line)
        if heading is None:
            text.append(line)
            continue
        yield [name for _, name in path], _plain("\n".join(text))
        text = []
        path = [*(part for part in path if part[0] < len(heading[1])), (len(heading[1]), _plain(heading[2]))]
    yield [name for _, name in path], _plain("\n".join(text))


def _plain(text: str) -> str:
    """Return letters and figures parted by single blanks, so that signs of markup and of tables do not count."""
    return " ".join(re.sub(r"[\W_]+", " ", text).casefold().split())
