"""Between whom a paper is made, and by whom it was issued.

Knows how papers name their parties: in a labelled field, in the title, in the sentence that says who made it. Must not
know organisations beyond what a paper prints; names stay as they are printed, without the genitive.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.extract.field import Field
from ingest.extract.paper import Paper
from ingest.extract.sign import Sign
from ingest.organisation import SPELLINGS, organisations_in
from search.records import Signatory

_KIND = (
    r"(?:överenskommelse\w*|avtal(?:et)?|avsiktsförklaring\w*|samverkan|samarbete\w*|aftale\w*|"
    r"samarbejdsaftale\w*|samarbejde\w*|agreement|memorandum)"
)
_BETWEEN = re.compile(
    rf"\b\w*{_KIND}\b[^.\n:]{{0,80}}?\b(?:mellan|mellem|between)\s+(?P<parties>[^.\n:;]{{3,260}})", re.IGNORECASE
)
_MADE_BY = (
    re.compile(
        r"\b(?:[Aa]ftalen|[Öö]verenskommelsen|[Aa]vtalet|[Tt]he agreement)\s+(?:är|er|has been|is)\s*(?:ingången|"
        r"ingået|"
        r"tecknad|träffad|slutet|slutits|indgået|concluded|made)\s+(?:mellan|mellem|between|av|af|by)\s+(?P<parties>[^\n:;]{3,260}?)(?=\.(?:\s|$)|\n|$)"
    ),
    re.compile(
        r"\b(?:[Pp]lanen|[Hh]andlingsplanen|[Hh]andleplanen|[Ss]trategin|[Ss]trategien|[Rr]utinen|[Öö]verenskommelsen)\s+(?:är|er)\s+"
        r"(?:gemensam för|fælles for)\s+(?P<parties>[^\n:;]{3,260}?)(?=\.(?:\s|$)|\n|$)"
    ),
    re.compile(
        r"\b(?:[Pp]arterna|[Pp]arterne|[Pp]arter|[Tt]he parties)\s+(?:är|er|"
        r"are)\s+(?P<parties>[A-ZÅÄÖÆØ][^\n:;]{3,260}?)(?=\.(?:\s|$)|\n|$)"
    ),
)
_PARTIES_END = re.compile(
    r"\s(?:om|gällande|angående|avseende|rörande|kring|"
    r"(?<!yndigheten )(?<!tyrelsen )(?<!irektoratet )(?<!enter )(?<!entrum )(?<!nstitutet )(?<!verket )för|vid|"
    r"under|vedrørende|(?<!irektoratet )(?<!enter )(?<!tyrelsen )(?<!nævnet )for|on|regarding|concerning|"
    r"enligt|har|är|ska|skal|er|the|inom|i syfte|som|der|träffa\w*)\s|\s[-–]\s|\s?\(|\s(?:19|20)\d\d\b|,\s(?:som|"
    r"der|which)\b"
)
_SEPARATOR = re.compile(r",\s+(?:och|og|and|samt)\s+|,\s+|(?<!-)\s+(?:och|og|and|samt|&)\s+")
_STARTS_NAME = re.compile(r"(?:[A-ZÅÄÖÆØ]|region|lokalpolis|kommun|regering|stat|föreningen|foreningen|polis)")
_OWN = re.compile(
    r"^(?P<name>[A-ZÅÄÖÆØ][^\s,]*(?: [^\s,]+){0,4}?s) (?:strategi|handlingsplan|handleplan|riktlinjer|"
    r"retningslinjer|policy|föreskrifter|plan|årsberättelse|författningssamling)\b"
)
_APPROVED_BY = re.compile(
    r"\b(?:[Gg]odkendt|[Bb]eslutad|[Ff]astställd|[Vv]edtaget|[Aa]ntagen) (?:af|"
    r"av) (?P<name>[A-ZÅÄÖÆØ][\wåäöæøé-]+)s (?:ledning|ledelse|styrelse|bestyrelse|direktion|generaldirektør|"
    r"generaldirektör)\b"
)
_KNOWN = re.compile("|".join(rf"\b(?:{spelling})" for name, spelling in SPELLINGS.items() if " " in name))
_FRONT_CHARS = 3000
_MOST_PARTIES = 12


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that a paper names as a party, and where.

    Attributes:
        start, end: both 0 where only the title names it, which the text does not print.
        confidence: 0 to 1.
    """

    name: str
    start: int
    end: int
    confidence: float = 0.9


def parties_of(paper: Paper, fields: Sequence[Field], signatories: Sequence[Signatory]) -> list[Party]:
    """Return the parties of a paper: labelled, else in its title or first heading, else in a sentence, else signed."""
    for labelled in (each for each in fields if each.name == "party"):
        found = list(_split(labelled.value, labelled.start, 1.0))
        if found:
            return found
    if paper.document.document_type in {"news", "mail", "minutes", "memo", "other", "regulation"}:
        return []
    return list(_stated(paper)) or list(_signed(signatories))


def issuer_of(paper: Paper, fields: Sequence[Field]) -> Party | None:
    """Return who issued a paper: labelled, or the owner in its title, or whose management approved it."""
    for labelled in (each for each in fields if each.name == "issuer"):
        return Party(labelled.value, labelled.start, labelled.end, 1.0)
    for block, signs in zip(paper.blocks, paper.signs, strict=True):
        if block.start > _FRONT_CHARS:
            break
        if block.kind == "heading":
            match = _OWN.match(block.text)
        else:
            match = _APPROVED_BY.search(block.text) if signs & Sign.APPROVED else None
        if match:
            name = match["name"].removesuffix("s") if block.kind == "heading" else match["name"]
            if next(organisations_in(f"{name} "), None):
                begin = block.start + match.start("name")
                return Party(name, begin, begin + len(name), 0.8)
    return _owner_in_title(paper)


def _owner_in_title(paper: Paper) -> Party | None:
    """Return whom a title that the text does not print as a heading names as owner."""
    match = _OWN.match(paper.document.title)
    name = match["name"].removesuffix("s") if match else ""
    return Party(name, 0, 0, 0.8) if name and next(organisations_in(f"{name} "), None) else None


def _stated(paper: Paper) -> Iterator[Party]:
    """Yield the parties of the first heading or sentence that names more than one."""
    for block in paper.blocks:
        if block.start > _FRONT_CHARS:
            return
        is_title = block.kind == "heading" and block.level <= 1
        patterns = (_BETWEEN,) if is_title else _MADE_BY if block.kind != "heading" else ()
        for pattern in patterns:
            match = pattern.search(block.text)
            if match:
                found = list(_split(match["parties"], block.start + match.start("parties"), 0.9))
                if len(found) > 1:
                    yield from found[:_MOST_PARTIES]
                    return


def _split(text: str, start: int, confidence: float) -> Iterator[Party]:
    # the words within a known name ("Sveriges Kommuner och Regioner") part nothing
    sealed = _KNOWN.sub(lambda match: "N" * len(match.group()), text)
    end = _PARTIES_END.search(sealed)
    listed = text[: end.start()] if end else text
    begin = 0
    stops = [(match.start(), match.end()) for match in _SEPARATOR.finditer(sealed, 0, len(listed))]
    for stop, following in [*stops, (len(listed), len(listed))]:
        name = listed[begin:stop].strip(" .,")
        if _STARTS_NAME.match(name):
            at = start + listed.index(name, begin)
            yield Party(name, at, at + len(name), confidence)
        elif name:
            return
        begin = following


def _signed(signatories: Sequence[Signatory]) -> Iterator[Party]:
    seen: set[str] = set()
    for each in signatories:
        if each.organisation and each.organisation not in seen:
            seen.add(each.organisation)
            yield Party(each.organisation, each.span.start, each.span.end, 0.7)
