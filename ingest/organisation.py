"""Names of Swedish and Danish agencies and of a few partners, as papers write them and as they are called.

Knows names; must not know documents. The list is short on purpose: what it finds must be right.
"""

import re
from collections.abc import Iterator

SPELLINGS: dict[str, str] = {
    "Kriminalvården": r"Kriminalvården(?:s)?|Kriminalvårdsverket",
    "Polismyndigheten": r"Polismyndigheten(?:s)?|Rikspolisstyrelsen(?:s)?|[Pp]olismyndighetens regioner",
    "Åklagarmyndigheten": r"Åklagarmyndigheten(?:s)?",
    "Säkerhetspolisen": r"Säkerhetspolisen(?:s)?",
    "Ekobrottsmyndigheten": r"Ekobrottsmyndigheten(?:s)?",
    "Brottsförebyggande rådet": r"Brottsförebyggande rådet(?:s)?|Brå(?:s)?(?=\s)",
    "Brottsoffermyndigheten": r"Brottsoffermyndigheten(?:s)?",
    "Brottsofferjouren": r"Brottsofferjouren(?: Sverige)?(?:s)?",
    "Svenska Röda Korset": r"(?:Svenska )?Röda [Kk]orset(?:s)?",
    "Migrationsverket": r"Migrationsverket(?:s)?",
    "Försäkringskassan": r"Försäkringskassan(?:s)?",
    "Arbetsförmedlingen": r"Arbetsförmedlingen(?:s)?",
    "Socialstyrelsen": r"Socialstyrelsen(?:s)?",
    "Skatteverket": r"Skatteverket(?:s)?",
    "Tullverket": r"Tullverket(?:s)?",
    "Kustbevakningen": r"Kustbevakningen(?:s)?",
    "Domstolsverket": r"Domstolsverket(?:s)?|Sveriges Domstolar(?:s)?",
    "Statens institutionsstyrelse": r"Statens institutionsstyrelse(?:s)?|SiS(?=\s)",
    "Myndigheten för samhällsskydd och beredskap": r"Myndigheten för samhällsskydd och beredskap(?:s)?|MSB(?:s)?(?=\s)",
    "Jämställdhetsmyndigheten": r"Jämställdhetsmyndigheten(?:s)?",
    "Rättsmedicinalverket": r"Rättsmedicinalverket(?:s)?",
    "Sveriges Kommuner och Regioner": r"Sveriges Kommuner och (?:Regioner|Landsting)(?:s)?|SKR(?=\s)|SKL(?=\s)",
    "Myndigheten för digital förvaltning": r"Myndigheten för digital förvaltning|DIGG|Digg",
    "Naturvårdsverket": r"Naturvårdsverket(?:s)?",
    "Arbetsmiljöverket": r"Arbetsmiljöverket(?:s)?",
    "Kriminalforsorgen": r"(?:Direktoratet for )?[Kk]riminalforsorgen(?:s)?",
    "Rigspolitiet": r"Rigspolitiet(?:s)?",
    "Politiet": r"Politiet(?:s)?",
    "Anklagemyndigheden": r"Anklagemyndigheden(?:s)?|Rigsadvokaten(?:s)?",
    "Domstolsstyrelsen": r"Domstolsstyrelsen(?:s)?",
    "Udlændingestyrelsen": r"Udlændingestyrelsen(?:s)?",
    "Hjemrejsestyrelsen": r"Hjemrejsestyrelsen(?:s)?",
    "Justitsministeriet": r"Justitsministeriet(?:s)?",
    "Sundhedsstyrelsen": r"Sundhedsstyrelsen(?:s)?",
    "Socialstyrelsen (Danmark)": r"Social- og Boligstyrelsen(?:s)?",
    "Digitaliseringsstyrelsen": r"Digitaliseringsstyrelsen(?:s)?",
    "Kommunernes Landsforening": r"Kommunernes Landsforening(?:s)?",
    "Danske Regioner": r"Danske Regioner(?:s)?",
    "Dansk Røde Kors": r"(?:Dansk )?Røde Kors(?:')?",
}
"""Canonical name -> how papers write it, a regular expression."""
_NAMES = {name: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for name, pattern in SPELLINGS.items()}
_OPTIONAL = re.compile(r"\([^()]*\)[?]|\(\?[=!][^()]*\)|\(\?:[^()]*\)[?]?|\[[^\]]*\]")


def _parts(spelling: str) -> tuple[str, ...]:
    """Return literal parts, at least one of which stands in every text that a spelling matches."""
    bare = _OPTIONAL.sub("\0", spelling)
    return tuple(max(wording.split("\0"), key=len) for wording in bare.split("|"))


_PARTS = tuple((part, name) for name, spelling in SPELLINGS.items() for part in _parts(spelling))
"""Looked for first: most papers name few of them, and a plain search is fifty times faster than a pattern."""

_PLACE = r"[A-ZÅÄÖÆØÉ][a-zåäöæøéü]+(?:-[A-ZÅÄÖÆØ][a-zåäöæøé]+)*"
_PATTERNS = (
    (" kommun", re.compile(rf"(?<!\w)({_PLACE}(?: {_PLACE})? kommun)s?(?!\w)")),
    (" Kommune", re.compile(rf"(?<!\w)({_PLACE}(?:-{_PLACE}| {_PLACE})? Kommune)s?(?!\w)")),
    ("tad", re.compile(rf"(?<!\w)({_PLACE}s? [Ss]tad)s?(?!\w)")),
    ("Länsstyrelsen i ", re.compile(rf"(?<!\w)(Länsstyrelsen i {_PLACE}(?: {_PLACE})? län)s?(?!\w)")),
)
"""What each pattern cannot do without, and the pattern."""
_NO_PLACE = re.compile(
    r"^(?:En|Ett|Varje|Din|Vår|Denna|Berörd|Annan|Samma|Hela|Egen|Alla|Alle|Hver|Den|Din|Vores|Denne|Samme|Anden|Er|Om|För|Til|Till|I|"
    r"Mellan|Mellem|Och|Og|Ny|Hvis|Om|Når|När|Trygg|Säker|Stockholm och)\b"
)


def organisations_in(text: str) -> Iterator[str]:
    """Yield (canonical) names of organisations found in a text, each once, by first appearance."""
    found: dict[str, int] = {}
    for name in dict.fromkeys(name for part, name in _PARTS if part in text):
        match = _NAMES[name].search(text)
        if match:
            found[name] = match.start()
    for part, pattern in _PATTERNS:
        if part not in text:
            continue
        for match in pattern.finditer(text):
            name = match[1].replace(" stad", " Stad")
            if not _NO_PLACE.match(name):
                found.setdefault(name, match.start())
    yield from sorted(found, key=lambda name: found[name])
