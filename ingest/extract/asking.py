"""Sentences that say whom to ask: "kontakta ...", "spørgsmål ... rettes til ...".

Knows the words for it. Must not know who is named behind them.
"""

import re
from collections.abc import Collection, Iterable

_CALLS = (
    "kontakta", "ring", "fråga efter", "vänd dig till", "vänd er till", "hör av dig till", "hör av er till", "kontakt",
    "ring til", "spørg efter", "henvend dig til", "contact", "ask for", "call",
)  # fmt: skip
_GOES_ON = {"kontakt": r" [a-zæøå]+(?:en|et|s)\b", "contact": " the", "call": " the"}
"""What must stand behind a word that is a noun as well: "kontakt vagthavende" is none, "kontakt vagtchefen" is."""

_MATTERS = (
    "frågor", "spørgsmål", "henvendelser", "henvendelse", "questions", "förfrågningar", "synpunkter", "ärenden",
    "ärende",
)  # fmt: skip
_GO_TO = (
    "besvaras av", "lämnas till", "ställs till", "riktas till", "hänvisas till", "skickas till", "rettes til",
    "stilles til", "sendes til", "besvares af", "sker til", "ska ske til", "skal ske til", "skal rettes til",
    "are answered by", "to",
)  # fmt: skip


def _either_case(words: Iterable[str]) -> str:
    """Return a pattern of words whose first letter may be a capital, each with what must stand behind it."""
    return "|".join(
        f"[{word[0].upper()}{word[0]}]{word[1:]}" + (f"(?={_GOES_ON[word]})" if word in _GOES_ON else "")
        for word in words
    )


_ASK = re.compile(
    rf"\b(?:{_either_case(_CALLS)}|(?:{_either_case(_MATTERS)})\b[^.;:]{{0,80}}?\b(?:{'|'.join(_GO_TO)}))"
    r"(?P<whom> [^.;:]{3,160})"
)

_SHORT = 4
"""Letters of a word so short that it stands within others, so that its beginning is looked at as well."""


def _behind_first_letter(words: Iterable[str]) -> tuple[str, ...]:
    """Return what one plain search finds of each word, be its first letter a capital or not."""
    return tuple(word[1:] for word in words)


def _at_beginnings(words: Collection[str]) -> re.Pattern[str]:
    """Return what finds each of these where a word begins, and perhaps more.

    A pattern that begins with a set of letters is searched for far faster than one that begins with a border of words.
    """
    first = "".join(f"{word[0].upper()}{word[0]}" for word in words)
    return re.compile(rf"[{first}](?<!\w.)(?:{'|'.join(_behind_first_letter(words))})")


_CALL_SIGNS = _behind_first_letter(f"{word} " for word in _CALLS if len(word) > _SHORT)
_SHORT_CALL = _at_beginnings([f"{word} " for word in _CALLS if len(word) <= _SHORT])
_MATTER_SIGNS = _behind_first_letter(_MATTERS)
_GO_TO_SIGNS = tuple(f"{words} " for words in _GO_TO)
"""What `_ASK` finds holds one of the first two, or one of the matters and one of the ways they go."""


def leads_to_somebody(text: str) -> bool:
    """Tell whether a text says whom to ask; what it cannot do without is looked for first."""
    is_asking = any(sign in text for sign in _CALL_SIGNS) or _SHORT_CALL.search(text) is not None
    if not is_asking and any(sign in text for sign in _MATTER_SIGNS):
        is_asking = any(sign in text for sign in _GO_TO_SIGNS)
    return is_asking and _ASK.search(text) is not None


def asked_of(sentence: str) -> str | None:
    """Return the words behind those that say whom to ask; None where a sentence says nothing of it."""
    found = _ASK.search(sentence)
    return found["whom"] if found else None
