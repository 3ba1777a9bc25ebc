"""Find what papers are cited by: numbers of documents, cases and laws, sections and chapters, and dates.

Knows how they are written in Swedish, Danish and English, and gives each one key however it is spelt. Must not know
what a key weighs in a ranking of words, nor the index.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from search.dates import ANY_MONTH, MONTHS
from search.filing import CASE, REFERENCE, RULES, SESSION, SUBJECT, YEAR

_LONGEST_MONTH, _MONTHS_OF_YEAR = 31, 12
_LONGEST_PERIOD = 50
"""Years from the first to the last of a period; what two numbers beside a dash are that lie further apart is a case."""

_ORDINAL = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "femte": 5, "sjätte": 6}

NAMED, NUMBERED, PLACED, DATED, WIDE = 3.0, 2.0, 2.0, 2.0, 0.4
WIDE_CHAPTER = 1.0
"""Weights in a question beside 1 for a word: a document's own number, the number of a law, a section within one, a
day, what only narrows (a paragraph, a month), and a whole chapter. Chosen so that the passage that holds what is named
comes first among others that hold the question's words: tests/integration/test_references_found.py."""

CITED, HEADING, LEADING = 1.0, 1.3, 1.6
"""Weights in a passage."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Something cited.

    Attributes:
        key: the same for every spelling and language: "no:2018:26", "§:12a", "date:2020-01-29".
        weight: in a question.
        start: where it stands in the text.
        leads: it opens a line, as a section's own number does.
    """

    key: str
    weight: float
    start: int
    leads: bool = False


_Keys = Iterator[tuple[str, float]]


def _document_number(match: re.Match[str]) -> _Keys:
    kind, number = match["kind"], f"{match['year']}:{int(match['serial'])}"
    yield f"no:{number}", NAMED
    if kind:
        yield f"{kind.lower()}:{number}", PLACED


def _case_number(match: re.Match[str]) -> _Keys:
    prefix, number = match["prefix"], f"{match['year']}/{int(match['serial'] or match['dashed'])}"
    if not prefix and match["dashed"] and 0 < int(match["dashed"]) - int(match["year"]) <= _LONGEST_PERIOD:
        # "strategi 2023-2026" names years, not a case
        return
    yield f"no:{number}", NAMED
    if prefix:
        yield f"no:{prefix.strip().lower()}{number}", PLACED


def _filed_number(match: re.Match[str]) -> _Keys:
    written = re.sub(r"(?<=\d)[-/](?=\d)", "/", re.sub(r"\s", "", match["number"]).lower())
    yield "no:" + re.sub(r"(?<=/)0+(?=\d)", "", written), NAMED


def _subject_number(match: re.Match[str]) -> _Keys:
    yield f"saknr:{int(match['number'])}", NAMED


def _law_number(match: re.Match[str]) -> _Keys:
    yield f"nr:{int(match['number'])}", NUMBERED
    if match["kind"]:
        yield f"{RULES.get(match['kind'].casefold(), 'nr')}:{int(match['number'])}", NUMBERED


def _section(match: re.Match[str]) -> _Keys:
    first = match["a"] or match["b"] or match["c"]
    letter = (match["a_letter"] or match["b_letter"] or match["c_letter"] or "").lower()
    yield f"§:{int(first)}{letter}", PLACED
    last = match["a_last"] or match["b_last"]
    if last:
        yield f"§:{int(last)}", PLACED
    chapter = (match["chapter"] or match["chapter_after"] or "").lower().replace(" ", "")
    if chapter:
        yield f"kap:{chapter}", WIDE
        yield f"kap:{chapter}§{int(first)}{letter}", NAMED
    paragraph = _paragraph_of(match)
    if paragraph:
        yield f"stk:{paragraph}", WIDE
        yield f"§:{int(first)}{letter}stk{paragraph}", PLACED


def _paragraph_of(match: re.Match[str]) -> int | None:
    if match["stk"]:
        return int(match["stk"])
    return _ORDINAL.get((match["stycke"] or "").lower())


def _chapter(match: re.Match[str]) -> _Keys:
    yield f"kap:{(match['before'] or match['after']).lower().replace(' ', '')}", WIDE_CHAPTER


def _paragraph(match: re.Match[str]) -> _Keys:
    yield f"stk:{match['number'] or _ORDINAL.get(match['ordinal'].casefold(), 0)}", WIDE


def _article(match: re.Match[str]) -> _Keys:
    kind = "art" if match["kind"].lower().startswith("art") else "bil"
    yield f"{kind}:{int(match['number'])}", PLACED


def _day(match: re.Match[str]) -> _Keys:
    groups = match.groupdict()
    year = int(groups["iso_y"] or groups["y"] or groups["named_y"] or groups["us_y"])
    number, name = groups["iso_m"] or groups["m"], groups["named_m"] or groups["us_m"]
    month = int(number) if number else _month_of(name)
    day = int(groups["iso_d"] or groups["d"] or groups["named_d"] or groups["us_d"])
    if 1 <= month <= _MONTHS_OF_YEAR and 1 <= day <= _LONGEST_MONTH:
        yield f"date:{year}-{month:02}-{day:02}", DATED
        yield f"date:{year}-{month:02}", WIDE


def _month_of(name: str) -> int:
    return MONTHS.get(name.casefold(), 0)


def _month(match: re.Match[str]) -> _Keys:
    yield f"date:{match['year']}-{_month_of(match['month']):02}", WIDE


_NUMBER_WORD = r"(?: (?<!\.)\bnr\b\.? | \bnummer\b | \bno\b\.? | \bnumber\b )"
_KINDS = "|".join(sorted(RULES, key=len, reverse=True))
_ORDINALS = "|".join(_ORDINAL)

_PATTERNS: tuple[tuple[tuple[str, ...], str, Callable[[re.Match[str]], _Keys]], ...] = (
    (
        (r"\d:\d",),
        # PM 2018:26, SFS 2010:610, prop. 2016/17:126
        rf"""(?<![\w:/]) (?: (?P<kind>[^\W\d_]{{2,8}}) \.?\s? )?
        (?P<year>{SESSION}) : (?P<serial>\d{{1,5}}) (?![\w:])""",
        _document_number,
    ),
    ((r"\bsak(?:nr|num|$)",), rf"\b {SUBJECT} \b\.? \s?:?\s* (?P<number>\d{{1,7}}) \b", _subject_number),
    (
        (r"\d[/-]\d{3}",),
        # Ju2023/01234, A 2019-12345: a capital may stand apart, any letters joined
        rf"""(?<![\w/]) (?: (?P<prefix> (?-i:[A-ZÅÄÖÆØ][A-ZÅÄÖÆØa-zåäöæø]{{0,5}}\s) | [^\W\d_]{{1,6}} )
        (?<!nr)(?<!nr\s) )?
        (?P<year>{YEAR}) (?: /(?P<serial>\d{{3,7}}) | -(?P<dashed>\d{{4,7}}) ) (?![\w:-])""",
        _case_number,
    ),
    (
        (r"nr|num(?:m?er|ret|ber)|\bno\b",),
        rf"""\b (?: {CASE} | {REFERENCE} ) \b
        \.? \s?:?\s* (?P<number> [^\W\d_]{{0,6}} \s? \d[\d./:-]*\d )""",
        _filed_number,
    ),
    (
        (r"\d[/-]\d{4}",),
        # A612.304/2020, 21-6040-0011
        r"""(?<![\w-]) (?P<number> (?-i:[A-ZÅÄÖÆØ]{1,3}) \s? \d{1,4}(?:\.\d{3})+/\d{4}
        | \d\d[-/]\d{4}[-/]\d{2,6} ) (?![\w-])""",
        _filed_number,
    ),
    (
        (r"\b(?:nr|nummer|no|number)\b",),
        # BEK nr 760, lov nr. 432, nr 12
        rf"\b (?=[blovascn]) (?: (?P<kind>{_KINDS}) \.?\s+ )? {_NUMBER_WORD} \s* (?P<number>\d{{1,6}}) \b (?![:/-]\d)",
        _law_number,
    ),
    (
        (r"§|\b(?:paragraf|paragraph|section|sec\.)",),
        # 3 kap. 5 a §, § 12, stk. 2, §§ 12-14, chapter 3 section 5
        rf"""(?=[\d§kcps]) (?: \b(?P<chapter> \d{{1,3}}(?:\s?[a-z])? ) \s?kap\.?(?:itlet)?,?\s*
        | \b(?:kap\.|kapitel|chapter|kap)\s?(?P<chapter_after>\d{{1,3}})\s?,?\s* )?
        (?: §{{1,2}}\s?(?P<a>\d{{1,4}}) (?: \s?(?P<a_letter>[a-hj-z])(?!\w) )?
            (?: \s?(?:[-–]|og|och|and)\s?(?P<a_last>\d{{1,4}})\b )?
        | \b(?P<b>\d{{1,4}})\s?(?P<b_letter>[a-z])?
            (?: \s?(?:[-–]|och|og)\s?(?P<b_last>\d{{1,4}}) )? \s?§{{1,2}}(?!\s?\d)
        | \b(?:paragraf(?:fen)?|paragraph|section|sec\.)\s(?P<c>\d{{1,4}})\b(?![.:/]\d)
            (?: \s?(?P<c_letter>[a-hj-z])(?!\w) )? )
        (?: ,?\s* (?: stk\.?\s?(?P<stk>\d{{1,2}}) | (?P<stycke>{_ORDINALS})\sst(?:ycket|\.) ) )?""",
        _section,
    ),
    (
        (r"kap\b|kapitel|chapter",),
        r"""\b (?: (?P<before>\d{1,3}(?:\s?[a-z])?)\s?kap\b\.?
        | (?:kap\b\.?|kapitel|kapitlet|chapter)\s?(?P<after>\d{1,3}) )""",
        _chapter,
    ),
    (
        (r"\bstk\b|stycket",),
        rf"\b (?: stk\b\.?\s?(?P<number>\d{{1,2}}) | (?P<ordinal>{_ORDINALS})\sstycket ) \b",
        _paragraph,
    ),
    (
        (r"\b(?:art\.?|artik(?:el|len|eln)|article|bilag[ae]?|annex|appendix)$",),
        r"""\b (?P<kind> art\b\.? | artik(?:el|len|eln) | article | bilag[ae]? | annex | appendix )
        \s (?P<number>\d{1,3}) \b""",
        _article,
    ),
    (
        (YEAR, rf"\d-\d\d-\d|\b\d{{1,2}}[./-](?:\d|$)|\b(?:{ANY_MONTH})\b"),
        # 2020-01-29; 29/1 2020, 29.1.2020; den 29:e januari 2020, 29. januar 2020; January 29, 2020
        rf"""\b (?=[\djfmasond]) (?: (?P<iso_y>{YEAR})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)\b
        | (?P<d>\d{{1,2}}) [./-]\s?(?P<m>\d{{1,2}})[./\ -]\s? (?P<y>{YEAR})\b
        | (?P<named_d>\d{{1,2}})(?:\.|:[ea]|st|nd|rd|th)?\s(?:of\s)?
            (?P<named_m>{ANY_MONTH})\b\.?,?\s(?P<named_y>{YEAR})\b
        | (?P<us_m>{ANY_MONTH})\.?\s(?P<us_d>\d{{1,2}})(?:st|nd|rd|th)?,\s?(?P<us_y>{YEAR})\b )""",
        _day,
    ),
    ((YEAR, rf"\b(?:{ANY_MONTH})\b"), rf"\b(?=[jfmasond])(?P<month>{ANY_MONTH})\s(?P<year>{YEAR})\b", _month),
)
_BITS = {
    sign: 1 << place for place, sign in enumerate(dict.fromkeys(sign for signs, _, _ in _PATTERNS for sign in signs))
}
_SIGNS = tuple((bit, re.compile(sign, re.IGNORECASE)) for sign, bit in _BITS.items())
"""What some chunk of a window, cut at white space, has wherever a pattern that names it matches."""
_DIGIT_OR_SECTION = re.compile(r"[\d§]")
_SIGN_IN_LETTERS = re.compile(
    r"nr|numm?er|numret|kap|chapter|stycket|"
    r"\b(?:sak|no|num|par|sec|art|bil|ann|app|stk|jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec)",
    re.IGNORECASE,
)
"""What a chunk without a digit has where it has any sign: most have none, which this tells at once."""
_COMPILED = tuple(
    (sum(_BITS[sign] for sign in signs), re.compile(pattern, re.IGNORECASE | re.VERBOSE), keys)
    for signs, pattern, keys in _PATTERNS
)
"""Bits of the signs, pattern, what it yields: a window that lacks a sign is not searched, which is most of the cost
saved."""
_REMEMBERED_CHUNKS = 50_000
"""About 10 MB; running text repeats itself, see `search.chunks`."""
_BLANK = re.compile(r"\s")
_REACH = 24
"""Characters on either side of a digit in which the words around it are looked for."""
_NUMBERS = re.compile(rf"\d (?: \D{{0,{2 * _REACH}}}+ \d )*", re.VERBOSE)
"""Digits whose surroundings meet. Source: without going back, 8 us a passage instead of 13 us."""


def references(text: str) -> list[Reference]:
    """Return what a text cites, each key once, with the place where it stands first (one that leads a line counts)."""
    found: dict[str, Reference] = {}
    for key, weight, start, leads in _cited(text):
        known = found.get(key)
        if known is None or (leads and not known.leads):
            found[key] = Reference(key, weight, start, leads)
    return list(found.values())


def _cited(text: str) -> Iterator[tuple[str, float, int, bool]]:
    """Yield the fields of references as they come, keys more than once: those of passages need no objects."""
    for begin, end in _windows(text):
        signs = _signs_in(text[begin:end])
        for needed, pattern, keys in _COMPILED if signs else ():
            for match in pattern.finditer(text, begin, end) if signs & needed == needed else ():
                start = match.start()
                leads = not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t|*#-–•")
                for key, weight in keys(match):
                    yield key, weight, start, leads


def _signs_in(window: str) -> int:
    signs = 0
    for each in set(map(_signs_of, window.split())):
        signs |= each
    return signs


@lru_cache(maxsize=_REMEMBERED_CHUNKS)
def _signs_of(chunk: str) -> int:
    if not (_DIGIT_OR_SECTION.search(chunk) or _SIGN_IN_LETTERS.search(chunk)):
        return 0
    return sum([bit for bit, sign in _SIGNS if sign.search(chunk)])


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches around digits, whole words: nothing is cited without a digit."""
    for match in _NUMBERS.finditer(text):
        yield _word_begin(text, match.start() - _REACH), _word_end(text, match.end() + _REACH)


def _word_begin(text: str, place: int) -> int:
    return max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1 if place > 0 else 0


def _word_end(text: str, place: int) -> int:
    blank = _BLANK.search(text, place)
    return blank.start() if blank else len(text)


@lru_cache(maxsize=256)
def _references_above(context: str) -> tuple[Reference, ...]:
    """Return what a title and headings cite; they stand above many passages."""
    return tuple(references(context))


def passage_references(body: str, context: str) -> Mapping[str, float]:
    """Return key -> weight of what a passage is cited by and cites.

    What opens a line, or stands in the title or a heading, is likelier the passage's own number than a citation. A
    chapter in the headings makes the sections below it sections of that chapter.
    """
    weights: dict[str, float] = {}
    for key, _, _, leads in _cited(body):
        if leads:
            weights[key] = LEADING
        else:
            weights.setdefault(key, CITED)
    above = _references_above(context)
    for reference in above:
        weights[reference.key] = max(weights.get(reference.key, 0.0), HEADING)
    chapters = [reference.key for reference in above if reference.key.startswith("kap:") and "§" not in reference.key]
    for section in [key for key, weight in weights.items() if weight >= HEADING and key.startswith("§:")]:
        if chapters:
            weights[f"{chapters[-1]}§{section[2:]}"] = LEADING
    return weights
