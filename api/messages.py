"""The words of the pages in Swedish, Danish and English.

Knows texts only. One frozen table per language, all with the same fields and placeholders (a test compares them).
"""

from dataclasses import dataclass
from typing import Literal, get_args

UiLanguage = Literal["sv", "da", "en"]
UI_LANGUAGES: tuple[UiLanguage, ...] = get_args(UiLanguage)
UI_NAMES: dict[UiLanguage, str] = {"sv": "Svenska", "da": "Dansk", "en": "English"}

EXAMPLE_QUESTIONS: tuple[tuple[UiLanguage, str], ...] = (
    ("sv", "Vem är kontaktperson för transporter?"),
    ("da", "Hvem skal jeg kontakte om varetægt?"),
    ("en", "Which agreement applies to release planning?"),
)


@dataclass(frozen=True, slots=True)
class Messages:
    """Everything that a page says in one language; {names} are placeholders."""

    tagline: str
    skip: str
    interface_language: str
    home: str
    search_label: str
    search_hint: str
    search_button: str
    more_choices: str
    document_language: str
    any_language: str
    include_expired: str
    examples_heading: str
    answer_heading: str
    not_found_heading: str
    not_found_text: str
    not_found_hits: str
    from_source: str
    see_also: str
    hits_none: str
    hits_one: str
    hits_many: str
    hits_at_least: str
    results_title: str
    page_of_results: str
    did_you_mean: str
    also_searched: str
    expansion: str
    page: str
    printed_page: str
    section: str
    source_file: str
    organisation: str
    document_type: str
    language: str
    empty_tips: tuple[str, ...]
    paging: str
    next_page: str
    first_page: str
    back_to_results: str
    document: str
    document_pages: str
    parts: str
    part: str
    to_passage: str
    passage_begins: str
    passage_ends: str
    no_title: str
    table: str
    api_docs: str
    error_title: str
    fault_empty: str
    fault_too_long: str
    fault_unreadable: str
    fault_parameter: str
    fault_missing: str
    fault_unavailable: str
    fault_internal: str
    error_id: str
    date: str
    months: tuple[str, ...]
    languages: dict[str, str]
    document_types: dict[str, str]
    validity: dict[str, str]
    valid_from: str
    valid_to: str
    was_valid_to: str


SWEDISH = Messages(
    tagline="Sök i myndigheternas gemensamma dokument",
    skip="Till innehållet",
    interface_language="Språk",
    home="Samsök, startsida",
    search_label="Din fråga",
    search_hint="Fråga med egna ord på svenska, danska eller engelska.",
    search_button="Sök",
    more_choices="Fler val",
    document_language="Dokumentens språk",
    any_language="Alla språk",
    include_expired="Ta med dokument som inte längre gäller",
    examples_heading="Frågor att börja med",
    answer_heading="Svar",
    not_found_heading="Inget svar i dokumenten",
    not_found_text="Dokumenten som finns här besvarar inte frågan.",
    not_found_hits="Träffarna nedan kan ändå ge en ledtråd.",
    from_source="Ur",
    see_also="Se även",
    hits_none="Inga träffar",
    hits_one="1 träff",
    hits_many="{count} träffar",
    hits_at_least="Minst {count} träffar",
    results_title="{question} – {hits}",
    page_of_results="sida {number}",
    did_you_mean="Menade du",
    also_searched="Sökte även på",
    expansion="{term} (för {source})",
    page="sida {number}",
    printed_page="sida {number} (tryckt {label})",
    section="Avsnitt",
    source_file="Fil",
    organisation="Organisation",
    document_type="Dokumenttyp",
    language="Språk",
    empty_tips=(
        "Kontrollera stavningen.",
        "Använd färre eller mer allmänna ord.",
        "Ta bort val under Fler val.",
        "Ställ frågan på ett annat språk.",
    ),
    paging="Sidor med träffar",
    next_page="Nästa sida",
    first_page="Första sidan",
    back_to_results="Tillbaka till träffarna för ”{question}”",
    document="Dokument",
    document_pages="{count} sidor",
    parts="Dokumentets delar",
    part="Del {number}",
    to_passage="Gå till det hittade stycket",
    passage_begins="Det hittade stycket börjar:",
    passage_ends="Det hittade stycket slutar.",
    no_title="Utan titel",
    table="Tabell",
    api_docs="Gränssnitt för program",
    error_title="Det gick inte",
    fault_empty="Skriv en fråga med minst ett ord.",
    fault_too_long="Frågan har {actual} tecken, högst {allowed} går. Fråga med färre ord.",
    fault_unreadable="Frågan kunde inte läsas. Skriv den på nytt.",
    fault_parameter="Adressen innehåller ett val som inte går att använda. Sök på nytt.",
    fault_missing="Sidan eller dokumentet finns inte. Det kan ha tagits bort eller ersatts.",
    fault_unavailable="Sökningen svarar inte just nu. Försök igen om en stund.",
    fault_internal="Något gick fel hos oss. Försök igen om en stund.",
    error_id="Uppge detta om du anmäler felet: {error_id}",
    date="{day} {month} {year}",
    months=("januari", "februari", "mars", "april", "maj", "juni",
            "juli", "augusti", "september", "oktober", "november", "december"),
    languages={"sv": "svenska", "da": "danska", "en": "engelska", "und": "okänt språk"},
    document_types={
        "agreement": "överenskommelse", "strategy": "strategi", "action_plan": "handlingsplan", "guide": "vägledning",
        "booklet": "informationshäfte", "contact_list": "kontaktlista", "regulation": "föreskrift", "news": "nyhet",
        "minutes": "protokoll", "memo": "promemoria", "mail": "e-post", "other": "annat",
    },
    validity={
        "in_force": "Gäller", "upcoming": "Gäller inte än", "expired": "Gäller inte längre", "superseded": "Ersatt",
        "unknown": "Giltighet okänd",
    },
    valid_from="Gäller från {date}",
    valid_to="Gäller till {date}",
    was_valid_to="{status}, gällde till {date}",
)  # fmt: skip

DANISH = Messages(
    tagline="Søg i myndighedernes fælles dokumenter",
    skip="Gå til indholdet",
    interface_language="Sprog",
    home="Samsök, forside",
    search_label="Dit spørgsmål",
    search_hint="Spørg med egne ord på svensk, dansk eller engelsk.",
    search_button="Søg",
    more_choices="Flere valg",
    document_language="Dokumenternes sprog",
    any_language="Alle sprog",
    include_expired="Tag dokumenter med, der ikke længere gælder",
    examples_heading="Spørgsmål at begynde med",
    answer_heading="Svar",
    not_found_heading="Intet svar i dokumenterne",
    not_found_text="Dokumenterne her besvarer ikke spørgsmålet.",
    not_found_hits="Resultaterne nedenfor kan alligevel give et spor.",
    from_source="Fra",
    see_also="Se også",
    hits_none="Ingen resultater",
    hits_one="1 resultat",
    hits_many="{count} resultater",
    hits_at_least="Mindst {count} resultater",
    results_title="{question} – {hits}",
    page_of_results="side {number}",
    did_you_mean="Mente du",
    also_searched="Søgte også på",
    expansion="{term} (for {source})",
    page="side {number}",
    printed_page="side {number} (trykt {label})",
    section="Afsnit",
    source_file="Fil",
    organisation="Organisation",
    document_type="Dokumenttype",
    language="Sprog",
    empty_tips=(
        "Kontrollér stavningen.",
        "Brug færre eller mere almindelige ord.",
        "Fjern valg under Flere valg.",
        "Stil spørgsmålet på et andet sprog.",
    ),
    paging="Sider med resultater",
    next_page="Næste side",
    first_page="Første side",
    back_to_results="Tilbage til resultaterne for “{question}”",
    document="Dokument",
    document_pages="{count} sider",
    parts="Dokumentets dele",
    part="Del {number}",
    to_passage="Gå til det fundne afsnit",
    passage_begins="Det fundne afsnit begynder:",
    passage_ends="Det fundne afsnit slutter.",
    no_title="Uden titel",
    table="Tabel",
    api_docs="Grænseflade for programmer",
    error_title="Det lykkedes ikke",
    fault_empty="Skriv et spørgsmål med mindst ét ord.",
    fault_too_long="Spørgsmålet har {actual} tegn, højst {allowed} er tilladt. Spørg med færre ord.",
    fault_unreadable="Spørgsmålet kunne ikke læses. Skriv det igen.",
    fault_parameter="Adressen indeholder et valg, der ikke kan bruges. Søg igen.",
    fault_missing="Siden eller dokumentet findes ikke. Det kan være fjernet eller erstattet.",
    fault_unavailable="Søgningen svarer ikke lige nu. Prøv igen om lidt.",
    fault_internal="Noget gik galt hos os. Prøv igen om lidt.",
    error_id="Oplys dette, hvis du anmelder fejlen: {error_id}",
    date="{day}. {month} {year}",
    months=("januar", "februar", "marts", "april", "maj", "juni",
            "juli", "august", "september", "oktober", "november", "december"),
    languages={"sv": "svensk", "da": "dansk", "en": "engelsk", "und": "ukendt sprog"},
    document_types={
        "agreement": "aftale", "strategy": "strategi", "action_plan": "handleplan", "guide": "vejledning",
        "booklet": "informationshæfte", "contact_list": "kontaktliste", "regulation": "bekendtgørelse", "news": "nyhed",
        "minutes": "referat", "memo": "notat", "mail": "e-mail", "other": "andet",
    },
    validity={
        "in_force": "Gælder", "upcoming": "Gælder ikke endnu", "expired": "Gælder ikke længere",
        "superseded": "Erstattet", "unknown": "Gyldighed ukendt",
    },
    valid_from="Gælder fra {date}",
    valid_to="Gælder til {date}",
    was_valid_to="{status}, gjaldt til {date}",
)  # fmt: skip

ENGLISH = Messages(
    tagline="Search the agencies’ shared papers",
    skip="Skip to content",
    interface_language="Language",
    home="Samsök, start page",
    search_label="Your question",
    search_hint="Ask in your own words, in Swedish, Danish or English.",
    search_button="Search",
    more_choices="More choices",
    document_language="Language of the papers",
    any_language="All languages",
    include_expired="Include papers no longer in force",
    examples_heading="Questions to start with",
    answer_heading="Answer",
    not_found_heading="No answer in the papers",
    not_found_text="The papers held here do not answer this question.",
    not_found_hits="The results below may still give a lead.",
    from_source="From",
    see_also="See also",
    hits_none="No results",
    hits_one="1 result",
    hits_many="{count} results",
    hits_at_least="At least {count} results",
    results_title="{question} – {hits}",
    page_of_results="page {number}",
    did_you_mean="Did you mean",
    also_searched="Also searched for",
    expansion="{term} (for {source})",
    page="page {number}",
    printed_page="page {number} (printed {label})",
    section="Section",
    source_file="File",
    organisation="Organisation",
    document_type="Kind of paper",
    language="Language",
    empty_tips=(
        "Check the spelling.",
        "Use fewer or more general words.",
        "Remove choices under More choices.",
        "Ask in another language.",
    ),
    paging="Pages of results",
    next_page="Next page",
    first_page="First page",
    back_to_results="Back to the results for “{question}”",
    document="Document",
    document_pages="{count} pages",
    parts="Parts of the document",
    part="Part {number}",
    to_passage="Go to the passage found",
    passage_begins="The passage found begins:",
    passage_ends="The passage found ends.",
    no_title="Untitled",
    table="Table",
    api_docs="Interface for programs",
    error_title="That did not work",
    fault_empty="Write a question with at least one word.",
    fault_too_long="The question has {actual} characters, at most {allowed} are allowed. Ask in fewer words.",
    fault_unreadable="The question could not be read. Write it anew.",
    fault_parameter="The address holds a choice that cannot be used. Search anew.",
    fault_missing="There is no such page or document. It may have been removed or replaced.",
    fault_unavailable="The search does not answer right now. Try again in a moment.",
    fault_internal="Something went wrong on our side. Try again in a moment.",
    error_id="Give this if you report the fault: {error_id}",
    date="{day} {month} {year}",
    months=("January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December"),
    languages={"sv": "Swedish", "da": "Danish", "en": "English", "und": "unknown language"},
    document_types={
        "agreement": "agreement", "strategy": "strategy", "action_plan": "action plan", "guide": "guide",
        "booklet": "information booklet", "contact_list": "contact list", "regulation": "regulation", "news": "news",
        "minutes": "minutes", "memo": "memorandum", "mail": "e-mail", "other": "other",
    },
    validity={
        "in_force": "In force", "upcoming": "Not in force yet", "expired": "No longer in force",
        "superseded": "Superseded", "unknown": "Validity unknown",
    },
    valid_from="In force from {date}",
    valid_to="In force to {date}",
    was_valid_to="{status}, was in force to {date}",
)  # fmt: skip

MESSAGES: dict[UiLanguage, Messages] = {"sv": SWEDISH, "da": DANISH, "en": ENGLISH}


def choose_language(asked: str | None, accept_language: str) -> UiLanguage:
    """Return the interface language: the one asked for, else the best the browser accepts, else Swedish.

    Args:
        asked: the `ui` parameter.
        accept_language: the header; Norwegian readers get Danish.
    """
    if asked in MESSAGES:
        return asked
    near: dict[str, UiLanguage] = {"sv": "sv", "da": "da", "en": "en", "nb": "da", "nn": "da", "no": "da"}
    for tag in _by_preference(accept_language):
        if tag in near:
            return near[tag]
    return "sv"


def _by_preference(header: str) -> list[str]:
    weighed: list[tuple[float, int, str]] = []
    for position, entry in enumerate(header[:1_000].split(",")):
        tag, _, parameters = entry.partition(";")
        weight = _quality(parameters)
        if weight > 0:
            weighed.append((-weight, position, tag.strip().lower().split("-")[0]))
    return [tag for _, _, tag in sorted(weighed)]


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
