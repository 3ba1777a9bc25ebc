"""What stands around a number: words that say that it is somebody's, or something else's.

Knows words before a number in Swedish, Danish and English; must not know the number.
"""

import re
from dataclasses import dataclass

from search.filing import CASE, REFERENCE

_WORDS_BEFORE, _WORD_RIGHT_BEFORE = 60, 30
_IDENTITY_WORD = re.compile(
    r"person(?:lig[at]?\s?)?-?\s?(?:id\w*-?\s?|identitets\s?)?(?:nummer|numr|nr\b)|personnum|\bpers\.?\s?nr|\bp\.?nr\b|"
    r"samordningsn|\bcpr\b|cpr-?(?:nr|nummer|numre)|\bid-?(?:nr|nummer)|född|født|fødsels|födelse|\bborn\b|"
    r"date of birth|(?:identity|identification|security) n(?:umber|o)|\bssn\b",
    re.IGNORECASE,
)
_PHONE_WORD = re.compile(
    r"(?:\btel|\btfn|\btlf|telefon\w*|\bmobil(?:en|nr|nummer|telefon\w*)?|\bfax|phone|\bring(?:a|e|er)?|\bsms|"
    r"\bväxel(?:n|nr|nummer)?|\bdirekte?(?:nr|nummer|telefon)?|\bcall)[\W_]{1,6}(?:(?:nr|nummer|på|til|till|at)[\W_]{1,4})?$",
    re.IGNORECASE,
)
_OTHER_NUMBER_WORD = re.compile(
    rf"(?:\b{CASE}|\b{REFERENCE}|\bsags?-?\s?id|ärende|mål(?:nr|nummer)|\bref(?:\.|erensn\w+|erencen\w+)?|"
    r"best(?:ällnings)?\.?nr|"
    r"art(?:ikel)?\.?n(?:r|ummer)|ordern(?:r|ummer)|faktura(?:n(?:r|ummer))?|\bocr(?:-?n\w+)?|isbn|issn|\bean\b|\bgln|"
    r"\bdoi|p-?nummer|p-nr|produktionsenhed\w*|lokationsn\w+|(?:bank|plus|post)giro|swish|\b[bp]g|"
    r"\borg(?:anisations)?\.?\s?-?n(?:r|ummer)|\bcvr(?:-?n\w+)?|\bse-n(?:r|ummer)|seri(?:al|e)-?\s?n(?:r|o|umm?er))"
    r"[\W_]{0,4}(?:nr|no|nummer|number)?[\W_]{0,4}$",
    re.IGNORECASE,
)
"""A number behind one of these needs more than a right check digit. An account's number is none of them: banks give
accounts the numbers of their holders."""

_SALARY_ACCOUNT = "3300"
"""Clearing number of Nordea's accounts whose number is the holder's personnummer."""

_TABLE_CHARACTERS = 20_000
"""How far back the head of a table is looked for."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before and after the digits.

    Attributes:
        names_phone, names_other: right before them; names_identity: near before them, or at the head of the table.
        touches_letters: in one word with them; a plus sign counts, as before the code of a country.
        is_inside_number: further digits and a hyphen stand before them.
    """

    names_identity: bool
    names_phone: bool
    names_other: bool
    touches_letters: bool
    is_inside_number: bool

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Around":
        """Look around text[start:end]."""
        before = text[max(0, start - _WORDS_BEFORE) : start]
        near = before[-_WORD_RIGHT_BEFORE:]
        return cls(
            names_identity=bool(_IDENTITY_WORD.search(before) or _IDENTITY_WORD.search(_header(text, start))),
            names_phone=bool(_PHONE_WORD.search(near)),
            names_other=bool(_OTHER_NUMBER_WORD.search(near)),
            touches_letters=before[-1:].isalpha() or before[-1:] == "+" or text[end : end + 1].isalpha(),
            is_inside_number=bool(re.search(r"\d-$", before)) and not before.endswith(f"{_SALARY_ACCOUNT}-"),
        )


def _header(text: str, start: int) -> str:
    """Return the first line of the table that a number stands in, "" outside tables."""
    begin = text.rfind("\n\n", max(0, start - _TABLE_CHARACTERS), start) + 1
    end = text.find("\n", begin + 1, start)
    return text[begin:end] if end > 0 and text.find("|", begin, end) > 0 else ""
