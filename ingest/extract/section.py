"""What headings say of the contacts that stand under them: whose they are, what they are about, on which level.

Knows headings of papers in three languages. Must not know how contacts are read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.paper import Paper
from ingest.extract.person import is_name
from ingest.extract.place import level_in
from ingest.organisation import organisations_in
from search.document import Block
from search.records import Level

_NUMBER = re.compile(
    r"^(?:(?:§|kap(?:itel)?|avsnitt|bilaga|bilag|del|steg|trin|appendix|"
    r"annex)?\.?\s*\d+(?:\.\d+)*\.?[a-z]?|[IVX]+\.)\s*[.):–-]?\s+",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"kontakt(?!center)|contact|ring(?:er)?\b|hör av|få(?:r)? .*fat|nå oss|press(?:e)?(?:kontakt|vagt|"
    r"jour|tjänst)?\b|frågor|spørgsmål|questions|"
    r"vem kan|hvem kan|telefon|e-?post",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:frågor|spørgsmål|questions|kontakt(?:er|personer)?|contacts?)\s+(?:om|kring|rörande|vedrørende|"
    r"ved|för|for|about|on)\s+(?P<topic>.{3,80})$",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(
    r"^(?:ansvar\w*|organisation\w*|organisering|uppföljning\w*|opfølgning|bakgrund\w*|baggrund|inledning|"
    r"indledning|introduktion|syfte\w*|"
    r"formål\w*|möten?|møder?|mødestruktur|sammansättning|sammanfattning|resumé|sammenfatning|"
    r"giltighet\w*|gyldighed|parter(?:na)?|parterne|omfattning|"
    r"målgrupp\w*|mål(?: och uppföljning)?|mått|åtgärder|underskrift(?:er)?|referenser|bilag(?:a|or)?|"
    r"definitioner|begrepp|begreber|övrigt|"
    r"övriga frågor|andet|diverse|eventuelt|nästa (?:steg|möte)|næste (?:skridt|møde)|problem|regler|"
    r"forslag|förslag|kostnader|økonomi|ekonomi|"
    r"rettelser|ändringar(?: och tvister)?|så .*|hur .*|hvordan .*|hvem .*|vem .*|sådan .*|vad .*|hvad .*|"
    r"kære .*|hej .*|hälsningar|att tänka på|"
    r"kontakt\w*|contact\w*|lokala kontakt\w*|kontaktpersoner .*|kontaktuppgifter .*|adress\w*|om .*|"
    r"about .*|besøg hos os|dagsorden|"
    r"(?:de|våra|vores|the) .*|frivården|häkte[nt]?|anstalt(?:en|er)|arresthuse?t?|fængsler|polisen|"
    r"politiet|håll .*|kontakta .*|fakta|referat|arkivering|tillsyn|giltighetstid|styrgrupp\w*|"
    r"styregruppe\w*|institutioner|häkten|anstalter|kommuner .*|"
    r"rekvisita|förord|forord|innehåll\w*|indhold\w*|remissinstanser|sändlista)$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"^(?:[A-ZÅÄÖÆØ]\w*(?:direktoratet|enheten|enheden|avdelningen|afdelingen|sekretariatet|kansliet|"
    r"centret|centeret)|Direktoratet|Sekretariatet|Kansliet)$"
)
_FUNCTION = re.compile(
    r"^\w*(?:vagt|vagten|jour|jouren|växel|växeln|tjänst|tjänsten|tjeneste|reception|support|omstilling)$",
    re.IGNORECASE,
)
_LEVEL_HEADING = re.compile(r"^(?:nationell|national|regional|lokal)\w*\b", re.IGNORECASE)
_MOST_TOPIC_CHARS = 80
_MOST_BESIDE_NAME_CHARS = 16


@dataclass(frozen=True, slots=True)
class Section:
    """The headings above a block, from the highest to the nearest; level 0 of the document's title is among them."""

    path: tuple[str, ...] = ()

    @property
    def nearest(self) -> str | None:
        """The nearest heading, as printed."""
        return self.path[-1] if self.path else None

    @property
    def is_for_contacts(self) -> bool:
        """Whether the nearest heading announces whom to ask."""
        return bool(self.path) and _announces_contacts(self.path[-1])

    @property
    def organisation(self) -> str | None:
        """The body that the nearest heading of that kind names alone."""
        for heading in reversed(self.path[1:]):
            named = list(organisations_in(heading))
            bare = _without_number(heading)
            if len(named) == 1 and (len(bare) <= len(named[0]) + _MOST_BESIDE_NAME_CHARS or _CONTACT.search(bare)):
                return named[0]
        return None

    @property
    def unit(self) -> str | None:
        """The part of an organisation that the nearest heading names alone."""
        bare = _without_number(self.path[-1]) if len(self.path) > 1 else ""
        return bare if _UNIT.match(bare) else None

    @property
    def function(self) -> str | None:
        """The desk or line that the nearest heading names alone, such as a press line."""
        bare = _without_number(self.path[-1]) if self.path else ""
        return bare if _FUNCTION.match(bare) else None

    @property
    def topics(self) -> tuple[str, ...]:
        """What the nearest heading says that the records under it are about."""
        bare = _without_number(self.path[-1]) if len(self.path) > 1 else ""
        about = _ABOUT.match(bare)
        if about:
            return (about["topic"],)
        is_topic = (
            3 <= len(bare) <= _MOST_TOPIC_CHARS  # noqa: PLR2004 - "IT" is no heading of its own in running text
            and not _STRUCTURE.match(bare)
            and not is_name(bare)
            and not _UNIT.match(bare)
            and not _LEVEL_HEADING.match(bare)
            and not (self.organisation and self.organisation in bare)
            and not bare.endswith(("?", "!", "."))
        )
        return (bare,) if is_topic else ()

    @property
    def level(self) -> Level | None:
        """The level that the nearest heading names."""
        return level_in(self.path[-1]) if len(self.path) > 1 else None


@lru_cache(maxsize=1024)
def _announces_contacts(heading: str) -> bool:
    return _CONTACT.search(heading) is not None


def sections(paper: Paper) -> Iterator[tuple[int, Block, Section]]:
    """Yield each block that is no heading with its position and the headings above it."""
    path: list[tuple[int, str]] = []
    title = next((block.text for block in paper.blocks if block.kind == "heading"), "")
    section = Section((title,))
    for position, block in enumerate(paper.blocks):
        if block.kind == "heading":
            while path and path[-1][0] >= block.level:
                path.pop()
            path.append((block.level, block.text))
            section = Section(_with_title(path, title))
        else:
            yield position, block, section


def _with_title(path: list[tuple[int, str]], title: str) -> tuple[str, ...]:
    """Return the headings, the document's own first even where others are as high."""
    headings = tuple(text for _, text in path)
    return headings if headings[:1] == (title,) else (title, *headings)


def _without_number(heading: str) -> str:
    return _NUMBER.sub("", heading).strip()
