"""Of what a question asks: the thing of a list, the office of a person.

Knows wording of the three languages and the question's words. Must not know passages or scores.
"""

import re
from collections.abc import Sequence

from search.understanding.opening import OFFICE

_ASKING = (
    r"vilka|vilken|vilket|vad|hvilke|hvilken|hvilket|hvad|which|what|list|lista|nämn|nævn|name|give me|räkna upp|oprems"
)
_PHRASE = re.compile(
    rf"^\W*(?:{_ASKING})\b(?:\s(?:är|er|are|is|var|were|de|the|der|det|den|olika|forskellige|different|all|alla|alle"
    r"|sorts?|kinds?|typer?|types?|slags|of|for|av|af)\b)*(?P<phrase>.*?)"
    r"(?=\W*$|\s(?:i|på|för|om|till|från|med|hos|mellan|inom|ved|fra|til|mellem|inden|of|in|for|on|to|at|between|by|from"
    r"|within|under|är|er|ska|skal|skall|kan|får|må|måste|bör|bør|har|hade|havde|finns|findes|omfattas|omfattes|ingår"
    r"|indgår|gäller|gælder|nämns|nævnes|are|is|must|can|may|should|shall|have|has|had|do|does|did|som|der|that|who)\b)",
    re.IGNORECASE,
)


def thing_of_list(question: str, words: Sequence[str]) -> int | None:
    """Return which word says of what things a list is asked for; None where the question's opening does not tell.

    Args:
        words: the question's words, lower case, without those that say nothing.
    """
    found = _PHRASE.match(question)
    said = re.findall(r"[\w-]+", found["phrase"].lower()) if found else []
    return next((words.index(word) for word in reversed(said) if word in words), None)


def office(words: Sequence[str]) -> int | None:
    """Return which word of a question names an office; None where none does."""
    return next((place for place, word in enumerate(words) if OFFICE.search(word)), None)
