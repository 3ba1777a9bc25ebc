"""Cut Swedish and Danish compounds into the words they are made of.

Knows the tables that `training/compounds.py` learns from a vocabulary: first parts as they stand in compounds, heads,
and all that may end a compound. Must not know where the words came from, nor what a part is worth in a ranking.
"""

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import marisa_trie

from search.errors import MissingResource

LANGUAGES = ("sv", "da")
MIN_COMPOUND = 5
_MIN_HEAD = 3
_MIN_NESTED = 6
_MIN_UNSEEN = 6
_LINKS = {"sv": "s", "da": "se"}
STEPS_PER_LOG = 12.0
"""Levels are in these steps of a natural logarithm, here as in `Lexicon.frequency`."""

_HEAD_ENDINGS = """
het hets heten heter heterna hed heds heden heder hederne skap skab lig ligt liga lige ning ningen ningar ninger else
elsen elser ande ende are arna erna erne orna aktig bar bart bara som samt sam isk iskt iska iske ism ist ster ter tet
ten med der den det des dig ens ers eri tion sion ment ant ent itet ure ura ing inge ung ungs and ars ert ger nar
ring ringar ringen ringarna ringe ringer ringerne kap kapet kan ingen dens fet get ner ler ser sen ren tens sens ets
ska ske kens gar nes nen lan rad kring dom domen litet itet øring lighed gere ere eren aren ene ele ydelse ion ions
alen lens rens nens vis bart bare era erar erade erat lös löst lösa løs løst løse fri fritt fria frit frie full
les res tes tas tar tat isen son ister joner yder lede els elen elle ellen ellens agen agens agera agerar agerad ageret
tik tiken lett letten akter ede rier riet rierne rierna duerne raterne arten ånga urer urens orter änks gonen entlig
sedda elser mera kare karen karna kunna stånden sveder urgi urgisk ylle inde rendes
"""
STOP_HEADS = frozenset(_HEAD_ENDINGS.split())
"""Endings and inflections that look like words: no compound ends in one."""

_PARTICLES = MappingProxyType(
    {
        "sv": """
för av ut in be upp över under om åter an till efter opp väl fram bi sam oför med re ned ner mot sk samman före ge ur
er från vid per pro kon kom dis des il im trans inter super anti vice vis ex inne utan genom emot sig kring ihop bort
hän här där hur var den det som han hon vem vad all alla st sta miss van fort åt par kor kont pat para mis ant for bet
besk bal nor förta företa missta jäm undan komp eng mor het skap
""",
        "da": """
for ud af over ind op be gen under til om med re an efter gennem sammen ned bag ved fra vel sam er mod und unde per
pro kon kom dis des trans inter super anti vice fore før hen imod mis ant ge vi der den det som han hun hvem hvad van
fort st sta al alle å her genop eks bet str forår foret kult bal eng kar hed skab
""",
    }
)
PARTICLES = MappingProxyType(
    {language: frozenset(w + link for w in text.split() for link in ("", "s")) for language, text in _PARTICLES.items()}
)
"""Prefixes of verbs and of loan words, with and without a link: what they begin is derived, not composed."""

SHORT_MODIFIERS = MappingProxyType(
    {"sv": frozenset({"el", "is", "öl", "by"}), "da": frozenset({"by", "el", "is", "øl"})}
)

_WHOLE = """
kultur rapport transport export eksport import support minister reporter diktatur foto format forum sekter struktur
polis poliser billede anden morgon kommentar statistik litteratur natur agentur arbetsam mandat matte rabatt person
karriär karriere rektor sektor faktor traktor doktor motor monitor kontor kontrakt kontroll kontrol kontakt parti
vinduer pension passage placere registrere
"""
WHOLE = tuple(_WHOLE.split())
"""Words that could be read as compounds and are none."""

_LONGEST_INFLECTION = 4

_RESTORED = MappingProxyType(
    {
        "sv": (("s", ""), ("", "e"), ("o", "a"), ("u", "a"), ("e", "a"), ("", "a"), ("e", ""), ("es", ""), ("ie", "ia"),
               ("a", ""), ("er", "")),
        "da": (("s", ""), ("e", ""), ("", "e"), ("es", ""), ("s", "e"), ("er", "")),
    }
)  # fmt: skip
"""How a first part ends in a compound, and on its own: hälso- is hälsa, åklagar- is åklagare, samarbejds- is
samarbejde. The first are the likelier."""

_LEAST_MODIFIER = {2: 27, 3: 25, 4: 16}
_LEAST_HEAD = {3: 36, 4: 23}
_LEAST_HEAD_FREQUENCY = {3: 70, 4: 55}
_ANY_HEAD_FREQUENCY = 30
_OWN_WORD, _OWN_WORD_LEVEL = 45, 6.0
_LETTER, _MOST_LETTERS = 3.6, 8
"""Short strings must have been seen as parts of many compounds; a part seen in none must be a common word of its own.
Longer parts are likelier than short ones. Source: chosen on tests/golden/data/compounds; docs/evaluation.md."""

_CACHED_ENDS = 32_768
"""Ends of words that are remembered, some 5 MB: compounds share their heads."""

_CACHED_CUTS = 32_768
"""Words whose cut is remembered, some 5 MB: compounds share their parts, and each is looked at from several places.
Source: of 379,000 cuts that the words of 20,000 passages ask for 155,000 are different ones."""


class Words(Protocol):
    """What is known of single words: `search.analysis.lexicon.Lexicon`."""

    def lemma(self, word: str) -> str:
        """Return the dictionary form, or the word itself."""
        ...

    def frequency(self, word: str) -> int:
        """Return how common a word is, 0 to 255."""
        ...


def restorations(modifier: str, language: str) -> Iterator[str]:
    """Yield what a first part may be as a word of its own, the likelier first, itself left out."""
    for cut, ending in _RESTORED[language]:
        if modifier.endswith(cut):
            yield modifier[: len(modifier) - len(cut)] + ending


class Compounds:
    """Splits the compounds of one language; holds the tables, 1 MB, and what it found of the ends of words."""

    def __init__(self, folder: Path, language: str, known: Words) -> None:
        """Read the tables of `language` in `folder`.

        Raises:
            MissingResource: a file is not there or cannot be read.
        """
        self._language = language
        self._known = known
        modifiers = _opened(marisa_trie.BytesTrie(), folder / f"modifiers.{language}.marisa")
        self._ends = _opened(marisa_trie.Trie(), folder / f"ends.{language}.marisa")
        self._modifiers: dict[str, tuple[float, str]] = {
            written: (STEPS_PER_LOG + found[0], found[1:].decode() or written)
            for written, found in modifiers.iteritems()
            if found[0] >= _LEAST_MODIFIER.get(len(written), 0) and written not in PARTICLES[language]
        }
        if any(len(own) - len(written) >= _MIN_HEAD for written, (_, own) in self._modifiers.items()):
            raise MissingResource(f"modifiers.{language}.marisa has parts longer than their words; reinstall samsok")
        self._head = lru_cache(maxsize=_CACHED_ENDS)(Heads(folder, language, known).find)
        self._own = lru_cache(maxsize=_CACHED_ENDS)(self._own_word)
        self._cut = lru_cache(maxsize=_CACHED_CUTS)(self._best_cut)

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the words that a lower-case compound is made of, as far down as they go; () where it is none.

        First parts come as words of their own, the head as it is inflected: `hälso- och sjukvårdslagen` has hälsa,
        sjuk, vård, lagen.
        """
        return self._split(word) if self._cut(word) is not None else ()

    def inner(self, word: str) -> tuple[str, ...]:
        """Return the compounds within a lower-case compound: brottsofferjour has brottsoffer."""
        found, rest = [], [word]
        while rest:
            for part in self._cut(rest.pop()) or ():
                if self._cut(part) is not None:
                    found.append(part)
                    rest.append(part)
        return tuple(found)

    def _split(self, word: str) -> tuple[str, ...]:
        cut = self._cut(word)
        return (*self._split(cut[0]), *self._split(cut[1])) if cut else (word,)

    def _best_cut(self, word: str) -> tuple[str, str] | None:
        """Return the first part as a word of its own and the head, for the likeliest cut; both are shorter than it."""
        if len(word) < MIN_COMPOUND or word.startswith(_whole_of(len(word))):
            return None
        modifiers, head_of = self._modifiers, self._head
        heads = {len(word) - len(end) for end in self._ends.prefixes(word[::-1])}
        lemma = None
        best, best_level = None, 0.0
        for place in range(2, len(word) - _MIN_HEAD + 1):
            written = word[:place]
            modifier = modifiers.get(written)
            if modifier is None and place < MIN_COMPOUND:
                continue  # most cuts end here
            head = head_of(word[place:]) if place in heads else None
            if head is None:
                if modifier is None:
                    continue  # and most of the others here
                modifier = self._before_unseen(modifier, word[place:])
            else:
                lemma = lemma or self._known.lemma(word)
                if not lemma.endswith(head[1:]):
                    continue  # an ending of the whole word, not a word: kamer|an
                modifier = self._before_head(modifier, head, written, word)
            if modifier is None:
                continue
            level = modifier[0] + _LETTER * (min(place, _MOST_LETTERS) + min(len(word) - place, _MOST_LETTERS))
            if best is None or level > best_level:
                best, best_level = (modifier[1], word[place:]), level
        return best

    def _before_unseen(self, modifier: tuple[float, str], rest: str) -> tuple[float, str] | None:
        """Return how likely a cut before what is no head is, and the first part; the rest must be a compound."""
        if len(rest) <= _MIN_UNSEEN or self._cut(rest) is None:
            return None
        return modifier[0] + _OWN_WORD_LEVEL, modifier[1]

    def _before_head(
        self, modifier: tuple[float, str] | None, head: tuple[float, str, str], written: str, word: str
    ) -> tuple[float, str] | None:
        """Return how likely a cut before a head is, and the first part as a word of its own; it may be unknown."""
        place = len(written)
        if modifier is None and place >= MIN_COMPOUND and written not in PARTICLES[self._language]:
            modifier = self._own(written) or (self._nested(written) if place >= _MIN_NESTED else None)
        if modifier is None or (written[-1] == "s" and word.startswith("kap", place)):
            return None
        return modifier[0] + head[0], modifier[1]

    def _own_word(self, written: str) -> tuple[float, str] | None:
        """Return a first part that no compound was seen with, but that is a common word, perhaps but for its ending."""
        for word in (written, *restorations(written, self._language)):
            if len(word) >= MIN_COMPOUND - 1 and self._known.frequency(word) >= _OWN_WORD:
                return _OWN_WORD_LEVEL, word
        return None

    def _nested(self, written: str) -> tuple[float, str] | None:
        """Return a first part that is a compound itself."""
        plain = written[:-1] if written[-1] in _LINKS[self._language] else written
        word = next((word for word in (plain, written) if self._cut(word) is not None), None)
        return (_OWN_WORD_LEVEL, word) if word else None


class Heads:
    """Tells which words compounds of one language may end in."""

    def __init__(self, folder: Path, language: str, known: Words) -> None:
        """Read the table of `language` in `folder`.

        Raises:
            MissingResource: it is not there or cannot be read.
        """
        self._known = known
        heads = _opened(marisa_trie.RecordTrie("<B"), folder / f"heads.{language}.marisa")
        self._levels: dict[str, int] = {head: level for head, (level,) in heads.iteritems()}

    def find(self, written: str) -> tuple[float, str, str] | None:
        """Return how likely a string is to end a compound, and it with its dictionary form; None where it is not."""
        if written in STOP_HEADS:
            return None
        common = self._known.frequency(written)
        lemma = self._known.lemma(written)
        if lemma != written:
            common = max(common, self._known.frequency(lemma))
        if common < _LEAST_HEAD_FREQUENCY.get(len(written), _ANY_HEAD_FREQUENCY) or lemma in STOP_HEADS:
            return None
        level = max(self._levels.get(lemma, 0), self._levels.get(written, 0))
        is_seen = level >= _LEAST_HEAD.get(len(written), 0) and (level or len(written) >= _MIN_UNSEEN)
        return (float(level), written, lemma) if is_seen else None


def ends_of(words: Iterable[str], heads: Heads) -> marisa_trie.Trie:
    """Return the words that compounds may end in, written backwards: one look-up gives all ends of a word.

    Asking for each end of each word whether it is one took half of the time that cutting compounds takes.
    """
    return marisa_trie.Trie([word[::-1] for word in words if len(word) >= _MIN_HEAD and heads.find(word)])


def _opened(trie: marisa_trie.Trie, path: Path) -> marisa_trie.Trie:
    try:
        trie.mmap(str(path))
    except OSError as error:
        raise MissingResource(f"{path.name} is missing from the package's data ({error}); reinstall samsok") from error
    return trie


@lru_cache
def _whole_of(letters: int) -> tuple[str, ...]:
    """Return the words of which one with so many letters may be an inflection."""
    return tuple(word for word in WHOLE if letters - _LONGEST_INFLECTION < len(word) <= letters)


def level_of(count: int) -> int:
    """Return the level, 0 to 255, of something seen `count` times."""
    return min(255, round(STEPS_PER_LOG * math.log(count))) if count > 0 else 0
