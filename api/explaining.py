"""Finds trade words in a passage that is shown, so that the page can explain them where they stand.

Knows the term bank's labels as they are written; must not know HTML, nor how a search uses a term. Only words that
stand as the bank has them are explained: a wrong explanation is worse than none.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from api.view import Piece, TermNote, address
from api.words import Words
from search.terms import Concept, TermBank
from search.terms.bank import plain

MOST_IN_PASSAGE = 2
"""More would make a passage hard to read. A choice."""

_LONGEST = 3
"""Words of a label that is looked for."""

_LEAST_CHARACTERS = 4
_WORD = re.compile(r"\w[\w-]*")
_COUNTRY = {"sv": "se", "da": "dk"}


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    concept: Concept


@dataclass(frozen=True, slots=True)
class _Labels:
    """What is looked for in texts of a language.

    Attributes:
        concepts: label -> the one concept that it means.
        heads: the words that labels begin with; hardly any word of a text is one.
    """

    concepts: Mapping[str, Concept]
    heads: frozenset[str]

    @classmethod
    def of(cls, concepts: Mapping[str, Concept]) -> "_Labels":
        """Gather the first words."""
        return cls(concepts, frozenset(head.group() for label in concepts if (head := _WORD.match(label))))


_NO_LABELS = _Labels({}, frozenset())


class Explainer:
    """Explains words by the bank in use; what it looks up is made once for each bank."""

    def __init__(self, bank: Callable[[], TermBank]) -> None:
        """Take what gives the bank; nothing is read yet."""
        self._bank = bank
        self._made: tuple[TermBank, dict[str, _Labels]] | None = None

    def page(self, words: Words, ui: str | None) -> "PageExplainer":
        """Return what explains words on one page, each concept once."""
        return PageExplainer(self._labels(), words, ui)

    def _labels(self) -> dict[str, _Labels]:
        bank = self._bank()
        if self._made is None or self._made[0] is not bank:
            concepts = [concept for concept in bank.concepts if concept.definition]
            self._made = (bank, {code: _Labels.of(_labels_in(concepts, code)) for code in ("sv", "da", "en")})
        return self._made[1]


class PageExplainer:
    """Explains words on one page, in the reader's language."""

    def __init__(self, labels: Mapping[str, _Labels], words: Words, ui: str | None) -> None:
        """Take the labels of each language."""
        self._labels, self._words, self._ui = labels, words, ui
        self._told: set[str] = set()

    def explain(self, pieces: Iterable[Piece], language: str | None) -> tuple[Piece, ...]:
        """Return pieces of a passage with at most a few of its words explained."""
        labels = self._labels.get(language or "", _NO_LABELS)
        left = MOST_IN_PASSAGE
        explained: list[Piece] = []
        for piece in pieces:
            found = self._chosen(piece.text, labels, left) if left else []
            left -= len(found)
            explained += self._split(piece, found) if found else (piece,)
        return tuple(explained)

    def _chosen(self, text: str, labels: _Labels, most: int) -> list[_Found]:
        """Return the longest words first found, in the order in which they stand."""
        every = list(_find(text, labels))
        if not every:
            return []
        new = {
            found.concept.notation: found
            for found in reversed(every)
            if found.concept.notation not in self._told and self._words.language in found.concept.definition
        }
        chosen = sorted(new.values(), key=lambda found: found.start - found.end)[:most]
        self._told.update(found.concept.notation for found in chosen)
        return sorted(chosen, key=lambda found: found.start)

    def _split(self, piece: Piece, found: Sequence[_Found]) -> Iterator[Piece]:
        at = 0
        for each in found:
            yield replace(piece, text=piece.text[at : each.start])
            yield replace(piece, text=piece.text[each.start : each.end], note=self._note(each.concept))
            at = each.end
        yield replace(piece, text=piece.text[at:])

    def _note(self, concept: Concept) -> TermNote:
        language = self._words.language
        name = concept.labels_in(language).pref
        href = f"{address('/terms', q=name or concept.name_in(language), ui=self._ui)}#{concept.notation}"
        return TermNote(f"note-{concept.notation}", name, concept.definition[language], href)


def _find(text: str, labels: _Labels) -> Iterator[_Found]:
    """Yield the labels that stand in a text, the longest at each place."""
    is_composed = unicodedata.is_normalized("NFC", text)
    fold = str.casefold if is_composed else plain
    # folded at once where that is the same: hardly any piece of a text holds a word that a label begins with
    if labels.heads.isdisjoint(_WORD.findall(text.casefold()) if is_composed else map(fold, _WORD.findall(text))):
        return
    tokens = list(_WORD.finditer(text))
    begins = [place for place, token in enumerate(tokens) if fold(token.group()) in labels.heads]
    free = 0
    for at in begins:
        for count in range(min(_LONGEST, len(tokens) - at), 0, -1) if at >= free else ():
            start, end = tokens[at].start(), tokens[at + count - 1].end()
            concept = labels.concepts.get(plain(text[start:end]))
            if concept is not None:
                yield _Found(start, end, concept)
                free = at + count
                break


def _labels_in(concepts: Iterable[Concept], language: str) -> dict[str, Concept]:
    """Return label -> the one concept that it means in texts of a language; what may mean several is left out.

    Usual terms alone: what may be said instead is often an ordinary word, which means something else most times.
    """
    meant: dict[str, list[Concept]] = {}
    for concept in concepts:
        label = plain(concept.labels_in(language).pref)
        if len(label) >= _LEAST_CHARACTERS:
            meant.setdefault(label, []).append(concept)
    chosen = ((label, _only(found, _COUNTRY.get(language, ""))) for label, found in meant.items())
    return {label: concept for label, concept in chosen if concept is not None}


def _only(concepts: Sequence[Concept], country: str) -> Concept | None:
    own = [concept for concept in concepts if concept.country in ("", country)] if len(concepts) > 1 else concepts
    return own[0] if len(own) == 1 else None
