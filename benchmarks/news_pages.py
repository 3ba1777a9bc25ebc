"""Short web pages as agencies publish news, made of the text of given web pages: three to five passages each.

Knows how such pages are built: menu, way marks, notice on cookies, lead, body, contact box, links, footer. Half of them
mark their main part (`main`), half are built of boxes alone, for which a reader must find out what the content is.
"""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.limits import Limits
from ingest.parse import parse

_PARAGRAPH_WORDS = 45
_PAGE_WORDS = 300
"""Three to five passages. Source: 22 of 45 public pages have 170 to 570 words and one to six passages."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖÆØ])")
_MENU = ("Start", "Om oss", "Nyheter", "Samarbete", "Avtal", "Publikationer", "Press", "Lediga jobb", "Kontakt")
_LINKS = tuple(f"Nyhet {number} om samarbetet mellan myndigheterna" for number in range(1, 7))
_COOKIES = "Vi använder kakor för att webbplatsen ska fungera. Läs mer om kakor."
_FOOTER = "Myndigheten för exempel, Box 100, 100 00 Exempelstad"
_CONTACT = "<h2>Presskontakt</h2><p>Telefon: 08-465 004 01</p><p>E-post: press@example.se</p>"
"""Numbers and domains that belong to nobody. Source: PTS, "Telefonnummer för användning i böcker och filmer"."""


def news_pages(files: Sequence[Path], folder: Path) -> list[Path]:
    """Write as many pages as the text of the files gives into a folder, no sentence twice; return their paths."""
    folder.mkdir(parents=True)
    paths = []
    for number, paragraphs in enumerate(_pages(files)):
        body = _with_landmarks(paragraphs) if number % 2 else _of_boxes(paragraphs)
        title = html.escape(_title(paragraphs))
        head = f'<meta charset="utf-8"><title>{title}</title><meta property="og:type" content="article">'
        paths.append(folder / f"nyhet-{number:04}.html")
        paths[-1].write_text(
            f'<!DOCTYPE html>\n<html lang="sv"><head>{head}</head>\n<body>{body}</body></html>', encoding="utf-8"
        )
    return paths


def _pages(files: Sequence[Path]) -> Iterator[list[str]]:
    """Yield the paragraphs of one page after the other; a page has text of one file."""
    for path in files:
        page: list[str] = []
        words = 0
        for paragraph in _paragraphs(path):
            page.append(paragraph)
            words += len(paragraph.split())
            if words >= _PAGE_WORDS:
                yield page
                page, words = [], 0


def _paragraphs(path: Path) -> Iterator[str]:
    """Yield the sentences of a file, as many together as make a paragraph of a news page."""
    held: list[str] = []
    for block in parse(path.read_bytes(), path.name, Limits()).blocks:
        if block.kind != "paragraph":
            continue
        for sentence in _SENTENCE_END.split(block.text):
            held.append(sentence)
            if sum(len(each.split()) for each in held) >= _PARAGRAPH_WORDS:
                yield " ".join(held)
                held = []


def _title(paragraphs: Sequence[str]) -> str:
    return " ".join(paragraphs[0].split()[:7]).rstrip(".,:;")


def _with_landmarks(paragraphs: Sequence[str]) -> str:
    """Return the body of a page that says which part is what."""
    return (
        f'<div class="cookie-banner"><p>{_COOKIES}</p><button>Godkänn</button></div>'
        f'<header class="site-header"><nav>{_list(_MENU)}</nav></header>'
        f'<ol class="breadcrumb"><li><a href="/">Start</a></li><li>Nyheter</li></ol>'
        f"<main><article>{_article(paragraphs)}</article><aside>{_CONTACT}</aside></main>"
        f'<section class="related"><h2>Fler nyheter</h2>{_list(_LINKS)}</section>'
        f"<footer><p>{_FOOTER}</p>{_list(_MENU)}</footer>"
    )


def _of_boxes(paragraphs: Sequence[str]) -> str:
    """Return the body of a page of boxes, told apart by the names of their classes alone."""
    return (
        f'<div class="top"><div class="menu">{_list(_MENU)}</div></div>'
        f'<div class="cookie-notice"><p>{_COOKIES}</p></div>'
        f'<div class="columns"><div class="text">{_article(paragraphs)}</div><div class="box">{_CONTACT}</div></div>'
        f'<div class="related"><h2>Fler nyheter</h2>{_list(_LINKS)}</div>'
        f'<div class="site-footer"><p>{_FOOTER}</p>{_list(_MENU)}</div>'
    )


def _article(paragraphs: Sequence[str]) -> str:
    lead, *others = (f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs)
    middle = len(others) // 2
    halves = "".join(others[:middle]), "".join(others[middle:])
    return f"<h1>{html.escape(_title(paragraphs))}</h1>\n<div>{lead}</div>{halves[0]}<h2>Bakgrund</h2>\n{halves[1]}"


def _list(names: Sequence[str]) -> str:
    return "<ul>" + "".join(f'<li><a href="/{number}">{name}</a></li>' for number, name in enumerate(names)) + "</ul>"
