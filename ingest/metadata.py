"""What is known about a document as a whole: title, type, organisations.

Knows a few plain rules over cleaned blocks; what they cannot tell stays unknown rather than guessed.
"""

import itertools
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import cast

from ingest import media
from ingest.organisation import organisations_in
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.pattern import DATE_LINE
from search.document import DocumentType

_TITLE_MAX_CHARS = 250
_TITLE_MIN_CHARS = 4
_BAD_TITLE = re.compile(
    r"\.(?:docx?|indd|pdf|odt|rtf|pptx?|xlsx?|html?|dotx?|pub)\b|^(?:microsoft word|untitled|namnlös|unavngivet|"
    r"doc?[kc]ument ?\d*$|presentation ?\d*$|powerpoint|layout \d|mall\b|skabelon\b|template\b|\(?anonymous\)?)",
    re.IGNORECASE,
)
_FIRST_PAGE_CHARS = 2500
_FIRST_NUMBER = re.compile(r"1\.?\s+[^\W\d]")
_NEXT_NUMBER = re.compile(r"(?:2|1\.1)\.?\s+[^\W\d]")
_SERIES = re.compile(
    r"(?:[^\W\d]+ ){0,4}(?:författningssamling|lovtidende|ministerialtidende|utredningar|skriftserie|rapportserie)"
    r"(?: [A-C])?$",
    re.IGNORECASE,
)
"""The series that a paper came out in is printed above its title."""
_TITLE_WORD_SHARE = 0.6
_MAX_ORGANISATIONS = 12

_TYPE_WORDS: tuple[tuple[DocumentType, str], ...] = (
    ("contact_list", r"kontaktlist\w*|kontaktpersoner\b|kontaktoversigt\w*|kontaktuppgifter\b|contact list"),
    ("booklet", r"(?:informations)?h[äæ]fte[tn]?\b|\bbroschyr\w*|\bpjece\w*|\bfolder\w*|\bbooklet"),
    ("action_plan", r"handlingsplan\w*|handleplan\w*|åtgärdsplan\w*|\baction plan"),
    (
        "agreement",
        (
            r"överenskommelse\w*|avtal(?:et)?\b|aftale(?:n|r)?\b|\bagreement|memorandum of understanding|"
            r"avsiktsförklaring\w*"
        ),
    ),
    (
        "regulation",
        (
            r"föreskrift\w*|författningssamling|\bförordning\w*|\blag(?:en)? \(\d{4}|bekendtgørelse\w*|"
            r"\blov(?:en)? (?:om|nr)|cirkulære\w*|kommittédirektiv\w*"
        ),
    ),
    ("strategy", r"strategi(?:n|en|er|erna|erne)?\b|\bstrategy"),
    (
        "guide",
        (
            r"\bguiden?s?\b|vejledning\w*|vägledning\w*|\brutin(?:en|er|erna)?\b|handbok\w*|håndbog\w*|\bmanual\w*|"
            r"\binstruktion\w*|retningslinje\w*|riktlinje\w*"
        ),
    ),
    ("minutes", r"mötesanteckning\w*|\bprotokoll\b|mødereferat\w*|\breferat\b|\bminutes\b|dagsorden\w*"),
    (
        "news",
        r"pressmeddelande\w*|pressemeddelelse\w*|\bnyhet(?:er|sbrev)?\b|\bnyhed(?:er|sbrev)?\b|press release",
    ),
    ("memo", r"\bpromemoria\w*|\bpm\b|\bnotat\w*|\bmemo\b"),
)
_TYPES = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _TYPE_WORDS), re.IGNORECASE)
_SPEECH = re.compile(
    r"^[–—”“\"].*\b(?:säger|siger|udtaler|berättar|fortæller|förklarar|forklarer|fortsätter|fo[rt]{1,2}sætter)\b",
    re.DOTALL,
)
_TITLE_TEMPLATES = frozenset({media.PDF, media.DOCX, media.ODT, media.PPTX, media.XLSX})
"""Formats whose title field is often left over from the file that a paper was made from."""
_NEWS_KINDS = frozenset({media.HTML, media.TEXT})


def title_of(document: ParsedDocument, name: str) -> str:
    """Return the format's own title if it can be trusted, else the first highest heading, else the file name."""
    own = document.title or ""
    heading = _first_heading(document.blocks)
    if document.media_type == media.HTML and heading:
        return heading
    if _is_sane(own) and (document.media_type not in _TITLE_TEMPLATES or _is_on_first_page(own, document.blocks)):
        return own
    return heading or _from_name(name)


def _is_sane(title: str) -> bool:
    return (
        " " in title
        and _TITLE_MIN_CHARS <= len(title) <= _TITLE_MAX_CHARS
        and not _BAD_TITLE.search(title)
        and any(c.isalpha() for c in title)
    )


def _is_on_first_page(title: str, blocks: Sequence[ParsedBlock]) -> bool:
    """Tell whether most words of a title field are printed at the start; left-over titles of templates are not."""
    printed = set(re.findall(r"\w+", first_page(blocks).lower()))
    words = re.findall(r"\w+", title.lower())
    return bool(words) and sum(1 for word in words if word in printed) >= _TITLE_WORD_SHARE * len(words)


def _first_heading(blocks: Sequence[ParsedBlock]) -> str | None:
    early = [block for block in blocks if block.kind == "heading" and (block.page or 1) <= 2][:20]  # noqa: PLR2004 - a cover may come first
    if not early:
        return None
    named = list(itertools.takewhile(lambda block: not _is_first_section(block, early), early))
    if not named:
        return None
    papers = [block for block in named if not _SERIES.match(block.text)] or named
    best = min(papers, key=lambda block: block.level)
    return " ".join(best.text.split())[:_TITLE_MAX_CHARS].rstrip(" ;,")


def _is_first_section(block: ParsedBlock, headings: Sequence[ParsedBlock]) -> bool:
    """Tell whether a heading is the first of numbered sections, which no paper is called by ("1 Inledning")."""
    if not _FIRST_NUMBER.match(block.text):
        return False
    return any(_NEXT_NUMBER.match(other.text) for other in headings)


def _from_name(name: str) -> str:
    return re.sub(r"[_\s]+", " ", PurePath(name).stem).strip() or name


def first_page(blocks: Sequence[ParsedBlock]) -> str:
    """Return the text that a reader sees first: page 1, or the first lines where there are no pages."""
    texts: list[str] = []
    for block in blocks:
        if (block.page or 1) > 1 or sum(map(len, texts)) > _FIRST_PAGE_CHARS:
            break
        texts.append(block.text)
    return "\n".join(texts)[: 2 * _FIRST_PAGE_CHARS]


def document_type_of(document: ParsedDocument, title: str, name: str) -> DocumentType:
    """Return the type by the words of the title, then of the file name; news pages by how they are built."""
    if document.media_type in {media.MAIL, media.OUTLOOK}:
        return "mail"
    if document.media_type in _NEWS_KINDS and _is_news(document):
        return "news"
    return _type_in(title) or _type_in(PurePath(name).stem.replace("_", " ").replace("-", " ")) or "other"


def _type_in(text: str) -> DocumentType | None:
    match = _TYPES.search(text)
    return cast("DocumentType", match.lastgroup) if match else None


def _is_news(document: ParsedDocument) -> bool:
    """Tell whether a page reports: dated right under its heading, marked as an article, or quoting people twice."""
    if document.metadata.get("og:type") == "article":
        return True
    if sum(1 for block in document.blocks if _SPEECH.match(block.text)) > 1:
        return True
    top = [block for block in document.blocks if block.kind in {"heading", "paragraph"}][:3]
    return any(DATE_LINE.match(block.text) for block in top)


def organisations_of(document: ParsedDocument, title: str) -> tuple[str, ...]:
    """Return the organisations named in the title, then on the first page, in canonical spelling."""
    text = f"{title}\n{first_page(document.blocks)}"
    return tuple(organisations_in(text))[:_MAX_ORGANISATIONS]
