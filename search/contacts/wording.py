"""What an answer says around contacts, in the question's language.

Knows words of three languages. Must not know how a contact was found.
"""

from collections.abc import Sequence

from search.contacts.entry import Entry, Stated
from search.records import Contact

_FRAMES = {
    "sv": {
        "exact": "Enligt {title}{where}{dated}: {who}",
        "more": "Fler som anges: {who}",
        "wider": "Ingen kontakt för {missing} finns i dokumenten. Närmast, enligt {title}{where}{dated}: {who}",
        "area": (
            "”{area}” är ett av de områden som parterna är överens om enligt {title}{where}, men ingen "
            "kontaktperson för det är angiven."
        ),
        "named": "Dokumentet nämner för samarbetet: {who}.",
        "owner": "Dokumentets egen kontakt: {who}",
        "none": "Det står inte i de dokument som finns här.",
        "instead": "Det står inte i de dokument som finns här. Fråga i stället: {who}",
        "otherwise": "Annan uppgift i {title}{dated}: {value}.",
        "over": " (gäller inte längre)",
        "hand": "kontaktlistan {title}",
        "page": ", s. {page}",
        "dated": " ({day})",
        "named_only": "fråga efter {who}",
    },
    "da": {
        "exact": "Ifølge {title}{where}{dated}: {who}",
        "more": "Andre, der er nævnt: {who}",
        "wider": "Der er ingen kontakt for {missing} i dokumenterne. Nærmest, ifølge {title}{where}{dated}: {who}",
        "area": (
            "»{area}« er et af de områder, som parterne er enige om ifølge {title}{where}, men der er ikke "
            "nævnt nogen kontaktperson for det."
        ),
        "named": "Dokumentet nævner for samarbejdet: {who}.",
        "owner": "Dokumentets egen kontakt: {who}",
        "none": "Det står ikke i de dokumenter, der findes her.",
        "instead": "Det står ikke i de dokumenter, der findes her. Spørg i stedet: {who}",
        "otherwise": "Anden oplysning i {title}{dated}: {value}.",
        "over": " (gælder ikke længere)",
        "hand": "kontaktlisten {title}",
        "page": ", s. {page}",
        "dated": " ({day})",
        "named_only": "spørg efter {who}",
    },
    "en": {
        "exact": "According to {title}{where}{dated}: {who}",
        "more": "Others named: {who}",
        "wider": "The documents name no contact for {missing}. The nearest, according to {title}{where}{dated}: {who}",
        "area": (
            "“{area}” is one of the areas that the parties have agreed on according to {title}{where}, but "
            "no contact person for it is stated."
        ),
        "named": "For the cooperation the document names: {who}.",
        "owner": "The document's own contact: {who}",
        "none": "The documents held here do not say.",
        "instead": "The documents held here do not say. Ask instead: {who}",
        "otherwise": "Stated otherwise in {title}{dated}: {value}.",
        "over": " (no longer in force)",
        "hand": "the contact list {title}",
        "page": ", p. {page}",
        "dated": " ({day})",
        "named_only": "ask for {who}",
    },
}
"""Language -> what is said; the words of the contacts themselves stay as the papers have them."""


def frame(language: str, name: str, **values: str) -> str:
    """Return a sentence in a language, English for one that has none."""
    return _FRAMES.get(language, _FRAMES["en"])[name].format(**values)


def about_source(stated: Stated, language: str, *, is_over: bool) -> dict[str, str]:
    """Return title, page and day of a source as a sentence names them."""
    page, day = stated.contact.span.page, stated.day
    title = stated.title if stated.document else frame(language, "hand", title=stated.title)
    return {
        "title": title + (frame(language, "over") if is_over else ""),
        "where": frame(language, "page", page=str(page)) if page else "",
        "dated": frame(language, "dated", day=day.isoformat()) if day else "",
    }


def line_of(contact: Contact, language: str) -> str:
    """Return a contact on one line: who, of what, how to reach them."""
    place = (
        contact.place
        if not any(
            contact.place and contact.place in (part or "")
            for part in (contact.unit, contact.organisation, contact.role)
        )
        else None
    )
    who = ", ".join(filter(None, (contact.name, contact.role, contact.unit, contact.organisation, place)))
    if contact.is_named_only:
        return frame(language, "named_only", who=who) if not contact.name else who
    reach = ", ".join((*(phone.printed for phone in contact.phones), *contact.emails))
    line = f"{who}: {reach}" if who and reach else who or reach
    return f"{line} ({contact.hours})" if contact.hours else line


def lines_of(entries: Sequence[Entry], language: str) -> str:
    """Return several contacts on one line."""
    return "; ".join(line_of(entry.contact, language) for entry in entries)
