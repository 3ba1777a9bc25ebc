"""Words by which a question shows what it asks for, in the three languages.

Knows wording. Must not know weights, documents or how an answer is made.
"""

from collections.abc import Mapping
from types import MappingProxyType

from search.caseless import caseless

_DOCUMENT = (
    r"(?:dokument\w*|document|paper|papper\w*|guide\w*|vejledning\w*|vägledning\w*|avtal\w*|aftale\w*|agreements?"
    r"|överenskommelse\w*|strateg\w*|rapport\w*|report|handlingsplan\w*|beslut\w*|notat\w*|pm|policy|bekendtgørelse\w*"
    r"|föreskrift\w*|rutin\w*|blanket\w*|formulär\w*|lag|lov|law|act|page|sida|side)\b"
)
_PAPER_VERB = (
    r"(?:beskriver|beskrivs|handlar om|handler om|tar upp|behandlar|behandler|nämner|nævner|nämns|nævnes|styr|gäller"
    r"|gælder|reglerar|regulerer|fortæller|berättar|announces?|describes?|covers?|deals? with|mentions?|governs?"
    r"|regulates?|applies|says|tells)\b"
)

_HOW_SOON = r"(?:hur (?:snabbt|fort|snart)|hvor (?:hurtigt|snart)|how (?:quickly|fast|soon))\b"

_CUES: Mapping[str, str] = {
    "contact": (
        # who must be told by when is no question for a number to ring
        rf"^(?!(?:{_HOW_SOON}|(?:när|hvornår|when)\b)).*?"
        r"\b(?:kontakt|kontakta|kontakte|kontakter|kontaktar|kontaktperson\w*|kontaktuppgift\w*|kontaktoplysning\w*"
        r"|kontaktväg\w*|ring|ringa|ringer|ringe|telefon\w*|tfn|tlf|mobilnummer|phone|call|numret till|nummeret til"
        r"|e-?post\w*|e-?mail\w*|mejl\w*|mailadress\w*|nås|nå|reach|contact\w*|få fatt i|få tag i|tag på|get hold of"
        r"|get in touch|vända mig|vänder jag mig|henvende|henvender|skriva till|skrive til|turn to)\b"
    ),
    "phone_or_mail": r"\b(?:telefon\w*|tfn|tlf|phone|e-?post\w*|e-?mail\w*|mejl\w*|mailadress\w*|numret|nummeret)\b",
    "which_document": (
        rf"\b(?:vilke[tn]|vilka|hvilke[tn]?|which|what|i vilket|in which|var står|hvor står|where)\s+(?:\w+\s+){{0,2}}"
        rf"{_DOCUMENT}.*?{_PAPER_VERB}|\b(?:i|in|i hvilket|where)\s+(?:vilke[tn]|hvilke[tn]?|which|what)\s+(?:\w+\s+)?"
        rf"{_DOCUMENT}|\b(?:var står det|hvor står der|hvor står det|where does it say|where is it written"
        rf"|finns det (?:någo[nt]|några) {_DOCUMENT}|findes der (?:en|et|nogen) {_DOCUMENT})"
        rf"|^(?:guide|vejledning|vägledning|avtal|aftale|dokument|document|strategi)\b"
    ),
    "document_word": rf"\b(?:vilke[tn]|vilka|hvilke[tn]?|which)\s+(?:\w+\s+)?{_DOCUMENT}",
    "who": (
        r"\b(?:vem|vilka ansvarar|hvem|who|whom|whose|vems|hvis ansvar)\b"
        r"|\b(?:vilke[tn]|hvilke[tn]|which|what)\s+(?:\w+\s+)?(?:\w*myndighet|\w*myndighed|\w*avdelning|\w*afdeling"
        r"|\w*enhet|\w*enhed|\w*enhetschef|\w*chef|person|\w*organisation|authority|department|unit|agency|officer|body"
        r"|party|part|minister|titel|title|stilling|roll|role|post)\b"
    ),
    "when": (
        r"\b(?:när|hvornår|when|datum|dato|dag|day|date|årtal|årstal|sedan när|since when|senast|senest|deadline|frist"
        rf"|tidsfrist|tidpunkt|tidspunkt|what time|{_HOW_SOON}|vilket år|hvilket år|which year"
        r"|what year|how early|how late|vilken tid|åbningstid\w*|öppettid\w*|opening hours|by when)\b"
    ),
    "list": (
        r"\b(?:vilka|hvilke|lista|liste|list|ange|nævn|name the|nämn|räkna upp|opremse|enumerate|samtliga"
        r"|all the|which \w+s|what are|what \w+s (?:are|must|should|can|does)|alla punkter|alle punkter|checklista"
        r"|tjekliste|checklist|vad ingår|hvad indgår|hvad består|vad består|what does \w+ (?:consist|include|cover)"
        r"|what must|dagordning|dagsorden|agenda|vad ska \w+ innehålla|hvad skal der stå|uppgifter ska|details)\b"
    ),
    "number_of": (
        r"\b(?:vilka|hvilke|which|what are the|de|the)\s+(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|to|fire|fem|seks|syv"
        r"|otte|ni|ti|two|three|four|five|six|seven|eight|nine|ten|\d+)\b"
    ),
    "amount": (
        r"\b(?:hur (?:ofta|många|mycket|länge|lång|långt|stor|stort|stora|höga?|gammal|dyrt?)|hvor (?:ofte|tit|mange"
        r"|meget|længe|lang|langt|lange|stor|stort|store|høj|højt|gammel|dyrt?)|how (?:often|many|much|long|large|big"
        r"|high|old|far|frequently)|antal\w*|antallet|number of|share of|andel\w*|procent|percent\w*|kosta\w*|koste\w*"
        r"|kostnad\w*|cost\w*|pris|price|fee|avgift\w*|gebyr|belopp|beløb|budget|varighed|varaktighet|duration|längd"
        r"|beloppsgräns|åldersgräns|aldersgrænse|grænse|gräns|frequency|timeløn\w*|timlön)\b"
    ),
    "definition": (
        r"\b(?:vad (?:betyder|innebär|menas|avses|står|kallas)|hvad (?:betyder|indebærer|menes|forstås|står|hedder"
        r"|kaldes)|what (?:does .* (?:mean|stand for)|is meant|is the meaning)|betyder|betydelsen|betydning\w*"
        r"|definition\w*|definier\w*|definer\w*|förkortning\w*|forkortelse\w*|abbreviation|acronym|meaning|stand for"
        r"|står .* för\b|står .* for\b|förklara|forklar|explain|define|ordlista|ordliste|glossary|begreppet|begrebet)\b"
    ),
    "what_is": (
        r"^(?:vad är|hvad er|what is|what's|what are)\s+(?:e[nt]t?\s+|an?\s+)?[\"“”'»«]?[\w-]+[\"“”'»«]?"
        r"(?:\s[\w-]+)?\s*\??$"
    ),
    "how": (
        r"\b(?:hur|hvordan|how|på vilket sätt|på hvilken måde|in what way|varför|hvorfor|why|vad händer|hvad sker"
        r"|what happens|vad gör man|hvad gør man|vad ska (?:man|jag) göra|hvad skal (?:man|jeg) gøre|what should"
        r"|tillvägagångssätt|fremgangsmåde|procedure|steps)\b"
    ),
    "yes_no": (
        r"^(?:är|finns|får|kan|ska|skall|gäller|måste|har|behöver|bör|kommer|räcker|stämmer|omfattas|ingår|krävs|er|må"
        r"|skal|findes|gælder|har|bør|behøver|kræves|omfatter|indgår|kommer|is|are|does|do|did|can|could|may|must"
        r"|should|has|have|will|was|were)\b"
    ),
    "what": r"\b(?:vad|hvad|what|var|vart|hvor|where|vilke[tn]|hvilke[tn]|which)\b",
    "asks": r"\?\s*$",
}
CUES = MappingProxyType({name: caseless(pattern) for name, pattern in _CUES.items()})
"""Name -> pattern for a question in lower case; the classifier weighs which of them are there."""


def cues_of(question: str) -> list[str]:
    """Return the names of the cues that a question shows."""
    lower = question.lower()
    return [name for name, pattern in CUES.items() if pattern.search(lower)]
