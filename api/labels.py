"""The words for coded values: kinds of paper, languages, validity; and the questions to begin with.

Knows codes and messages; every code has a message (a test compares them with the types).
"""

from api.words import N_, UiLanguage, Words
from search.document import Validity

EXAMPLE_QUESTIONS: tuple[tuple[UiLanguage, str], ...] = (
    ("sv", "Vem är kontaktperson för transporter?"),
    ("da", "Hvem skal jeg kontakte om varetægt?"),
    ("en", "Which agreement applies to release planning?"),
)

LANGUAGES = {"sv": N_("Swedish"), "da": N_("Danish"), "en": N_("English"), "und": N_("unknown language")}

DOCUMENT_TYPES = {
    "agreement": N_("agreement"), "strategy": N_("strategy"), "action_plan": N_("action plan"), "guide": N_("guide"),
    "booklet": N_("information booklet"), "contact_list": N_("contact list"), "regulation": N_("regulation"),
    "news": N_("news"), "minutes": N_("minutes"), "memo": N_("memorandum"), "mail": N_("e-mail"), "other": N_("other"),
}  # fmt: skip

VALIDITY = {
    "in_force": N_("In force"), "upcoming": N_("Not in force yet"), "expired": N_("No longer in force"),
    "superseded": N_("Superseded"), "unknown": N_("Validity unknown"),
}  # fmt: skip

LEVELS = {"national": N_("national"), "regional": N_("regional"), "local": N_("local")}

COUNTRIES = {"se": N_("Sweden"), "dk": N_("Denmark")}


def level_label(level: str | None, words: Words) -> str | None:
    """Return what a level is called; None where it is not known."""
    return words.gettext(LEVELS[level]) if level else None


def language_label(code: str, words: Words) -> str:
    """Return the name of a language."""
    return words.gettext(LANGUAGES.get(code, LANGUAGES["und"]))


def document_type_label(code: str, words: Words) -> str:
    """Return what a kind of paper is called."""
    return words.gettext(DOCUMENT_TYPES[code]) if code in DOCUMENT_TYPES else code


def validity_label(validity: Validity, words: Words) -> str:
    """Return whether a paper is in force, with the day that matters."""
    status = words.gettext(VALIDITY[validity.status])
    if validity.status == "in_force" and validity.valid_to:
        return words.gettext("In force to %(date)s", date=words.day(validity.valid_to))
    if validity.status == "in_force" and validity.valid_from:
        return words.gettext("In force since %(date)s", date=words.day(validity.valid_from))
    if validity.status == "upcoming" and validity.valid_from:
        return words.gettext("In force from %(date)s", date=words.day(validity.valid_from))
    if validity.status in ("expired", "superseded") and validity.valid_to:
        return words.gettext("%(status)s, was in force to %(date)s", status=status, date=words.day(validity.valid_to))
    return status
