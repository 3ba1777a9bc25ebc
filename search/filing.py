"""The numbers under which papers, cases and rules are filed and published: what they are called, how they are written.

Knows words and spellings of Swedish, Danish and English as parts of patterns, without borders of words around them.
Must not know whose number one is, nor what it is looked for.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

_NUMBER = r"(?:numm?er(?:et)?|numret|nr)"

CASE = (
    r"(?:d\.?nr|jr?\.?\s?nr"
    rf"|(?:diarie|ärende|sags?|jour(?:nal)?\.?)[\s-]?{_NUMBER}"
    r"|(?:case|file)\s(?:number|no))"
)
"""What the number of a case, or of the paper in the register, is called: dnr, j.nr., sagsnummer, case number."""

REFERENCE = rf"(?:ref(?:erens)?\.?\s?{_NUMBER}|reference\s(?:number|no))"
"""What it is called by whoever is to give it when they answer."""

SUBJECT = rf"sak\s?{_NUMBER}"
"""What the number of a subject in a plan of subjects is called: saknr 190."""

ANY = rf"(?:{CASE}|{REFERENCE}|{SUBJECT}|beteckning(?:en)?|registration\s(?:number|no))"
"""What somebody may call the number of a paper who asks for it."""

LABELS: tuple[str, ...] = (
    *(
        f"{stem}{blank}{number}"
        for stem in ("diarie", "ärende", "journal", "jour", "jour.", "sags", "sak", "referens")
        for blank in ("", " ")
        for number in ("nr", "nummer")
    ),
    "dnr", "d.nr", "j.nr", "j. nr", "jnr", "jr.nr", "ref.nr", "case number", "case no", "file number", "file no",
    "reference number", "reference no", "beteckning", "vår beteckning", "referens", "reference", "our reference",
    "vores ref",
)  # fmt: skip
"""The same as they stand before a colon, or in the first cell of a row, in lower case."""

YEAR = r"(?:1[6-9]|20)\d\d"
SESSION = rf"{YEAR}(?:/\d\d(?:\d\d)?)?"
"""The year, or the parliament's session (2016/17), that stands before the colon in the numbers of a series."""

RULES: Mapping[str, str] = MappingProxyType(
    {
        "bekendtgørelse": "bek", "bek": "bek", "order": "bek", "lovbekendtgørelse": "lbk", "lbk": "lbk", "lov": "lov",
        "act": "lov", "law": "lov", "vejledning": "vej", "vej": "vej", "vejl": "vej", "cirkulære": "cir", "cir": "cir",
        "cirk": "cir", "skrivelse": "skr", "skr": "skr",
    }
)  # fmt: skip
"""What a rule with a number is called -> its kind in Lovtidende, under which the number is one of a year."""


def names_number(text: str) -> bool:
    """Tell whether a text speaks of the number of a paper, a case or a subject."""
    return _ANY.search(text) is not None


_ANY = re.compile(rf"\b{ANY}\b", re.IGNORECASE)
