"""Makes what is measured: parsed documents from running text, and questions whose source passage is known.

Knows the training folder's form (`text/<language>_<name>.txt.gz`, a paragraph a line; `dictionaries/`). Everything is
drawn with a fixed seed, so that two runs measure the same.
"""

import gzip
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.parsed import ParsedBlock, ParsedDocument
from search.analysis.stopwords import STOP_WORDS

SEED = 7
PARAGRAPHS_IN_DOCUMENT = 40
MIN_PARAGRAPH_WORDS = 8
MAX_PARAGRAPH_WORDS = 400
QUESTION_WORDS = (4, 8)
FRAMES = {"sv": "Vad gäller för {}?", "da": "Hvad gælder for {}?", "en": "What applies to {}?"}
_WORD = re.compile(r"[^\W\d_]{3,}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Text:
    """A document that a parser has read, with the name and the language of its source."""

    name: str
    language: str
    parsed: ParsedDocument


@dataclass(frozen=True, slots=True)
class Item:
    """A passage as every system gets it."""

    passage_id: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class KnownItem:
    """A question with the passage from whose words it was made."""

    query: str
    language: str
    passage_id: str


def read_texts(training: Path) -> list[Text]:
    """Return documents of consecutive Swedish or Danish paragraphs, shuffled."""
    files = sorted(path for path in (training / "text").glob("*.txt.gz") if path.name[:3] in ("sv_", "da_"))
    if not files:
        raise SystemExit(f"{training} holds no text/sv_*.txt.gz or text/da_*.txt.gz: name the training folder")
    texts = [text for path in files for text in _documents(path)]
    random.Random(SEED).shuffle(texts)  # noqa: S311 - a sample, not a secret
    return texts


def _documents(path: Path) -> Iterator[Text]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        paragraphs = [line.strip() for line in lines]
    kept = [
        text for text in dict.fromkeys(paragraphs) if MIN_PARAGRAPH_WORDS <= len(text.split()) <= MAX_PARAGRAPH_WORDS
    ]
    for number, begin in enumerate(range(0, len(kept), PARAGRAPHS_IN_DOCUMENT)):
        blocks = tuple(ParsedBlock("paragraph", text) for text in kept[begin : begin + PARAGRAPHS_IN_DOCUMENT])
        name = f"{path.name.removesuffix('.txt.gz')}-{number:05}.txt"
        yield Text(name, path.name[:2], ParsedDocument("text/plain", blocks))


def make_questions(items: Sequence[Item], training: Path, each: int) -> list[KnownItem]:
    """Return `each` questions a language: some content words, in order, of a sentence of a passage drawn at random.

    English ones are made word by word with the dictionaries, so they are clumsy, and no system is built for them alone.
    """
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    dictionaries = {language: _dictionary(training, language) for language in ("sv", "da")}
    questions = []
    for language in ("sv", "da", "en"):
        found = 0
        for item in chance.sample(items, len(items)):
            if found == each:
                break
            if language not in (item.language, "en"):
                continue
            question = _question(item, language, dictionaries.get(item.language, {}), chance)
            if question is not None:
                questions.append(question)
                found += 1
    chance.shuffle(questions)
    return questions


def _question(item: Item, language: str, dictionary: dict[str, str], chance: random.Random) -> KnownItem | None:
    sentence = chance.choice(_SENTENCE.split(item.text))
    stop_words = STOP_WORDS.get(item.language, frozenset())
    content = [word for word in dict.fromkeys(_WORD.findall(sentence)) if word.lower() not in stop_words]
    if language != item.language:
        content = [dictionary[word.lower()] for word in content if word.lower() in dictionary]
    low, high = QUESTION_WORDS
    if len(content) < low:
        return None
    count = chance.randint(low, min(high, len(content)))
    kept = sorted(chance.sample(range(len(content)), count))
    return KnownItem(FRAMES[language].format(" ".join(content[i] for i in kept)), language, item.passage_id)


def _dictionary(training: Path, language: str) -> dict[str, str]:
    """Return word -> its first translation into English."""
    path = training / "dictionaries" / f"wiktionary_{language}_en.tsv.gz"
    if not path.is_file():
        return {}
    words: dict[str, str] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            word, english, *_ = line.rstrip("\n").split("\t")
            words.setdefault(word.lower(), english)
    return words
