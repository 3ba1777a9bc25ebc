"""Whom to ask: the entries that fit a question, and how far they do.

Knows a plan's words and the directory. Must not know passages' texts, nor how an answer is worded. From the closest to
the widest: everything that was asked for; the same matter on a wider level; nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer
from search.analysis.words import words
from search.contacts.directory import BODY, LEVEL_WORDS, NAME, PLACE, ROLE, TOPIC, Directory, Scores, Word, words_of
from search.contacts.entry import Entry, Stated
from search.nation import NATION_OF
from search.plan import Plan

Fit = Literal["exact", "wider"]

EXACT = 0.72
"""Share of a question's words, by rarity, that a contact must hold. Source: docs/evaluation.md, "Contacts"."""

_HELD = 0.5
"""A word is held where it counts at least so much; half of a compound is not."""

_NEAR, _NEAR_SHARE = 0.51, 0.25
"""Cosine of a contact's subject from which its meaning is near enough, and the share of words that it must hold then.

Source: docs/evaluation.md, "Contacts"."""

_PLAIN = 0.69
"""Cosine from which the meaning is plain though a word is missing that the question's language does not know."""

_NEVER = 2.0
"""A rarity that no word has: only places, names and relations must be held."""

_UNKNOWN = 0.7
"""Rarity from which a word of the contact's own language must be held even where the meaning is near."""

_RELATED = """
ersättare ersättaren ställföreträdare efterträdare företrädare stedfortræder stedfortræderen efterfølger afløser
deputy substitute successor replacement predecessor biträdande
"""
RELATIONS = frozenset(_RELATED.split())
"""Words that ask for somebody beside the one whose office they name."""

_CLOSE = 0.08
"""Contacts that hold as much but for this are named beside the best."""

_RARE = 0.55
"""Rarity from which a word must not be missing."""

_SURE = 0.75
"""Cosine from which a subject is the same in other words."""

_OWN_LANGUAGE_BONUS = 0.03
"""Of two contacts that fit alike, the one that is named in the question's language: bodies of two countries are each
other's translation, and who asks for "kriminalvården" means the Swedish one."""

_HAND_MADE_BONUS = 0.16
"""More than any paper's: a contact kept by hand that fits comes before what papers say."""

_PAPER_BONUS, _PASSAGE_BONUS = 0.03, 0.05
_MOST = 5

_CUSTODY_WORDS = """
frihetsberövade frihetsberövad intagna intagen häktade klienter fångar indsatte indsat frihedsberøvede
varetægtsfængslede fanger prisoners inmates detainees detained
"""
_IN_CUSTODY = frozenset(_CUSTODY_WORDS.split())
_OF_COURSE = 0.3
"""Share that whom the field is about counts by: transports are of them, whether an area's name says so or not."""

_CHANNEL_WORDS = """
åbningstid åbningstider öppettid öppettider telefontid telefontider hours opening
ring ringa ringer ringe ringes kring rörande angående vedrørende concerning regarding nummer nummret numret
telefonnumret telefonnummer telefonen mobil mobilnummer mobilen lokalnummer direktnummer tfn tlf extension number
numbers telephone adress adressen adresse e-postadress mailadress mailadressen mailadresse e-post epost e-mail email
mail mejla maila address nivå niveau level person personen nås nå reach svara svarar svarer hjälpa hjälp hjælpe
hjælp help answer answers namn navn name uppgifter oplysninger details rätt ret right aktuell aktuella gällande
nuværende current nu nå talk speak tala tale prata snakke ask behöver need want vill skal ska should vända vänder
henvende henvender høre höra get hold who whom vem hvem
"""
_CHANNEL = frozenset(_CHANNEL_WORDS.split())
"""Words that say how or that somebody is to be reached, not about what."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits.

    Attributes:
        score: 0 to 1, the share of the question that it holds.
        missing: words of the question that it does not hold.
        held_by_name: whether a word of the question is part of its name.
        by_office: how many words of the question are part of its office, or of its unit where it is about nothing else.
        by_subject: whether a word of the question is part of its office or of what it is for.
        stated: the statement of it that fits.
    """

    entry: Entry
    fit: Fit
    score: float
    missing: tuple[str, ...] = ()
    held_by_name: bool = False
    by_office: int = 0
    by_subject: bool = False
    stated: Stated | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart.

    Attributes:
        words: what it is about, with how much each word tells.
        country: which country's contacts are meant, "" for any.
        places: which of the words name places or levels, shape (words,) as the others.
        names: which are written as names.
        foreign: which the question's language does not know, as a word of another one or a slip of the pen.
    """

    words: tuple[Word, ...]
    rarity: NDArray[np.float32]
    country: str
    places: NDArray[np.bool_]
    names: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    relations: NDArray[np.bool_]
    dense: NDArray[np.float32]
    language: str


@dataclass(frozen=True, slots=True)
class Clues:
    """What the search over passages found: places in it by passage and by document, from 0."""

    passages: Mapping[str, int]
    documents: Mapping[str, int]


NO_CLUES = Clues({}, {})


def asked_of(plan: Plan, directory: Directory, analyzer: Analyzer) -> Asked:
    """Return the words of a question that a contact must hold."""
    found = words_of(plan, analyzer)
    country = next((NATION_OF[word] for word in words(plan.text) if word in NATION_OF), "")
    found = [word if directory.holds(word) else directory.nearest(word, analyzer) for word in found]
    kept = tuple(word for word in found if word.text not in NATION_OF and word.text not in _CHANNEL)
    language = plan.language if plan.language != "und" else "sv"
    rarity = np.array([_telling(word.text, language, analyzer) for word in kept], dtype=np.float32)
    capitals = {word.strip("?!.,;:()\"'”").lower() for word in plan.text.split()[1:] if word[:1].isupper()}
    texts = [word.text for word in kept]
    return Asked(
        kept,
        rarity,
        country,
        np.array([_is_place(word, directory) for word in kept], dtype=bool),
        np.array([text in capitals or text.removesuffix("s") in capitals for text in texts], dtype=bool),
        np.array(
            [not (analyzer.is_known(text, language) or analyzer.parts(text, language)) for text in texts], dtype=bool
        ),
        np.array([text in RELATIONS for text in texts], dtype=bool),
        plan.dense,
        language,
    )


def _telling(word: str, language: str, analyzer: Analyzer) -> float:
    return analyzer.rarity(word, language) * (_OF_COURSE if word in _IN_CUSTODY else 1.0)


def find(
    asked: Asked, directory: Directory, day: date, *, show_all: bool = False, clues: Clues = NO_CLUES
) -> list[Match]:
    """Return the entries that fit best, the best first; none where nothing fits.

    Args:
        day: for which validity is judged; papers that are over do not count unless `show_all`.
        clues: what the search over passages found, by which equals are told apart.
    """
    if not asked.words or not directory.rows:
        return []
    scores = directory.scores(asked.words)
    _only_in_own_words(asked, directory, scores)
    allowed = directory.standing(day, show_all=show_all)
    if asked.country:
        allowed = allowed & ((directory.countries == asked.country) | (directory.countries == ""))
    exact = _matches(asked, directory, scores, allowed, clues, "exact")
    found = exact or _matches(asked, directory, scores, allowed, clues, "wider")
    standing = ((match, directory.on(match.entry.number, day, show_all=show_all)) for match in found)
    held = [_in_office(replace(match, entry=entry), directory, day) for match, entry in standing if entry is not None]
    return list({match.entry.number: match for match in reversed(held)}.values())[::-1][:_MOST]


def _only_in_own_words(asked: Asked, directory: Directory, scores: Scores) -> None:
    """Let a word that asks for somebody beside another count in a record's own words alone."""
    for place, word in enumerate(asked.words):
        if word.text in RELATIONS:
            own = np.array([any(each in row.contact.text.lower() for each in RELATIONS) for row in directory.rows])
            scores.found[place, ~own] = 0.0


def _in_office(match: Match, directory: Directory, day: date) -> Match:
    """Return a match with whom a newer paper says to hold the same office, where one does."""
    ours = match.entry.best
    later = [each for each in match.entry.rivals if each.day and (ours.day is None or each.day > ours.day)]
    if ours.is_hand_made or not later:
        return match
    newest = max(later, key=lambda each: each.day or date.min)
    entry = directory.on(directory.number_of(newest), day)
    return match if entry is None else replace(match, entry=entry, held_by_name=False, by_subject=True, stated=newest)


def _is_place(word: Word, directory: Directory) -> bool:
    """Tell whether a word names a place or a level: nowhere else does any contact have it."""
    if word.text in LEVEL_WORDS:
        return True
    fields: set[int] = set()
    for terms in word.terms.values():
        for key, weight in terms.items():
            posting = directory.postings.get(key)
            if posting is not None and weight >= _HELD:
                fields |= posting.kinds
    return PLACE in fields and not {TOPIC, ROLE} & fields


def _matches(
    asked: Asked, directory: Directory, scores: Scores, allowed: NDArray[np.bool_], clues: Clues, fit: Fit
) -> list[Match]:
    needed = ~asked.places if fit == "wider" else np.ones(len(asked.words), bool)
    if not needed.any():
        return []
    rows = np.flatnonzero(allowed & (_shares(asked.rarity * needed, scores.found) >= _NEAR_SHARE))
    rows = rows[~_lacking(asked, scores.found[:, rows] >= _HELD, needed, _NEVER)]
    found, cosines = scores.found[:, rows], directory.vectors[rows] @ asked.dense
    is_own = np.isin(directory.languages[rows], (asked.language, "und"))
    fitting = _by_words(asked, found, scores.fields[:, rows], needed) | _by_meaning(
        asked, found, cosines, needed, is_own
    )
    totals = 0.6 * _shares(asked.rarity * needed, found) + 0.4 * np.clip(cosines / _SURE, 0, 1)
    totals += _OWN_LANGUAGE_BONUS * (directory.languages[rows] == asked.language)
    best: dict[int, tuple[float, int]] = {}
    for place in np.flatnonzero(fitting).tolist():
        row = int(rows[place])
        total = float(totals[place]) + _bonus(directory.rows[row], clues)
        number = int(directory.row_entry[row])
        if total > best.get(number, (-1.0, 0))[0]:
            best[number] = (total, row)
    return _ranked(asked, directory, scores, best, fit)


def _shares(weights: NDArray[np.float32], found: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the share of a question's words, so weighted, that each row holds."""
    shares: NDArray[np.float32] = weights @ found / max(float(weights.sum()), 1e-6)
    return shares


def _by_words(
    asked: Asked, found: NDArray[np.float32], fields: NDArray[np.int8], needed: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell which rows hold nearly all words, one of them in a field of their own."""
    held = found >= _HELD
    own_fields = held & needed[:, None] & np.isin(fields, (TOPIC, ROLE, NAME, BODY))
    core = np.any(own_fields | (held & asked.relations[:, None]), axis=0)
    enough = _shares(asked.rarity * needed, found) >= EXACT
    fits: NDArray[np.bool_] = np.logical_and(core & ~_lacking(asked, held, needed, _RARE), enough)
    return fits


def _by_meaning(
    asked: Asked,
    found: NDArray[np.float32],
    cosines: NDArray[np.float32],
    needed: NDArray[np.bool_],
    is_own: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Tell which rows mean what is asked for: by their subject, and by some of the words that name no place."""
    held, about = found >= _HELD, needed & ~asked.places
    subject = np.any(held & ~asked.places[:, None], axis=0)
    shares = _shares(asked.rarity * about, found) >= _NEAR_SHARE
    lacks = is_own & _lacking(asked, held, needed & ~asked.foreign, _UNKNOWN)
    may_be_slip = ~(is_own & _lacking(asked, held, needed, _UNKNOWN)) | (cosines >= _PLAIN)
    fits: NDArray[np.bool_] = np.logical_and.reduce((subject, cosines >= _NEAR, shares, ~lacks, may_be_slip))
    return fits


def _lacking(asked: Asked, held: NDArray[np.bool_], needed: NDArray[np.bool_], rare: float) -> NDArray[np.bool_]:
    """Tell for each row whether it lacks a word that must not be missing: a place, a name, a word so rare."""
    must = needed & (asked.places | asked.names | asked.relations | (asked.rarity >= rare))
    lacking: NDArray[np.bool_] = np.any(~held[must], axis=0)
    return lacking


def _bonus(stated: Stated, clues: Clues) -> float:
    contact, document = stated.contact, stated.document
    at = clues.passages.get(contact.span.passage_id or "")
    paper = clues.documents.get(document.document_id) if document else None
    if stated.is_hand_made:
        return _HAND_MADE_BONUS
    bonus = _PASSAGE_BONUS / (1 + at) if at is not None else 0.0
    return bonus + (_PAPER_BONUS / (1 + paper) if paper is not None else 0.0)


_LEVEL_ORDER = {"national": 0, "regional": 1, None: 2, "local": 3}


def _ranked(
    asked: Asked, directory: Directory, scores: Scores, best: Mapping[int, tuple[float, int]], fit: Fit
) -> list[Match]:
    if not best:
        return []
    top = max(total for total, _ in best.values())
    close = {number: found for number, found in best.items() if found[0] >= top - _CLOSE}
    names_level = bool(asked.places.any())

    def order(number: int) -> tuple[bool, float, float, int]:
        first = directory.entries[number].stated[0]
        if names_level and fit == "exact":
            return (not first.is_hand_made, -round(close[number][0], 2), 0, number)
        return (not first.is_hand_made, _LEVEL_ORDER[first.contact.level], -round(close[number][0], 2), number)

    return [
        _match(asked, directory, scores, number, close[number], fit) for number in sorted(close, key=order)[: 2 * _MOST]
    ]


def _match(
    asked: Asked, directory: Directory, scores: Scores, number: int, found: tuple[float, int], fit: Fit
) -> Match:
    total, row = found
    missing = tuple(word.text for place, word in enumerate(asked.words) if scores.found[place, row] < _HELD)
    found_in = [
        int(scores.fields[place, row]) for place in range(len(asked.words)) if scores.found[place, row] >= _HELD
    ]
    fields = set(found_in)
    by_office = found_in.count(ROLE) or (0 if TOPIC in fields else found_in.count(BODY))
    stated, by_subject = directory.rows[row], bool({ROLE, TOPIC} & fields)
    return Match(
        directory.entries[number], fit, min(1.0, total), missing, NAME in fields, by_office, by_subject, stated
    )


def sequence(values: Sequence[str]) -> Mapping[str, int]:
    """Return each value's first position."""
    return {value: place for place, value in reversed(list(enumerate(values)))}
