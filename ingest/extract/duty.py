"""Who is to do what according to a paper: "kriminalvårdschefen ansvarar för att ...", with the items of a list.

Knows how duties are worded. Must not know agreements; the bearer is named as the paper names it.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.extract.paper import Paper, Sentence, sentences_of
from search.document import Block
from search.records import Responsibility

_DUTY = re.compile(
    r"\b(?P<verb>ansvarar(?:\s+(?P<inverted>[^\n.:]{3,70}?))?\s+för|har ansvar(?:et)? for|har ansvaret för|"
    r"er ansvarlig for|är ansvarig för|"
    r"svarar för|is responsible for|are responsible for|shall be responsible for)\b\s*:?\s*(?P<what>[^\n]*)",
    re.IGNORECASE,
)
_SIGNS = ("ansvar", "svarar för", "responsible for")
_PRONOUN = re.compile(r"^(?:denne|denna|han|hon|hun|de|den|dessa|disse|he|she|they|it)$", re.IGNORECASE)
_ROLE = re.compile(
    r"\b[\wåäöæøé-]*(?:chef|ledare|leder|samordnare|koordinator|direktör|direktør|föreståndare|forstander|ansvarig|"
    r"handläggare|rådgiver|konsulent|inspektör|inspektør|kommissarie|sekreterare|arbetsgrupp|arbejdsgruppe|styrgrupp|"
    r"styregruppe|manager|officer|coordinator)(?:en|n|ne|er|erne|erna)?\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^.*?(?:,|;|\boch|\bog|\band|\bsamt|\bmen|\butöver detta|\bdesuden|\bderudover|\bsom|\bder|"
    r"\bwho)\s+(?=\S+(?:\s\S+){0,7}$)",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"^(?:överenskommelsen|avtalet|aftalen|planen|strategin|strategien|the agreement|syftet|formålet)\b", re.IGNORECASE
)
_AND = re.compile(r"\s(?:och|og|and|samt)$", re.IGNORECASE)
_LONGEST_BEARER = 110
_LONGEST_SUBJECT = 400


def responsibilities_of(paper: Paper) -> list[Responsibility]:
    """Return the duties that a paper lays on roles and parties, in order; each item of a list is one."""
    found: list[Responsibility] = []
    for place, block in enumerate(paper.blocks):
        if block.kind != "paragraph" or not any(sign in block.text for sign in _SIGNS):
            continue
        before = ""
        for sentence in sentences_of(block):
            found.extend(_in_sentence(paper, sentence, before, paper.blocks[place + 1 :]))
            before = sentence.text
    return found


def _in_sentence(paper: Paper, sentence: Sentence, before: str, after: Sequence[Block]) -> Iterator[Responsibility]:
    match = _DUTY.search(sentence.text)
    bearer = _bearer(match, sentence.text, before) if match else None
    if match is None or bearer is None:
        return
    what = match["what"].strip()
    if what.rstrip(":").strip():
        begin = sentence.start + match.start("what")
        text = match["what"].rstrip(" .:")
        yield Responsibility(bearer, text, paper.span(begin, begin + len(text)))
    if sentence.text.rstrip().endswith(":") or not what:
        for block in after:
            if block.kind != "list_item":
                return
            yield Responsibility(bearer, block.text.rstrip(" .;"), paper.span(block.start, block.end))


def _bearer(match: re.Match[str], sentence: str, before: str) -> str | None:
    """Return who bears a duty: the subject before or after the verb, or whom a pronoun stands for."""
    named = (match["inverted"] or sentence[: match.start()]).strip(" ,")
    if _PAPER.match(named) or len(named) > _LONGEST_SUBJECT:
        return None
    if _AND.search(named):
        # "X leads the work and is responsible for ...": the subject is what the sentence begins with
        named = named.split(" ", 1)[0]
        if not (_PRONOUN.match(named) or _ROLE.fullmatch(named)):
            return None
    elif not match["inverted"]:
        shorter = _LEADS.sub("", named)
        named = shorter if shorter and _starts_like_subject(shorter) else named
    if _PRONOUN.match(named):
        roles = _ROLE.findall(before)
        return roles[-1] if roles else None
    return named if named and len(named) <= _LONGEST_BEARER else None


def _starts_like_subject(text: str) -> bool:
    return text[0].isupper() or _ROLE.match(text) is not None or text.lower().startswith(("parterna", "parterne"))
