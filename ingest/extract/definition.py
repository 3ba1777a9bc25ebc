"""What a paper says that a term or an abbreviation means.

Knows glossaries, sentences that define, and names followed by their abbreviation. Must not know the term bank: a paper
may define what the field has no word for.
"""

import re
from collections.abc import Iterator

from ingest.extract.paper import Paper, Section
from ingest.extract.sign import Sign
from search.document import Block
from search.records import Definition

_GLOSSARY = re.compile(
    r"^(?:ordlist[ae]n?|ordforklaring(?:er)?|ordförklaring(?:ar)?|begrepp(?:slista|"
    r"sförklaringar)?(?: och definitioner)?|"
    r"begreber|begrebsliste|definitioner(?: och begrepp)?|definitions?|glossary|förkortningar|forkortelser|"
    r"abbreviations|terminologi|terminology|centrala begrepp|begrepp och förkortningar|terms and definitions|"
    r"fagord|gloslist[ae])$",
    re.IGNORECASE,
)
_TERM_HEADS = re.compile(
    r"^(?:fagord|term|begrepp|begreb|ord|förkortning|forkortelse|abbreviation|word|uttryck|udtryk|benämning)$",
    re.IGNORECASE,
)
_TEXT_HEADS = re.compile(
    r"^(?:betydning|betydelse|förklaring|forklaring|definition|beskrivning|beskrivelse|meaning|explanation|description)$",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^[\s•–-]*(?P<term>[^\n:–|.;?!]{2,70}?)\s*(?::\s+|\s[–—-]\s)(?P<text>[^\n].{5,600})$", re.DOTALL)
_MEANT = re.compile(
    r"(?:^|(?<=[.!?] )|(?<=\. Stk\. \d\. )|(?<=§ \d\. )|(?<=§ \d\d\. ))(?:Med|Ved|Med begreppet|Med termen|"
    r"Ved begrebet|By|Under)\s+[\"”“»'’]?(?P<term>[^.\n:;?!\"”“«]{2,70}?)"
    r"[\"”“«'’]?\s+(?:menas|avses|förstås|forstås|menes|is meant|we mean)(?:\s+(?:här|i denn[ae] \w+|"
    r"i dett[ae] \w+|i disse \w+|her))*,?\s+"
    r"(?P<text>[^\n]{5,500}?)(?=(?<!\bt)(?<!\bf)(?<!\bbl)(?<!\bm)(?<!\bex)(?<!\bjf)(?<!\bstk)(?<!\bnr)[.!?](?:\s|$)|$)"
)
_LEADS_IN = re.compile(
    r"\b(?:avses med|menas med|förstås ved|forstås ved|is meant by|betyder|the following (?:terms|definitions))\s*:?$|"
    r"\b(?:följande (?:begrepp|definitioner)|følgende (?:begreber|definitioner))\b[^.\n]{0,40}:$",
    re.IGNORECASE,
)
_LAST_LETTERS = (":", "d", "D", "y", "Y", "r", "R", "s", "S")
"""Of what `_LEADS_IN` finds."""
_STANDS_FOR = re.compile(
    r"\b(?P<term>[A-ZÅÄÖÆØ][A-ZÅÄÖÆØa-zåäöæø]{0,2}[A-ZÅÄÖÆØ]{1,5})\s+(?:står för|står for|stands for|"
    r"är en förkortning (?:av|för)|er en forkortelse for|betyder)\s+"
    r"(?P<text>[^.\n;]{4,160})"
)
_SHORT = re.compile(
    r"\((?P<bracketed>[A-ZÅÄÖÆØ][A-Za-zÅÄÖÆØåäöæø-]{0,8}[A-ZÅÄÖÆØ]s?)\)|,\s(?P<bare>[A-ZÅÄÖÆØ]{2,6})(?=[.,;)]|$)"
)
_MAY_BE_SHORT = re.compile(r"[(,\0](?:(?<=\()[A-ZÅÄÖÆØ]|(?<=,)\s[A-ZÅÄÖÆØ]{2})")
"""How everything that `_SHORT` finds begins; for sets of three and more the engine has a table, which is faster."""
_CALLED = re.compile(
    r"\((?:nedan|härefter|fortsättningsvis|herefter|i det følgende|hereinafter|hereafter)(?: (?:kallad|kallat|"
    r"kallade|benämnd|benämnt|benævnt|kaldet|kaldt|referred to as|called|the))*[,:]?\s*"
    r"[\"”“»'’]?(?P<short>[^)\"”“«]{2,40}?)[\"”“«'’]?\)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'’/-]+")
_LONG_WORDS = 9
_LONG_CHARS = 200
_LEAST_PART = 3
"""Letters of the shortest part of a compound. A choice."""
_SMALL_WORDS = frozenset(
    [
        "och", "og", "and", "samt", "för", "for", "av", "af", "of", "i", "om", "på", "til", "till", "the", "den", "det",
        "en", "ett", "et", "de",
    ]
)  # fmt: skip
_NO_ABBREVIATION = frozenset(["EUR", "SEK", "DKK", "USD", "PDF", "HTML", "URL", "AB", "AS", "VD", "OK"])
_LONGEST_TERM = 70
_TERM_WORDS = 6
"""More words are a clause. A choice."""
_ARTICLE = re.compile(r"^(?:en|ett|et|a|an|the|den|det) (?=\w)", re.IGNORECASE)


def definitions_in(paper: Paper) -> list[Definition]:
    """Return what a paper defines, in order, each term once in each wording."""
    found: dict[tuple[str, str | None], Definition] = {}
    for each in (*_glossaries(paper), *_in_blocks(paper)):
        found.setdefault((each.term.casefold(), (each.abbreviation or "").casefold()), each)
    return sorted(found.values(), key=lambda each: each.span.start)


def _glossaries(paper: Paper) -> Iterator[Definition]:
    for section in paper.sections():
        if _GLOSSARY.match(section.title):
            yield from _entries(paper, section)
    for block in paper.blocks:
        if block.kind == "table":
            yield from _rows(paper, block)


def _entries(paper: Paper, section: Section) -> Iterator[Definition]:
    for block in section.own:
        if block.kind in {"list_item", "paragraph"}:
            yield from _entry(paper, block)


def _entry(paper: Paper, block: Block) -> Iterator[Definition]:
    match = _ENTRY.match(block.text)
    if match and len(match["term"].split()) <= _TERM_WORDS:
        text = match["text"].strip()
        begin = block.start + match.start("term")
        end = block.start + match.start("text") + len(match["text"].rstrip())
        yield Definition(match["term"].strip(), paper.span(begin, end), text=text, language=block.language)


def _rows(paper: Paper, block: Block) -> Iterator[Definition]:
    """Yield the rows of a table whose first row says that it explains words."""
    lines = block.text.split("\n")
    heads = [cell.strip() for cell in lines[0].split(" | ")]
    if len(heads) < 2 or not _TERM_HEADS.match(heads[0]):  # noqa: PLR2004 - a term and its text
        return
    column = next((i for i, head in enumerate(heads) if i and _TEXT_HEADS.match(head)), None)
    if column is None:
        return
    start = block.start
    for number, line in enumerate(lines):
        cells = [cell.strip() for cell in line.split(" | ")]
        if number and len(cells) > column and cells[0] and cells[column] and len(cells[0]) <= _LONGEST_TERM:
            span = paper.span(start, start + len(line))
            yield Definition(cells[0], span, text=cells[column], language=block.language)
        start += len(line) + 1


def _in_blocks(paper: Paper) -> Iterator[Definition]:
    lead_in = False
    shortened = paper.blocks_at(match.start() for match in _MAY_BE_SHORT.finditer(paper.text))
    for position, (block, signs) in enumerate(zip(paper.blocks, paper.signs, strict=True)):
        if block.kind == "list_item" and lead_in:
            yield from _entry(paper, block)
            continue
        lead_in = block.kind != "heading" and _leads_in(block.text)
        is_signed = signs & (Sign.MEANT | Sign.STANDS_FOR) or position in shortened
        if is_signed and block.kind in {"paragraph", "list_item", "note"}:
            if signs & (Sign.MEANT | Sign.STANDS_FOR):
                yield from _sentences(paper, block)
            if position in shortened:
                yield from _abbreviated(paper, block)


def _leads_in(text: str) -> bool:
    """Tell whether a block ends with words that announce definitions: with a colon, or with one of a few words."""
    if not (text.endswith(_LAST_LETTERS) or text[-1:].isspace()):
        return False
    end = text[-80:].rstrip()
    return end.endswith(_LAST_LETTERS) and _LEADS_IN.search(end) is not None


def _sentences(paper: Paper, block: Block) -> Iterator[Definition]:
    text = block.text
    if any(sign in text for sign in ("menas", "avses", "förstås", "forstås", "menes", "meant", "we mean")):
        for match in _MEANT.finditer(text) if any(word in text for word in ("Med", "Ved", "By", "Under")) else ():
            term = _ARTICLE.sub("", match["term"].strip())
            if match["text"].rstrip().endswith(":") or "," in term or len(term.split()) > _TERM_WORDS:
                continue
            span = paper.span(block.start + match.start(), block.start + match.end("text"))
            yield Definition(term, span, text=match["text"].strip(), language=block.language)
    if any(sign in text for sign in ("står f", "stands for", "förkortning", "forkortelse", "betyder")):
        for match in _STANDS_FOR.finditer(text):
            span = paper.span(block.start + match.start(), block.start + match.end("text"))
            yield Definition(
                match["term"], span, abbreviation=match["term"], text=match["text"].strip(), language=block.language
            )


def _abbreviated(paper: Paper, block: Block) -> Iterator[Definition]:
    """Yield names followed by their abbreviation, in brackets or between commas, whose letters fit the name."""
    for match in _SHORT.finditer(block.text):
        short = match["bracketed"] or match["bare"]
        if short in _NO_ABBREVIATION or not 2 <= len(short) <= 9:  # noqa: PLR2004
            continue
        around = max(0, match.start() - _LONG_CHARS)
        found = _long_form(short, block.text[around : match.start()], strict=match["bare"] is not None)
        if found is not None:
            begin = around + found
            term = " ".join(block.text[begin : match.start()].split()).strip(" ,")
            span = paper.span(block.start + begin, block.start + match.end())
            yield Definition(term, span, abbreviation=short, language=block.language)


def _long_form(short: str, before: str, *, strict: bool) -> int | None:
    """Return where the name begins whose words' beginnings, in order, give the letters of an abbreviation.

    Each letter must begin a word, or a part of a compound within a word whose beginning gives a letter too; small
    words may be passed over. After Schwartz and Hearst (2003), held stricter because compounds hold most letters.
    """
    letters = short.rstrip("s").lower() if short[-1] == "s" and len(short) > 2 else short.lower()  # noqa: PLR2004
    words = list(_WORD.finditer(before))[-_LONG_WORDS:]
    if not words or before[words[-1].end() :].strip(' ,"”“'):
        return None
    for count in range(1, len(words) + 1):
        name = words[-count:]
        if any(mark in before[name[0].start() :] for mark in ".;:?!()"):
            return None
        if _fits(letters, [word.group().lower() for word in name]) and (not strict or count > 1):
            return name[0].start()
    return None


def _fits(letters: str, name: list[str]) -> bool:
    """Tell whether the words' beginnings give all letters, the first word the first letter."""
    if not name[0].startswith(letters[0]) or name[0] in _SMALL_WORDS:
        return False
    return _gives(letters, name) and (len(name) > 1 or len(letters) == 2)  # noqa: PLR2004 - one word seldom gives three


def _gives(letters: str, name: list[str]) -> bool:
    if not name:
        return not letters
    word, others = name[0], name[1:]
    if not letters or not word.startswith(letters[0]):
        return (word in _SMALL_WORDS or word.isdigit()) and _gives(letters, others)
    rest, at = letters[1:], _LEAST_PART
    if _gives(rest, others):
        return True
    # a further letter may begin a later part of a compound
    while rest and (at := word.find(rest[0], at)) > 0 and len(word) - at >= _LEAST_PART:
        rest, at = rest[1:], at + _LEAST_PART
        if _gives(rest, others):
            return True
    return False
