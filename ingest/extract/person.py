"""Names of people, of offices that people hold, and of bodies, as papers of both countries write them.

Knows words and how they follow each other in one line or sentence. Must not know blocks, tables or contacts.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.sign import Sign, signs_of
from ingest.organisation import organisations_in

_CAPITAL = "A-ZÅÄÖÆØÉÜ"
_SMALL = "a-zåäöæøéèüáíóúýß"
_NAME_WORD = rf"[{_CAPITAL}][{_SMALL}]+(?:[-’'][{_CAPITAL}]?[{_SMALL}]+)*"
_PARTICLE = r"(?:von|af|de|van|der|den|la|el|al|le|du)"
NAME_PATTERN = (
    rf"(?<![\w.-]){_NAME_WORD}(?: (?:{_PARTICLE} ){{0,2}}(?:{_NAME_WORD}|[{_CAPITAL}]\.?(?= "
    rf"[{_CAPITAL}]))){{1,3}}(?![\w-])"
)
_NAME = re.compile(NAME_PATTERN.replace(rf"(?<![\w.-])[{_CAPITAL}]", rf"[{_CAPITAL}](?<![\w.-][{_CAPITAL}])", 1))
"""With a set of characters first, which the engine finds far faster than what stands before them."""

ROLE_WORD = (
    r"(?:(?:\w+-)?\w*(?:chef(?:en)?|direktör(?:en)?|direktør(?:en)?|samordnar(?:e|en)|koordinator(?:n|en|er|erne)?|"
    r"ledar(?:e|en)|"
    r"leder(?:en)?|ledere|intendent(?:en)?|inspektör(?:en)?|inspektør(?:en)?|sekreterar(?:e|en)|sekretær(?:en)?|"
    r"strateg(?:en)?|jurist(?:en)?|handläggar(?:e|en)|konsult(?:en)?|konsulent(?:en)?|rådgiver(?:en)?|rådgivar(?:e|en)|"
    r"analytiker(?:n)?|analytikeren|arkitekt(?:en)?|förvaltar(?:e|en)|forvalter(?:en)?|föreståndar(?:e|"
    r"en)|forstander(?:en)?|"
    r"kommissarie(?:n)?|kommissær(?:en)?|befäl(?:et)?|ombud(?:et)?|kommunikatör(?:en)?|"
    r"kommunikationsrådgiver|lots(?:en)?|"
    r"ansvarig(?:a|e)?|ansvarlig(?:e)?|ordförande(?:n)?|formand(?:en)?|kurator(?:n)?|sköterska(?:n)?|plejerske(?:n)?|"
    r"sagsbehandler(?:en)?|registrator(?:n)?|borgmester(?:en)?|borgmästar(?:e|en)|fuldmægtig(?:en)?|betjent(?:en)?|"
    r"assistent(?:en)?|specialist(?:en)?|expert(?:en)?|ekspert(?:en)?|redaktör(?:en)?|redaktør(?:en)?|"
    r"talesperson(?:en)?|"
    r"talsperson(?:en)?|kontaktperson(?:en|er)?|inköpare(?:n)?|ansvarshavande|föredragande(?:n)?|utredar(?:e|en)|"
    r"controller(?:n)?|tolk(?:en)?|vaktmästare|föreläsare|lektor|professor|åklagar(?:e|en)|"
    r"anklager(?:en)?|advokat(?:en)?)"
    r"|kommunpolis(?:en)?|områdespolis(?:en)?|präst(?:en)?|præst(?:en)?|vagthavende|vakthavande|officer|"
    r"coordinator|director|"
    r"manager|adviser|advisor|commissioner|secretary|superintendent|[Hh]ead of \w+|handyman(?!)"
    r"|databeskyttelsesrådgiver(?:en)?|dataskyddsombud(?:et)?|DPO)"
)
_NOT_ROLES = (
    r"(?:områdesledare|vårdnadshavare|\w*(?:råds)?befälet\b(?! )|förmedlar\w*|medarbetare|handledare|"
    r"gärningsmannen|samarbetsansvarig|"
    r"\w*ansvarig(?:a|e)?(?= för| myndighet| för)|huvudansvar\w*|underleder|afleder|anleder|indleder|"
    r"vejleder|tilleder|inleder|"
    r"hjemleder|udleder|beleder)"
)
_QUALIFIER = (
    r"(?:(?:biträdande|ställföreträdande|stf\.?|tf\.?|t\.?f\.|tillförordnad|konstituerad|konst\.|vice|"
    r"nationell(?:a)?|national(?:e)?|"
    r"regional(?:a|e|t)?|lokal(?:a|e)?|vakthavande|vagthavende|konstitueret|fungerende|socialfaglig|faglig|"
    r"central|øverste|högsta|ny(?:a|e)?|senior|deputy|acting|[Nn]ational|[Rr]egional|[Ll]ocal|\w+faglig) )"
)
_QUALIFYING = re.compile(_QUALIFIER.removesuffix(" )") + ")", re.IGNORECASE)
ROLE_PATTERN = rf"(?<!\w)(?!{_NOT_ROLES}(?!\w))(?:{_QUALIFIER}{{0,2}}){ROLE_WORD}(?!\w)"
ROLE = re.compile(ROLE_PATTERN, re.IGNORECASE)

_BODY_WORD = (
    r"(?:\w*(?:myndighet(?:en)?|myndighed(?:en)?|styrelse(?:n|r)?|verket|departement(?:et)?|"
    r"ministeri(?:et|um)|direktorat(?:et)?|"
    r"kommune?(?:n)?|förening(?:en)?|forening(?:en)?|jour(?:en)?|förbund(?:et)?|forbund(?:et)?|"
    r"stiftelse(?:n)?|fond(?:en)?|"
    r"universitet(?:et)?|högskola(?:n)?|domstol(?:en)?|tingsrätt(?:en)?|hovrätt(?:en)?|landsret(?:ten)?|byret(?:ten)?|"
    r"länsstyrelse(?:n)?|rådgivning(?:en)?|kammare)"
    r"|[Ss]tad|[Kk]orset|Kors|Rigspolitiet|Politiet|Polisen|Region(?! [A-ZÅÄÖ])|Agency|Authority|Service|"
    r"Council|Board|Association|Aktiebolag|AB|A/S)"
)
_ORGANISATION_NAME = re.compile(rf"(?<!\w){_BODY_WORD}(?!\w)")

UNIT_WORD = (
    r"(?:\w*(?:enhet(?:en)?|enhed(?:en)?|avdelning(?:en)?|afdeling(?:en)?|sektion(?:en)?|grupp(?:en)?|gruppe(?:n)?|"
    r"kontor(?:et)?|center|centret|centrum|centralen?|byrå(?:n)?|tjänst(?:en)?|tjeneste(?:n)?|funktion(?:en)?|"
    r"förvaltning(?:en)?|forvaltning(?:en)?|sekretariat(?:et)?|kansli(?:et)?|ledning(?:en)?|ledelse(?:n)?|"
    r"vagt(?:en)?|jour(?:en)?|"
    r"häkte(?:t)?|anstalt(?:en)?|arrest(?:en)?|arresthus(?:et)?|fængsel|fængslet|frivård(?:en)?|"
    r"pension(?:en)?|station(?:en)?|"
    r"polisregion(?:en)?|polisområde(?:t)?|politikreds(?:en)?|kreds(?:en)?|krets(?:en)?|område(?:t)?|"
    r"distrikt(?:et)?|växel(?:n)?|"
    r"omstilling(?:en)?|hovednummer(?:et)?|hovedtelefon|kundtjänst|reception(?:en)?|support(?:en)?|"
    r"helpdesk|servicedesk|mottagning(?:en)?)"
    r"|KiF|KUT|NOA|PKC|Unit|Department|Office|Division|Section|Center|Centre)"
)
_UNIT_NAME = re.compile(rf"(?<!\w){UNIT_WORD}(?!\w)", re.IGNORECASE)
_UNIT_IN_TEXT = re.compile(
    rf"(?<!\w)(?:[a-zåäöæø]+(?:a|e|iska|iske) )?(?i:{UNIT_WORD})(?!\w)(?: (?:i|ved|på) "
    rf"[{_CAPITAL}][{_SMALL}]+| [{_CAPITAL}][{_SMALL}]+)?"
)
_NO_NAME = re.compile(
    rf"(?<![\w-])(?:(?i:{_BODY_WORD}|{UNIT_WORD})|Nationell\w*|National\w*|Regional\w*|Lokal\w*|Region\w*|"
    rf"Svenska|Danske?|Sverige\w*|"
    r"Danmark\w*|Bilaga|Bilag|Kapitel|Avsnitt|Avdelning|Adress\w*|Postadress|Besöks\w*|Telefon\w*|Tlf|"
    r"Mobil\w*|Fax|E-?post|E-?mail|"
    r"Mail|Org|Box|Kontakt\w*|Press\w*|Vänliga?|Venlig|Hälsning\w*|Hilsen|Med|Hej|Kære|Kind|Best|Yours|"
    r"Sincerely|Regards|Dear|"
    r"Gäller|Föredragande|Beslut\w*|Datum|Dato|Diarie\w*|Sida|Side|Nya?|Det|Den|Detta|Denne|De|En|Ett|Et|"
    r"I|På|Om|För|For|Från|Fra|"
    r"Till|Til|Vid|Ved|Hos|Efter|Under|Se|Läs|Läser|Når|När|Hvis|Alla|Alle|Vi|Du|Ni|Jag|Jeg|The|And|Of|"
    r"For|In|On|A|This|"
    r"Måndag\w*|Tisdag\w*|Onsdag\w*|Torsdag\w*|Fredag\w*|Lördag\w*|Söndag\w*|Mandag\w*|Tirsdag\w*|Lørdag\w*|Søndag\w*|"
    r"Gata\w*|"
    r"\w+gatan|\w+vägen|\w+gade|\w+vej|"
    r"Center|Avtal\w*|Aftale\w*|Överenskommelse\w*|Strategi\w*|Plan\w*|Rapport\w*|Guide\w*|Lag\w*|Lov\w*|"
    r"Justits\w*|Ring|Skriv|"
    r"Copyright|Creative|Commons|Web|Open|Data|Google|Microsoft|Chef|Direktör|Direktør|Tack|Tak)(?![\w-])"
)

PRIVATE = re.compile(
    r"\b(?:intagn[ae]|intagen|den dömd[ae]|dömd[ae]?|häktad[ea]?|frigivn[ae]|klient(?:en|er)?|fång(?:e|en|"
    r"ar)|brottsoffer|brottsoffret|"
    r"offret|offeret|målsägande(?:n)?|vittne(?:t)?|anhörig[ae]?|patient(?:en)?|elev(?:en)?|indsat(?:te)?|"
    r"dømt(?:e)?|afsoner(?:en)?|"
    r"varetægtsarrestant(?:en)?|fange(?:n|r)?|vidne(?:t)?|pårørende|forældre|föräldrar|mor|mamma|pappa|"
    r"far|son|søn|dotter|datter|"
    r"borger(?:en)?|medborgar(?:e|en)|sökande(?:n)?|ansøger(?:en)?|klagande(?:n)?|prisoner|inmate|"
    r"detainee|victim|witness)\s*,?\s*$",
    re.IGNORECASE,
)
"""Ends with whom a paper is about, not whom to ask."""


@dataclass(frozen=True, slots=True)
class FoundName:
    """A person's name in a text, at half-open offsets."""

    start: int
    end: int
    name: str


def names_in(text: str) -> list[FoundName]:
    """Return the names of people in a text; names of bodies, places and streets are left out."""
    return [found for match in _NAME.finditer(text) if (found := _without_office(match))]


def places_of_names(text: str) -> list[tuple[int, int]]:
    """Return half-open offsets, one of which every name of a sentence of this text touches; none without any name."""
    matches = list(_NAME.finditer(text))
    return [match.span() for match in matches] if any(map(_without_office, matches)) else []


def _without_office(match: re.Match[str]) -> FoundName | None:
    """Return a name without the office that stands before it with a capital, as at the beginning of a sentence."""
    name, start = match.group(), match.start()
    while not is_name(name):
        head, _, rest = name.partition(" ")
        if not _NAME.fullmatch(rest) or not (ROLE.fullmatch(head) or _QUALIFYING.fullmatch(head)):
            return None
        start, name = start + len(head) + 1, rest
    return FoundName(start, start + len(name), name)


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Tell whether a text is the name of a person and nothing else."""
    return bool(_NAME.fullmatch(text)) and not _NO_NAME.search(text) and not _names_role(text)


def is_role(text: str) -> bool:
    """Tell whether a short text names an office that somebody holds."""
    return _names_role(text) and not is_name(text)


def _names_role(text: str) -> bool:
    return signs_of(text.lower()) & Sign.ROLE != 0 and ROLE.search(text) is not None


def is_organisation(text: str) -> bool:
    """Tell whether a text is the name of an agency, municipality or association and little else."""
    named = next(organisations_in(text), None)
    if named is not None and len(text) <= len(named) + 12:
        return True
    return bool(_ORGANISATION_NAME.search(text)) and text[:1].isupper()


def is_unit(text: str) -> bool:
    """Tell whether a text names a part of an organisation, such as a department, a prison or a switchboard."""
    return signs_of(text.lower()) & Sign.UNIT != 0 and _UNIT_NAME.search(text) is not None


def units_in(text: str) -> list[tuple[int, int]]:
    """Return half-open offsets of the units that a text names, each with the place that is part of its name."""
    return [(match.start(), match.end()) for match in _UNIT_IN_TEXT.finditer(text)]
