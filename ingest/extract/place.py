"""Regions, towns and levels in the names of offices and units.

Knows how units are named after places, and the regions and larger towns of Sweden and Denmark. Must not know contacts.
"""

import re

from search.records import Level

_REGIONS = """
nord mitt stockholm öst väst syd bergslagen hovedstaden sjælland syddanmark midtjylland nordjylland fyn bornholm
norrbotten västerbotten jämtland västernorrland gävleborg dalarna värmland uppsala västmanland örebro södermanland
östergötland jönköping kronoberg kalmar gotland blekinge skåne halland skaraborg älvsborg fyrbodal storgöteborg
göteborg malmö luleå umeå sundsvall gävle falun karlstad västerås linköping norrköping växjö borås uddevalla
trollhättan helsingborg lund halmstad kristianstad karlskrona visby östersund eskilstuna nyköping köpenhamn
københavn aarhus århus odense aalborg esbjerg randers kolding horsens vejle roskilde herning silkeborg ringsted
næstved viborg holbæk slagelse helsingør hillerød grönland grønland færøerne färöarna
"""
REGIONS = frozenset(_REGIONS.split()) | {
    "midt- og nordjylland",
    "midt- og vestsjælland",
    "syd- og sønderjylland",
    "midt- og vestjylland",
    "västra götaland",
}
"""Lower case. Source: counties, police and prison regions of both countries, and their larger towns."""

_PLACE_NAME = r"[A-ZÅÄÖÆØ][a-zåäöæøé]+(?:-? (?:og|och|och|&) [A-ZÅÄÖÆØ][a-zåäöæøé]+|[- ][A-ZÅÄÖÆØ][a-zåäöæøé]+)?"
_OF_UNIT = re.compile(
    r"(?<!\w)(?i:(?:lokal)?polisområde(?:t)?|polisregion(?:en)?|politikreds(?:en)?|häkte(?:t|na)?|"
    r"anstalt(?:en)?|frivård(?:en)?|polisarrest(?:en)?|"
    r"arresthus(?:et)?|arrest(?:en)?|fængsel|fængslet|pension|KiF|kriminalforsorgen|kriminalvården|"
    r"politi(?:et)?|polisen|brottsofferjouren|"
    r"nærpoliti(?:et)?)"
    rf"(?: (?:i|ved|på|vid|for|för))?(?: (?i:region(?:en)?))? (?P<place>{_PLACE_NAME})(?!\w)"
)
_AT = re.compile(
    r"(?<!\w)(?i:kontor(?:et)?|avdelning(?:en)?|afdeling(?:en)?|enhet(?:en)?|enhed(?:en)?|station(?:en)?)"
    rf" (?:i|ved|på|vid) (?P<place>{_PLACE_NAME})(?!\w)"
)
_REGION = re.compile(
    rf"(?<!\w)(?P<place>(?i:region(?:en)?|distrikt|kreds|område|län(?:et)?|krets) {_PLACE_NAME}|"
    rf"{_PLACE_NAME} (?:län|amt|kreds))(?!\w)"
)
_MUNICIPALITY = re.compile(rf"(?<!\w)(?P<place>{_PLACE_NAME}) (?:kommun|Kommune|stad)(?!\w)")

_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (
        "national",
        re.compile(
            r"\bnation(?:ell(?:a|t)?|al(?:e|t)?)\b|\briks(?:nivå|täckande)|\bpå landsplan\b|\blandsdækkende\b",
            re.IGNORECASE,
        ),
    ),
    (
        "regional",
        re.compile(
            r"\bregional(?:a|t|e)?\b|\b(?:polis)?region(?:en)? [A-ZÅÄÖÆØ]|\bpolisregion\b|\blandsdel\w*", re.IGNORECASE
        ),
    ),
    ("local", re.compile(r"\b(?:lokal(?:a|t|e)?|local)\b(?! ?\d)|\blokalt|\blokalpolisområde", re.IGNORECASE)),
)


def place_in(text: str) -> str | None:
    """Return the region, municipality or town that a unit or an office is of, as printed; None where none is named."""
    for pattern in (_OF_UNIT, _AT, _REGION, _MUNICIPALITY):
        match = pattern.search(text)
        if match:
            return match["place"]
    return None


def is_place(text: str) -> bool:
    """Tell whether a text is the name of a known region or town and nothing else."""
    return text.strip().lower() in REGIONS


def looks_like_place(text: str) -> bool:
    """Tell whether a text could be the name of a town: one or two words with capitals."""
    return bool(re.fullmatch(_PLACE_NAME, text))


def level_in(text: str) -> Level | None:
    """Return the level that a text names; None for none, or for several."""
    found = [level for level, pattern in _LEVELS if pattern.search(text)]
    return found[0] if len(found) == 1 else None
