"""What the opening of a question settles, whatever its other words look like.

"When" within a question of how is no question for a day, and "when may" asks for a condition. Knows wording of the
three languages. Must not know weights, documents or how an answer is made.
"""

import re

from search.result import Intent


def _opening(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{pattern})", re.IGNORECASE)


_HOW = _opening(
    r"(?:hur(?! (?:snabbt|fort|snart|länge|lång|ofta|många|mycket|tidigt|sent|dags))|hvordan"
    r"|how(?! (?:soon|quickly|fast|long|often|many|much|early|late|old))|på vilket sätt|på hvilken måde|in what way)\b"
)
_CONDITION = _opening(
    r"(?:när|hvornår|when)\s(?:får|må|räknas|anses|betraktas|regnes|betragtes|may|can (?:information|data)"
    r"|(?:is|are)\s.*\b(?:considered|counted|regarded|deemed))\b"
)
_MEANT = re.compile(
    r"\b(?:hvad forstår\w*\b.+\bved|vad förstår\w*\b.+\bmed|hvad mener\b.+\bmed|vad menar\b.+\bmed|vad avser\b.+\bmed"
    r"|what do(?:es)?\b.+\bmean by)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:(?:vilken|hvad|hvilken|what) tid\b(?! tar)|what time|klockslag\w*|klokkeslæt\w*|hur dags)\b", re.IGNORECASE
)
_DEADLINE = _opening(
    r"(?:vad|hvad|what|vilken|hvilken|which)\s(?:är|er|is|was|var)\s(?:den |the )?(?:sista|sidste|last|senaste)?\s?"
    r"(?:(?:tids|klage|ansøgnings|betalings|svars)?frist\w*|deadline\w*|dag(?:en)?|day|date|dato(?:en)?|datum(?:et)?"
    r"|(?:\w+ )?(?:date|dato|datum))\b"
)
_CALLED = re.compile(
    r"^\W*(?:(?:vad|hvad)\s(?:heter|hedder)|what(?:'s| is) the name of|what (?:is|are) .+ called\W*$"
    r"|namnet på|navnet på)",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"(?:chef(?:en|s)?|direktör(?:en)?|direktør(?:en)?|sekreterare(?:n)?|sekretær(?:en)?|ledare(?:n)?|leder(?:en)?"
    r"|samordnare(?:n)?|koordinator(?:n|en)?|ordförande(?:n)?|formand(?:en)?|minister(?:n|en)?|handläggare(?:n)?"
    r"|sagsbehandler(?:en)?|kontaktperson(?:en)?|konsulent(?:en)?|director(?: general)?|head|chief|manager|secretary"
    r"|coordinator|chair(?:man|person|woman)?|commissioner|leader|contact person)\b",
    re.IGNORECASE,
)
"""What a person is; the name of one is asked for by "who"."""

_LEFT_OPEN = frozenset({"what", "other", "list"})
_NOT_OF_PERSONS = _LEFT_OPEN | {"definition"}


def settled(question: str, intent: Intent) -> Intent:
    """Return the intent that the opening settles, or the one that was read from all words."""
    if _MEANT.search(question):
        return "definition"
    if _DEADLINE.match(question):
        return "when"
    if intent in _NOT_OF_PERSONS and _CALLED.match(question) and OFFICE.search(question):
        return "who"
    if intent == "when":
        return "how" if _HOW.match(question) else "what" if _CONDITION.match(question) else intent
    return "when" if intent in _LEFT_OPEN and _TIME.search(question) else intent
