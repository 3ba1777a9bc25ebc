"""Sentences that say little alone: those that point back, and those that announce what comes.

Knows wording of the three languages. Must not know what a question asks for, nor scores.
"""

import re
from collections.abc import Sequence

from search.answering.port import Case

_BACK = re.compile(
    r"(?:den|det|de|dem|dessa|detta|denna|denne|dette|disse|han|hon|hun|hans|hennes|hendes|deras|deres|dess|dets|sådan\w*"
    r"|dit|därefter|derefter|därmed|dermed|därför|derfor|däremot|derimod|dessutom|desuden|även|också|også"
    r"|it(?=\s[a-z])|they|he|she|this|that|these|those|such|his|its|their|thereafter|therefore|moreover|furthermore)\b"
    r"(?!\s(?:som|der|that|who|which)\b)",
    re.IGNORECASE,
)
"""Opens a sentence about what the one before names; "den som" and "those who" begin anew."""

_NEW_SUBJECT = re.compile(
    r"(?:den|det|de|dessa|detta|denna|denne|dette|disse|this|that|these|those|such)\s", re.IGNORECASE
)
_VERB = re.compile(
    r"(?:ska|skal|skall|kan|får|må|bör|bør|är|er|var|har|hade|havde|blir|bliver|blev|gäller|gælder|innehåller|omfattar"
    r"|omfatter|indeholder|leds|ledes|ansvarar|kommer|görs|utförs|udføres|sker|finns|findes|must|shall|should|is|are|was"
    r"|were|has|have|had|can|may|will|includes?|covers?|contains?|\w+(?:ar|er|as|es))\b",
    re.IGNORECASE,
)
"""Verbs behind a pronoun: "den ska" points back, "den nationella gruppen" names its subject anew."""

_WAYS = (
    r"(?:sätt|vis|måder?|ways|steg|trin|steps|delar|dele|parts|nivåer|niveauer|levels|grunder|skäl|reasons|grunde"
    r"|grupper|groups|former?|forms|faser|phases|krav|requirements|betingelser|villkor|vilkår|conditions|uppgifter"
    r"|opgaver|tasks|mål|goals|aims|syften|formål)"
)
_NUMBER = {
    "två": 2, "to": 2, "two": 2, "tre": 3, "three": 3, "fyra": 4, "fire": 4, "four": 4, "fem": 5, "five": 5,
    "sex": 6, "seks": 6, "six": 6,
}  # fmt: skip
_ANNOUNCES = re.compile(rf"\b(?P<many>{'|'.join(_NUMBER)})\s(?:\w+\s)?{_WAYS}\b", re.IGNORECASE)


def points_back(text: str) -> bool:
    """Tell whether a sentence opens with a word for what the sentence before names."""
    if not (found := _BACK.match(text)):
        return False
    if not _NEW_SUBJECT.match(text):
        return True
    return bool(_VERB.match(text[found.end() :].lstrip()))


def announced(text: str, spans: Sequence[tuple[int, int]], at: int) -> int:
    """Return how many sentences behind one say what it announces, as "in three ways" does.

    Args:
        spans: half-open offsets of the sentences into the text.
        at: place of the sentence among them.
    """
    sentence = text[slice(*spans[at])]
    told = _ANNOUNCES.search(sentence)
    if told is None or ":" in sentence[told.end() :] or "|" in sentence:
        return 0
    wanted = _NUMBER[told["many"].lower()]
    behind = spans[at + 1 : at + 1 + wanted]
    begun = spans[at][1]
    reached = 0
    for start, end in behind:
        if "\n\n" in text[begun:start] or text[end - 1] not in ".;":
            break
        reached, begun = reached + 1, end
    return reached if reached == wanted else 0


_STEMS_FROM = re.compile(
    r"(?:därför|derfor|därmed|dermed|därefter|derefter|therefore|thereafter|då|så)\b", re.IGNORECASE
)
_SAYS_OF_IT = re.compile(r"(?:detta|dette|this)\s", re.IGNORECASE)


def companion(case: Case, ordinal: int) -> int | None:
    """Return the neighbour without which a sentence says half: what "therefore" stems from, or "this is done" behind.

    Neighbours across a break between paragraphs speak of something else.
    """
    source, (start, end) = case.evidence.place(ordinal)
    at = ordinal - source.first
    if at and _STEMS_FROM.match(case.texts[ordinal]) and _is_together(source.text, source.spans[at - 1][1], start):
        return ordinal - 1
    if at + 1 < len(source.spans) and _is_together(source.text, end, source.spans[at + 1][0]):
        behind = case.texts[ordinal + 1]
        if _SAYS_OF_IT.match(behind) and points_back(behind):
            return ordinal + 1
    return None


def _is_together(text: str, end: int, start: int) -> bool:
    return "\n" not in text[end:start] and text[end - 1] in ".!?"


def named_before(case: Case, ordinals: Sequence[int]) -> list[int]:
    """Return the sentences before those that open with a pronoun: what they are about is named there."""
    row = case.evidence.row
    return [at - 1 for at in ordinals if at and row[at - 1] == row[at] and points_back(case.texts[at])]
