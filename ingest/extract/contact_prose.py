"""Contacts in running text: "samordnare Anna Ek, telefon ...", "henvendelse rettes til ...", "hon nås på ...".

Knows sentences. Must not know tables or boxes. A number belongs to whom the same sentence puts it right behind; where
that is not plain, nobody's name is put to it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.extract.asking import asked_of, leads_to_somebody
from ingest.extract.draft import Draft, add_part, with_points
from ingest.extract.person import (
    PRIVATE,
    ROLE_PATTERN,
    is_organisation,
    is_role,
    is_unit,
    names_in,
    places_of_names,
    units_in,
)
from ingest.extract.place import level_in, place_in
from ingest.extract.point import Point, hours_in, is_private, points_in
from ingest.extract.sentence import sentences
from ingest.extract.sign import Sign, signs_of
from ingest.organisation import organisations_in

_ROLE_BEFORE = re.compile(rf"(?P<role>{ROLE_PATTERN})\s+$", re.IGNORECASE)
_ROLE_IS = re.compile(
    rf"(?P<role>{ROLE_PATTERN})(?P<of>(?: (?:i|hos|vid|på|för|for|ved|at|of) [^,.;:]{{2,60}}?)?) (?:är|er|"
    rf"is|are)(?: (?:nu|nå|now))? (?:\w+ )?$",
    re.IGNORECASE,
)
_IS = re.compile(r"(?:är|er|is|are)(?: (?:nu|nå|now))? (?:\w+ )?$")
_IS_CHARS = 60
"""What ends `_ROLE_IS`: looked for first, as it is seldom there."""
_BESIDE = re.compile(
    r"(?:\s*,\s*|\s+(?:hos|vid|i|på|ved|for|för|fra|från|at|of|ny|nya|som)\s+|\s*\()"
    r"(?P<part>(?:(?!,|\.(?:\s|$)|;|\(|\)| (?:och|og|är|er|and|telefon\w*|tlf|tel|nås|på|via|ansvarar|"
    r"svarar|svarer|kan|som|med|rollen|lokal)\b).){2,70})\)?"
)
_FILLER = re.compile(
    r"[\s,(:–-]*(?:(?:på|via|per|med|under|telefon\w*|tlf|tel|tfn|nummer|numret|nås|träffas|e-?post\w*|"
    r"mail\w*|e-?mail\w*|adress(?:en)?|direkt|kan|kontaktas|kontaktes|"
    r"ringes|ring|op|træffes|är|er|is|at|on|by|phone|email|som|har|has|have|reached|be|can|altså|mobil\w*|"
    r"och|og|eller|or|and|hos)\b[\s,:.–-]*)*\(?"
)
_RELATIVE = re.compile(
    r"\s*, (?:som|der) [^,.]{3,80}, (?:nås|träffas|træffes|kan nås|kan kontaktas|kan kontaktes|har)\b[^.]{0,20}"
)
_PRONOUN = re.compile(r"(?:Hon|Han|Hun|Hen|She|He|Vedkommande|Vedkommende)\b")
_LIST_OF_PEOPLE = re.compile(r"\s*(?:,|och|og|eller|and|or|samt|&)?\s*(?:och|og|eller|and|or)?\s*")
_TOPIC = re.compile(
    r"\b(?:frågor|spørgsmål|questions|henvendelser|henvendelse|ärenden|hjälp|hjælp) (?:om|som rör|kring|"
    r"rörande|vedrørende|vedr\.|angående|about|on|med) (?P<topic>[^,.;:]{3,60}?)"
    r"(?= (?:besvaras|ställs|lämnas|riktas|rettes|stilles|sendes|besvares|kontakta|kan|hänvisas|bedes|"
    r"skal|ska|till|til|sker|to)\b|[,.;:]|$)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    rf"(?:(?P<of>[A-ZÅÄÖÆØa-zåäöæø]+s) )?(?P<role>{ROLE_PATTERN})(?P<rest>(?: (?:för|for|i|på|vid|hos|ved) "
    rf"(?!varje|hver|respektive)[a-zåäöæøA-ZÅÄÖÆØ-]{{3,40}}(?: [A-ZÅÄÖÆØ][a-zåäöæø]+)?)?)",
    re.IGNORECASE,
)
_MOST_TO_OFFICE = 40
_ROLE_CHARS = 120
_MOST_ROLE_WORDS = 3
"""Words of an office without what stands before it: "head of section"."""
_BODY_CHARS = 200
_PRIVATE_CHARS = 40
"""Before a name: how far back an office, or what tells a private person, is looked for; both end right before it."""
_VERBS = re.compile(r"^(?:leder|ledare|anleder)$", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:[Pp]olisen|[Pp]olitiet|\w+vården|\w+forsorgen|\w+myndigheten|\w+myndigheden|\w+verket|[Kk]ommune?n)\b"
)
_LETTERS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Somebody whom a sentence names, with what it says of them; offsets into the sentence."""

    start: int
    end: int
    fields: Draft


def may_ask(signs: int) -> bool:
    """Tell from the signs of a text whether it may name an office to ask for."""
    return bool(signs & Sign.ASK and signs & Sign.ROLE)


def contacts_in_prose(text: str, start: int, *, reaches: bool = True) -> list[Draft]:
    """Return the contacts that a paragraph's sentences name; offsets are those of the document.

    Args:
        reaches: whether the paragraph may hold a number or an address.
    """
    if not reaches and not leads_to_somebody(text):
        return []
    found: list[Draft] = []
    before: tuple[int, int] | None = None
    for begin, end in sentences(text):
        sentence = text[begin:end]
        points = points_in(sentence) if reaches else []
        if not points:
            if may_ask(signs_of(sentence.lower())):
                found += [_at(draft, start + begin) for draft in _asked_for(sentence)]
        elif before and _PRONOUN.match(sentence) and not names_in(sentence):
            found += _continued(text, before, (begin, end), start)
        else:
            found += [_at(draft, start + begin) for draft in _reachable(sentence, points)]
        before = (begin, end)
    return found


def officials_in(text: str, start: int, *, reaches: bool = True) -> Iterator[Draft]:
    """Yield who a paragraph says holds an office, in sentences that give no number; offsets are the document's.

    Args:
        reaches: whether the paragraph may hold a number or an address.
    """
    named = places_of_names(text)
    if not named:
        return
    for begin, end in sentences(text):
        if not any(first < end and begin < last for first, last in named):
            continue
        sentence = text[begin:end]
        if not signs_of(sentence.lower()) & Sign.ROLE or (reaches and points_in(sentence)):
            continue
        if any(
            PRIVATE.search(sentence, max(0, found.start - _PRIVATE_CHARS), found.start) for found in names_in(sentence)
        ):
            continue
        for anchor in _people(sentence):
            if anchor.fields.role:
                body = _body_before(sentence[max(0, anchor.start - _BODY_CHARS) : anchor.start])
                fields = replace(anchor.fields, organisation=anchor.fields.organisation or body, is_mentioned=True)
                yield replace(fields, start=start + begin, end=start + end)


def _body_before(text: str) -> str | None:
    """Return the body whose office follows: "Kriminalvårdens generaldirektör"."""
    word = text.rsplit(maxsplit=1)[-1] if text.split() else ""
    return next(organisations_in(_of(word)), None) if word.endswith("s") else None


def _continued(text: str, before: tuple[int, int], here: tuple[int, int], start: int) -> list[Draft]:
    """Return the contact whom one sentence names alone and the next one calls she or he."""
    sentence = text[here[0] : here[1]]
    people = _people(text[before[0] : before[1]])
    if len(people) != 1 or points_in(text[before[0] : before[1]]):
        return [_at(draft, start + here[0]) for draft in _reachable(sentence, points_in(sentence))]
    draft = with_points(replace(people[0].fields, start=0, end=here[1] - before[0]), points_in(sentence))
    return [_at(replace(draft, hours=hours_in(sentence)), start + before[0])]


def _at(draft: Draft, start: int) -> Draft:
    return replace(draft, start=draft.start + start, end=draft.end + start)


def _reachable(sentence: str, points: Sequence[Point]) -> Iterator[Draft]:
    """Yield whom the numbers of a sentence reach."""
    if any(PRIVATE.search(sentence, max(0, found.start - _PRIVATE_CHARS), found.start) for found in names_in(sentence)):
        return
    anchors = _people(sentence) or _offices(sentence)
    owned = _owners(sentence, anchors, points)
    topic = _TOPIC.search(sentence)
    whole = Draft(0, len(sentence), topics=(topic["topic"],) if topic else (), hours=hours_in(sentence))
    for anchor, theirs in owned:
        fields = anchor.fields if anchor else Draft(0, 0)
        draft = with_points(
            replace(fields, start=0, end=len(sentence), topics=whole.topics, hours=whole.hours), list(theirs)
        )
        if draft.role is None and all(map(is_private, draft.emails)) and draft.emails:
            continue
        yield draft


def _owners(
    sentence: str, anchors: Sequence[_Anchor], points: Sequence[Point]
) -> list[tuple[_Anchor | None, list[Point]]]:
    """Put each number to whom it stands right behind; those that stand behind nobody to nobody."""
    owned: dict[int, list[Point]] = {}
    at, owner = 0, -1
    for point in points:
        near = [number for number, anchor in enumerate(anchors) if at <= anchor.start and anchor.end <= point.start]
        if near:
            owner = near[-1] if _leads_to(sentence[anchors[near[-1]].end : point.start]) else -1
            if len(near) > 1 and owner >= 0 and _is_shared(sentence, anchors, near):
                owner = -1
        elif owned and not _FILLER.fullmatch(sentence[at : point.start]):
            owner = -1
        owned.setdefault(owner, []).append(point)
        at = point.end
    return [(anchors[number] if number >= 0 else None, theirs) for number, theirs in owned.items()]


def _leads_to(gap: str) -> bool:
    return bool(_FILLER.fullmatch(gap) or _RELATIVE.fullmatch(gap))


def _is_shared(sentence: str, anchors: Sequence[_Anchor], near: Sequence[int]) -> bool:
    """Tell whether the last of several people before a number is only the last of a list of them."""
    last, one_before = anchors[near[-1]], anchors[near[-2]]
    return bool(_LIST_OF_PEOPLE.fullmatch(sentence[one_before.end : last.start]))


def _people(sentence: str) -> list[_Anchor]:
    """Return the people of a sentence with office and body, where it says so right beside the name."""
    found = names_in(sentence)
    first = found[0].start if found else 0
    is_said = _IS.search(sentence, max(0, first - _IS_CHARS), first) is not None
    common = _ROLE_IS.search(sentence[:first]) if is_said and _has_role(sentence[:first]) else None
    anchors = []
    for number, name in enumerate(found):
        fields = Draft(0, 0, name=name.name)
        role = _role_before(sentence, name.start)
        start = name.start
        if role and not _VERBS.match(role["role"]):
            fields, start = _with_role(fields, role["role"]), role.start("role")
        elif common and not (number and points_in(sentence[found[0].end : name.start]) == []):
            fields = _with_of(_with_role(fields, common["role"]), common["of"])
        end, fields = _beside(sentence, name.end, fields)
        anchors.append(_Anchor(start, end, fields))
    return anchors


def _role_before(sentence: str, end: int) -> re.Match[str] | None:
    """Return the office right before a name; its last words are looked at first, for speed."""
    begin = max(0, end - _ROLE_CHARS)
    last = " ".join(sentence[begin:end].split()[-_MOST_ROLE_WORDS:])
    return _ROLE_BEFORE.search(sentence, begin, end) if _has_role(last) else None


def _has_role(text: str) -> bool:
    return signs_of(text.lower()) & Sign.ROLE != 0


def _with_role(fields: Draft, role: str) -> Draft:
    return replace(fields, role=role, level=fields.level or level_in(role))


def _with_of(fields: Draft, of: str) -> Draft:
    return add_part(fields, of.strip().split(" ", 1)[-1]) if of.strip() else fields


def _beside(sentence: str, end: int, fields: Draft) -> tuple[int, Draft]:
    """Read what stands behind a name in apposition: office, unit, body, place."""
    while match := _BESIDE.match(sentence, end):
        part = match["part"].strip()
        if points_in(part) or names_in(part):
            break
        if not (is_role(part) or is_organisation(part) or is_unit(part) or place_in(part)):
            break
        fields = add_part(fields, part)
        end = match.end()
    return end, fields


def _offices(sentence: str) -> list[_Anchor]:
    """Return the offices and units of a sentence that names nobody."""
    found = [(match.start(), match.end(), "role") for match in re.finditer(ROLE_PATTERN, sentence, re.IGNORECASE)]
    found += [(*span, "unit") for span in units_in(sentence)]
    anchors: list[_Anchor] = []
    for start, end, kind in sorted(found, key=lambda each: (each[0], -each[1])):
        if anchors and start < anchors[-1].end:
            continue
        text = sentence[start:end]
        fields = _with_role(Draft(0, 0), text) if kind == "role" else Draft(0, 0, unit=text, place=place_in(text))
        stop, fields = _beside(sentence, end, fields)
        anchors.append(_Anchor(start, stop, fields))
    return anchors


def _asked_for(sentence: str) -> Iterator[Draft]:
    """Yield the offices that a sentence without numbers names to ask for."""
    whom = asked_of(sentence)
    if whom is None or names_in(whom):
        return
    topic = _TOPIC.search(sentence)
    at = 0
    for office in _OFFICE.finditer(whom):
        if len(_LETTERS.findall(whom[at : office.start()])) > _MOST_TO_OFFICE or _VERBS.match(office["role"]):
            break
        at = office.end()
        of = office["of"] or ""
        body = next(organisations_in(_of(of)), None) or next(organisations_in(sentence), None) or _body_in(sentence)
        role = f"{office['role']}{office['rest']}"
        draft = Draft(0, len(sentence), organisation=body, role=role, level=level_in(role), place=place_in(role))
        yield replace(draft, topics=(topic["topic"],) if topic else (), is_named_only=True)


def _body_in(sentence: str) -> str | None:
    match = _BODY.search(sentence)
    return match.group() if match else None


def _of(genitive: str) -> str:
    """Return what a genitive is of, with a capital, as names of bodies have it."""
    return genitive[:1].upper() + genitive[1:].removesuffix("s")
