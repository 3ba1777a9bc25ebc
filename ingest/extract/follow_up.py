"""How, and how often, a paper says that it is followed up.

Knows the words for it in three languages. Must not know what is followed up; the paper's own sentence is the record.
"""

import re

from ingest.extract.paper import Paper, Sentence, sentences_of
from ingest.extract.sign import Sign

_HEADING = re.compile(
    r"^(?:uppföljning|utvärdering|uppföljning och (?:utvärdering|revidering)|opfølgning|evaluering|mål og opfølgning|"
    r"follow-?up|evaluation|monitoring|revidering)\b",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"\b(?:årligen|årsvis|årlig[te]?|varje år|varje (?:halvår|kvartal|månad|tertial)|en gång (?:om året|per år|"
    r"i halvåret)|"
    r"(?:två|tre|fyra) gånger (?:om året|per år)|halvårsvis|kvartalsvis|månadsvis|vart (?:annat|tredje|fjärde|"
    r"femte) år|"
    r"hvert (?:år|halvår|halve år|kvartal|andet år)|hver måned|(?:hver|hvert) (?:anden|andet|tredje|fjerde|"
    r"sjette) (?:måned|uge|år)|(?:varannan|var tredje|vart tredje) (?:månad|vecka)|årligt|en gang om året|(?:to|"
    r"tre|fire|seks) gange om året|"
    r"annually|every year|yearly|once a year|twice a year|quarterly|monthly|each year|inför varje|"
    r"senest den|senast den|første gang|första gången)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\b(?:följs upp|följer upp|utvärderas|ses över|revideras|följas upp|opfølges|følges op|evalueres|revideres|"
    r"is (?:followed up|evaluated|reviewed)|are (?:followed up|reviewed)|reviewed)\b",
    re.IGNORECASE,
)
_FOLLOW_SIGNS = (
    "följs upp", "följer upp", "följas upp", "utvärderas", "ses över", "revideras", "følges", "evalueres", "revideres",
    "followed up", "evaluated", "reviewed",
)  # fmt: skip
"""One of them is in whatever `_FOLLOWS` finds."""
_PAPER = re.compile(
    r"\b(?:överenskommelse\w*|avtal\w*|aftale\w*|planen|handlingsplanen|handleplanen|strategin|strategien|samarbete\w*|"
    r"samarbejde\w*|samverkan\w*|arbetet|utvecklingen|agreement|strategy|plan)\b",
    re.IGNORECASE,
)

_MOST = 6


def follow_up_of(paper: Paper) -> list[Sentence]:
    """Return the sentences that say how the paper is followed up, the one that says it best first; often none.

    Sentences of a section about it that tell how often come first, then one elsewhere that names the paper.
    """
    there: list[Sentence] = []
    for section in paper.sections():
        if _HEADING.match(section.title):
            there += [each for block in section.all if block.kind == "paragraph" for each in sentences_of(block)]
    often = [each for each in there if _OFTEN.search(each.text)]
    if often:
        return sorted(often, key=lambda each: not _FOLLOWS.search(each.text))[:_MOST]
    return there[:1] or _elsewhere(paper)


def _may_follow(lower: str) -> bool:
    return any(words in lower for words in _FOLLOW_SIGNS)


def _elsewhere(paper: Paper) -> list[Sentence]:
    for block, signs in zip(paper.blocks, paper.signs, strict=True):
        if block.kind == "paragraph" and signs & Sign.FOLLOW_UP and _may_follow(block.text.lower()):
            for sentence in sentences_of(block):
                if _FOLLOWS.search(sentence.text) and _OFTEN.search(sentence.text) and _PAPER.search(sentence.text):
                    return [sentence]
    return []
