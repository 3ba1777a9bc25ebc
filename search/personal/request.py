"""Whether a question asks for what Samsök does not tell: a private person's number, home or private telephone.

Knows how such questions are put in Swedish, Danish and English. Must not know papers: a question about the rules for
such data, or for an official's contact, is none of these.
"""

import re

from search.caseless import caseless
from search.document import Language
from search.errors import InvalidQuery
from search.personal.mask import mask
from search.result import Answer

_OBJECT = (
    r"(?:personnum\w*|personnr|person(?:\s|-)?(?:id|nr)\b|samordningsn\w*|id-?\s?num\w*|id-?nr|cpr(?:-?\s?n\w*)?|"
    r"(?:personal|national)\s(?:identity|identification|id)\s(?:number|no\b)|social\ssecurity\snumber|"
    r"(?:hem|bostads|privat)\s?adress\w*|privata\sadress\w*|(?:hjemme|privat|bopæls)adresse\w*|private\sadresse\w*|"
    r"(?:home|private|residential)\saddress|"
    r"hem(?:telefon|nummer|numret)\w*|(?:hjemme|privat)(?:telefon|nummer|mobil)\w*|"
    r"privat[ae]?\s(?:mobil|telefon|nummer|numret)\w*|"
    r"(?:home|private|personal)\s(?:(?:phone|telephone|mobile|cell)(?:\snumber)?|number))"
)
"""What is not told."""

_NAME = r"[A-ZÅÄÖÆØÉ][\w'’-]+(?:\s[A-ZÅÄÖÆØÉ][\w'’-]+)+"
_SOMEBODY = r"(?:han|hon|hen|honom|henne|ham|hun|hende|him|her|she|he|them|dem|mig|me)\b"
_OWNER = (
    r"(?:hans|hennes|hens|dennes|deras|mitt|min|hendes|deres|mit|his|her|their|my|"
    r"(?:\w+\s)?[\w-]*\w(?:['’]s|s['’]?|[xz]['’]?))"
)
_ASKS = (
    r"(?:(?:vad|vilke[tn]|hvad|hvilke[tn]|what|which)\s(?:är|er|is|was|var)|what['’]?s|"
    r"\b(?:ge|giv|give|säg|sig|tell|visa|vis|show|find|hitta|sök|søg|uppge|oplys|skicka|send|lista|list)\b|"
    r"\b(?:ta\sfram|look\sup|slå\sop|slå\supp)\b|"
    r"\b(?:jag|jeg|i)\s(?:vill|behöver|vil|skal|ønsker|need|want)\b)"
)
_MAY_I = r"\b(?:kan|can|could|får|må|may)\s(?:du|ni|jag|jeg|i|you|man|vi)\b"
_PATTERNS = (
    re.compile(rf"{_ASKS}.{{0,40}}?\b{_OWNER}\s(?:\w+\s)?{_OBJECT}", re.IGNORECASE),
    re.compile(rf"{_MAY_I}.{{0,40}}?\b{_OWNER}\s(?:\w+\s)?{_OBJECT}\W*$", re.IGNORECASE),
    re.compile(rf"^{_OWNER}\s{_OBJECT}\W*$", re.IGNORECASE),
    re.compile(rf"(?i:{_OBJECT})\s(?i:till|för|på|åt|til|for|of|av|af)\s(?:{_NAME}|(?i:{_SOMEBODY}))"),
    re.compile(
        rf"(?i:vilke[tn]|vad|hvilke[tn]|hvad|what|which)\s(?:(?i:för|for)\s)?(?i:{_OBJECT})\s(?i:har|does|do|has)\s"
        rf"(?:{_NAME}|(?i:{_SOMEBODY}))"
    ),
    re.compile(rf"(?i:\b(?:var|hvor)\sbor)\s(?:{_NAME}|(?i:han|hon|hen|hun)\b)"),
    re.compile(rf"(?i:\bwhere\s(?:does|do|is))\s(?:{_NAME}|(?i:he|she|they)\b)\s(?i:liv)"),
)
_HOME_PATTERN = re.compile(r"\bbor\b|\bwhere\b")
_OBJECT_PATTERN = caseless(_OBJECT)
"""Of these one stands in every such question, in lower case: 5 us instead of 50 us for all others."""

_MOST_CHARACTERS = 4_000
"""Where such a question is looked for; the patterns take time that grows with the square of the length."""

_MASK = re.compile(r"\*{4,}")
_WHOSE_NUMBER = re.compile(
    r"\b(?:vem|hvem|who)\s(?:är|er|is|har|has)\s(?:\w+\s)?\*|\b(?:vems|whose)\b|\btillhör|\btilhører|\bbelongs?\b|"
    r"\bbor\b|\blives?\b|adress|\bnamn|\bnavn|\bname\b",
    re.IGNORECASE,
)

_REFUSALS = {
    "sv": (
        "Samsök lämnar inte ut privatpersoners personnummer, hemadress eller privata telefonnummer. "
        "Fråga gärna efter kontaktuppgifter till en myndighet eller en funktion."
    ),
    "da": (
        "Samsök oplyser ikke privatpersoners CPR-nummer, hjemmeadresse eller private telefonnummer. "
        "Spørg gerne efter kontaktoplysninger på en myndighed eller en funktion."
    ),
    "en": (
        "Samsök does not tell private persons' identity numbers, home addresses or private telephone numbers. "
        "Do ask for the contact of an agency or a function."
    ),
}


def masked_question(text: str) -> str:
    """Return a question without identity numbers.

    Raises:
        InvalidQuery: it was nothing else.
    """
    masked = mask(text)
    if masked.count and not any(character.isalnum() for character in masked.text):
        raise InvalidQuery("the question is an identity number, which is not searched for; ask in words")
    return masked.text


def asks_for_private_data(question: str) -> bool:
    """Tell whether a question asks for a person's identity number, home address or private telephone.

    Args:
        question: masked (see `search.personal.mask`); one that asks who a masked number belongs to does as well.
    """
    text = " ".join(question[:_MOST_CHARACTERS].split())
    if _MASK.search(text) and (_WHOSE_NUMBER.search(text) or not any(letter.isalpha() for letter in text)):
        return True
    lower = text.lower()
    is_likely = _OBJECT_PATTERN.search(lower) or _HOME_PATTERN.search(lower)
    return bool(is_likely) and any(pattern.search(text) for pattern in _PATTERNS)


def refusal(language: Language) -> Answer:
    """Return what is said instead of an answer, in the question's language."""
    return Answer("not_found", "passage", _REFUSALS.get(language, _REFUSALS["en"]), language, 1.0)
