"""What single lines of Swedish, Danish and English papers look like: markers, numbers, contacts, dates.

Knows regular expressions over one line or one short text; must not know blocks or formats.
"""

import re

from search.contacts.digits import DigitPattern

_MONTH = (
    r"(?:jan(?:uari|uar|uary)?|feb(?:ruari|ruar|ruary)?|mars|marts|march|mar|apr(?:il)?|maj|may|jun[ei]?|jul[iy]?|"
    r"aug(?:usti|ust)?|sep(?:tember|t)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATE_LINE = re.compile(
    rf"^(?:(?:publicerad|uppdaterad|senast uppdaterad|udgivet|opdateret|sidst opdateret|published|updated)[: ]*)?"
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|(?:den )?\d{{1,2}}\.? {_MONTH}\.?,? \d{{4}}|"
    rf"{_MONTH}\.? \d{{1,2}},? \d{{4}}),?(?: (?:kl\.? ?)?\d{{1,2}}[:.]\d{{2}})?\.?$",
    re.IGNORECASE,
)

BULLET = re.compile(r"^(?:[•●▪■◦○‣▸►➢✓❖·∙*\uf0b7\uf0a7\uf0d8]\s*|[-–—]\s+|o\s+(?=\S))(?=\S)")
_SPEECH = re.compile(r"^[–—]\s.{80,}[.!?…][\"”’»]?$", re.DOTALL)
"""Swedish and Danish papers quote speech with a dash; a long sentence after one is no list item."""
NUMBER_MARKER = re.compile(r"^(?:\(?\d{1,3}[.)]|\(?[a-zåäöæø][.)]|\(?[ivxIVX]{1,5}[.)])\s+(?=\S)")
SECTION_NUMBER = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[A-ZÅÄÖÆØ§])")
NAMED_SECTION = re.compile(
    r"^(?:kapitel|kap\.|avsnitt|[^\W\d]{0,15}bilaga?|appendix|afsnit|chapter|annex|section|artikel|article|del)\s+(?:\d{1,3}|[IVX]{1,5}|[A-Z])\b",
    re.IGNORECASE,
)
_MONTH_START = re.compile(rf"{_MONTH}\b", re.IGNORECASE)
_BEFORE_ORDINAL = frozenset(
    {
        "den",
        "till",
        "til",
        "från",
        "fra",
        "nr",
        "nr.",
        "kap.",
        "kapitel",
        "stk.",
        "stk",
        "punkt",
        "artikel",
        "jf.",
        "per",
        "senast",
    }
)
PAGE_MARK = re.compile(r"^(?P<word>[^\W\d]{2,30}|) ?(?P<page>\d{1,4}) ?\((?P<pages>\d{1,4})\)(?=\s|$)")

EMAIL = re.compile(r"[\w.+-]+ ?(?:@|\(at\)|\[at\]|\(a\)) ?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w./-])(?:\+4[567][ -]?(?:\(0\))?(?:\d[ -]?){7,10}|0\d{1,3} ?[-–/] ?\d{2,3}(?: ?\d{2,3}){1,3}|"
    r"0\d{2,3}(?: \d{2,3}){2,3}|\d{2} \d{2} \d{2} \d{2}|[2-9]\d{3} \d{4})(?![\w-])"
)
_EMAIL_SIGN = re.compile(r"@|\(at?\)|\[at\]", re.IGNORECASE)
_PHONE_SIGN = re.compile(r"[+\d][\d ()/–-]{6}")
"""What every address or number holds; looked for first, because most lines have none."""
CONTACT_SIGN = DigitPattern(r"@(\[+", r"(?<=@)|(?<=\()[aA][tT]?\)|(?<=\[)[aA][tT]\]|(?<=[+\d])[\d ()/–-]{6}")
"""Either of them, for those who look at many lines at once; it ends on the line on which it begins."""
_CONTACT_LABEL = re.compile(
    r"^(?:telefon(?:nummer)?|tel|tlf|tfn|växel|mobil|mob|e-?post(?:adress)?|e-?mail|mail|fax|kontakt(?:person|a oss)?|"
    r"contact|phone|presskontakt|pressevagt|presstjänst|pressekontakt|adress|adresse|besöksadress|postadress)\b\.?:?",
    re.IGNORECASE,
)
_CONTACT_MAX_CHARS = 2000
"""Longer lines are prose, and the search for an address within a long word takes quadratic time."""

GREETING = re.compile(
    r"^(?:hej|hejsan|kära?|bästa|bäste|god(?:dag|morgon)|kære|godmorgen|dear|hello|hi)\b[^.!?]{0,40}[,!]?$",
    re.IGNORECASE,
)
"""How a mail or letter begins: a line alone that is no heading."""
SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*$")
LINK_LINE = re.compile(
    r"^(?:se|läs|læs|hämta|hent|ladda ner|download|read|see|gå till|gå til|till|til)\s", re.IGNORECASE
)


def is_contact_line(line: str) -> bool:
    """Tell whether a line holds a telephone number or an e-mail address."""
    if len(line) > _CONTACT_MAX_CHARS:
        return False
    address = _EMAIL_SIGN.search(line) and EMAIL.search(line)
    number = _PHONE_SIGN.search(line) and PHONE.search(line)
    return bool(address or number)


def is_contact_box(text: str) -> bool:
    """Tell whether a short text is made of contact lines rather than of sentences."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or len(lines) > 12 or not any(is_contact_line(line) for line in lines):  # noqa: PLR2004 - a box is short
        return False
    if len(lines) == 1:
        return _is_mostly_contact(lines[0])
    prose = sum(1 for line in lines if len(line.split()) > 10 and SENTENCE_END.search(line))  # noqa: PLR2004 - a sentence
    return prose == 0 and max(len(line.split()) for line in lines) <= 16  # noqa: PLR2004 - longer lines are prose


def _is_mostly_contact(line: str) -> bool:
    rest = PHONE.sub(" ", EMAIL.sub(" ", line))
    words = [word for word in _CONTACT_LABEL.sub(" ", rest.strip()).split() if any(c.isalpha() for c in word)]
    return len(words) <= 4  # noqa: PLR2004 - a label or a name beside the number


def is_list_line(line: str) -> bool:
    """Tell whether a line begins with a bullet, or with a number or letter that counts items."""
    bullet = BULLET.match(line) is not None and _SPEECH.match(line) is None
    return bullet or NUMBER_MARKER.match(line) is not None


def begins_item(line: str, before: str) -> bool:
    """Tell whether a line begins a list item, and does not go on with a date or reference from the line before.

    "den / 1. august 2024" and "jf. stk. / 2. punktum" are broken lines, not items.
    """
    if not is_list_line(line):
        return False
    numbered = NUMBER_MARKER.match(line)
    if numbered is None or not before:
        return True
    words = before.split()
    return not _MONTH_START.match(line[numbered.end() :]) and words[-1].lower() not in _BEFORE_ORDINAL


def without_bullet(line: str) -> str:
    """Remove a bullet, which carries nothing; numbers and letters stay, since people cite them."""
    return BULLET.sub("", line, count=1)


def heading_level(text: str, default: int) -> int:
    """Return the level that a section number gives ("4.1.1" is 4 under a title of level 1), else the default."""
    match = SECTION_NUMBER.match(text)
    return min(match["number"].count(".") + 2, 6) if match else default
