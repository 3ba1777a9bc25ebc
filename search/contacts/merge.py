"""One entry for what several papers say of one contact.

Knows when two statements are of the same person or desk. Must not know questions or the catalog. Two different names
never meet, whatever number they share.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from search.contacts.compare import folded, may_be_same_office, phone_key, stems
from search.contacts.entry import Entry, Stated
from search.records import Contact


def merged(stated: Sequence[Stated]) -> list[Entry]:
    """Return the entries of all statements, in the order of their first one."""
    sets = _Sets(len(stated))
    _join_named(stated, sets)
    _join_desks(stated, sets)
    groups = [[stated[place] for place in group] for group in sets.groups()]
    rivals = _rivals(groups)
    return [Entry(number, tuple(group), tuple(rivals[number])) for number, group in enumerate(groups)]


def roles_once(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries in order, with those joined that only name the same role to ask for and contradict in nothing.

    In an answer they are one: whoever asks is told to ask for it, and that two papers say so. In the directory they
    stay apart, as one that names no body may be any body's.
    """
    joined: list[Entry] = []
    for entry in entries:
        place = next((at for at, other in enumerate(joined) if _are_one_role(other, entry)), None)
        if place is None:
            joined.append(entry)
        else:
            # who says most comes first, so that nothing is said that no single paper says
            stated = sorted((*joined[place].stated, *entry.stated), key=lambda each: -len(_said(each.contact)))
            joined[place] = replace(joined[place], stated=tuple(stated))
    return joined


def _are_one_role(one: Entry, other: Entry) -> bool:
    ours, theirs = one.contact, other.contact
    if not (ours.is_named_only and theirs.is_named_only) or ours.name or theirs.name:
        return False
    if not stems(ours.role) or stems(ours.role) != stems(theirs.role):
        return False
    said, others = _said(ours), _said(theirs)
    is_contained = said.keys() <= others.keys() or others.keys() <= said.keys()
    return is_contained and all(said[key] == others[key] for key in said.keys() & others.keys())


def _said(contact: Contact) -> dict[str, frozenset[str]]:
    """Return what tells a role from others of its name, by field."""
    texts = {
        "organisation": contact.organisation, "unit": contact.unit, "place": contact.place, "level": contact.level,
        "topics": " ".join(contact.topics),
    }  # fmt: skip
    return {name: stems(text) for name, text in texts.items() if text}


class _Sets:
    """Which statements belong together (union-find)."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, item: int) -> int:
        while self._above[item] != item:
            self._above[item] = item = self._above[self._above[item]]
        return item

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for item in range(len(self._above)):
            found.setdefault(self.root(item), []).append(item)
        return list(found.values())


def _join_named(stated: Sequence[Stated], sets: _Sets) -> None:
    by_name: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(stated):
        if each.contact.name:
            by_name[folded(each.contact.name)].append(place)
    for places in by_name.values():
        for one, other in combinations(places, 2):
            if sets.root(one) != sets.root(other) and _are_one_person(stated[one], stated[other]):
                sets.join(one, other)


def _are_one_person(one: Stated, other: Stated) -> bool:
    """Tell whether two statements with the same name are of the same person."""
    ours, theirs = one.contact, other.contact
    if _keys(ours) & _keys(theirs) or _is_of_one_paper(one, other):
        return True
    bodies = [stems(contact.organisation) for contact in (ours, theirs)]
    if all(bodies):
        return bool(bodies[0] & bodies[1])
    return may_be_same_office(ours.role, theirs.role) and _is_same_place(ours, theirs)


def _is_of_one_paper(one: Stated, other: Stated) -> bool:
    return (
        one.document is not None
        and other.document is not None
        and (one.document.document_id == other.document.document_id)
    )


def _is_same_place(one: Contact, other: Contact) -> bool:
    return not (one.place and other.place) or bool(stems(one.place) & stems(other.place))


def _join_desks(stated: Sequence[Stated], sets: _Sets) -> None:
    """Join statements without a name by number or address, and with the one person who has the same."""
    by_key: dict[Hashable, list[int]] = defaultdict(list)
    for place, each in enumerate(stated):
        for key in _keys(each.contact):
            by_key[key].append(place)
    for places in by_key.values():
        desks = [place for place in places if not stated[place].contact.name]
        for one, other in combinations(desks, 2):
            if may_be_same_office(_office(stated[one]), _office(stated[other])):
                sets.join(one, other)
    named_sets = {sets.root(place) for place, each in enumerate(stated) if each.contact.name}
    for places in by_key.values():
        people = {sets.root(place) for place in places if stated[place].contact.name}
        if len(people) != 1:
            continue
        for desk in places:
            if not _office(stated[desk]) and sets.root(desk) not in named_sets:
                sets.join(next(iter(people)), desk)
                named_sets.add(sets.root(desk))


def _office(stated: Stated) -> str:
    return " ".join(filter(None, (stated.contact.role, stated.contact.unit)))


def _keys(contact: Contact) -> set[Hashable]:
    """Return the numbers and addresses that tell contacts apart; an extension alone does not."""
    phones: Iterable[Hashable] = (phone_key(phone) for phone in contact.phones if phone.e164)
    return {*phones, *(email.lower() for email in contact.emails)}


def _rivals(groups: Sequence[Sequence[Stated]]) -> list[list[Stated]]:
    """Return for each group the statements of other groups that give its office of one place to another name.

    An office that one paper gives to several people, or that many hold, is held by several: there is no contradiction.
    """
    holders: dict[tuple[str, str], list[tuple[int, Stated]]] = defaultdict(list)
    for number, group in enumerate(groups):
        for stated in group:
            if stated.contact.name and stated.contact.role and stated.document is not None:
                for place in _places(stated):
                    holders[folded(stated.contact.role), place].append((number, stated))
    rivals: list[dict[int, Stated]] = [{} for _ in groups]
    for held in holders.values():
        if 1 < len({number for number, _ in held}) <= _MOST_HOLDERS:
            for (one, ours), (other, theirs) in combinations(held, 2):
                if one != other and _are_rivals(ours, theirs):
                    rivals[one][id(theirs)] = theirs
                    rivals[other][id(ours)] = ours
    return [list(found.values()) for found in rivals]


def _are_rivals(one: Stated, other: Stated) -> bool:
    """Tell whether two papers of different days give one office of one place to different people."""
    if _is_of_one_paper(one, other) or one.day == other.day:
        return False
    bodies = [stems(each.contact.organisation) for each in (one, other)]
    return not all(bodies) or bool(bodies[0] & bodies[1])


def _places(stated: Stated) -> frozenset[str]:
    """Return the place of an office, or of the paper where the record names none."""
    contact = stated.contact
    if contact.place:
        return stems(contact.place) - _NO_PLACE
    words = (stated.document.title if stated.document else "").split()
    named = [word for before, word in pairwise(words) if before.lower() in ("region", "område", "kreds")]
    return frozenset(stem for word in named for stem in stems(word))


_MOST_HOLDERS = 3
_NO_PLACE = stems("region regionen område kreds distrikt polisregion")
