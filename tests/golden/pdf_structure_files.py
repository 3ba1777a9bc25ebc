"""PDFs made by script for what long papers do: contents, parts, tables over page breaks, charts, lists of sources.

Each function returns the bytes of a file and what a reader of it would say, as in `pdf_made_files`.
"""

import itertools

from reportlab.pdfbase import pdfmetrics

from tests.golden.pdf_made_files import (
    BODY,
    BOLD,
    COVER,
    H1,
    H2,
    H3,
    ITALIC,
    LEADING,
    LEFT,
    Made,
    Place,
    finished,
    sheet_of,
)

MIXED = ("Helvetica-Bold", 14.5)
"""A heading that its author made larger than its sisters."""


def contents() -> Made:
    """Return a paper whose list of contents puts headings of two sizes beside each other, in two parts."""
    sheet, buffer = sheet_of()
    sheet.line("Säkerhet i arresten", COVER)
    sheet.heading("Innehållsförteckning", H2)
    for text, indent, bold, number in (
        ("Myndighetens föreskrifter", 0, True, 2), ("Syfte", 0, False, 2), ("Vem som omfattas", 10, False, 2),
        ("Tillsyn", 0, False, 2), ("Hur ofta tillsyn sker", 10, False, 2), ("Dokumentation", 0, False, 3),
        ("Arkiv", 10, False, 3), ("Myndighetens allmänna råd om hur föreskrifterna", 0, True, None),
        ("tillämpas", 0, True, 4), ("Syfte", 0, False, 4), ("Tillsyn", 0, False, 4),
    ):  # fmt: skip
        sheet.line(text, BOLD if bold else BODY, indent=indent)
        if number:
            sheet.at(500, sheet.y, str(number), BOLD if bold else BODY)
    sheet.turn()
    sheet.heading("Myndighetens föreskrifter", H1)
    sheet.heading("Syfte", H2)
    sheet.prose("Föreskrifterna ska göra att ingen skadas medan den är frihetsberövad hos polisen.")
    sheet.heading("Vem som omfattas", H3)
    sheet.prose("Alla som förvaras i en arrest omfattas, också den som är omhändertagen för fylleri.")
    sheet.heading("Tillsyn", MIXED)
    sheet.heading("Hur ofta tillsyn sker", H3)
    sheet.prose("Tillsyn sker minst en gång i timmen, och var femtonde minut när någon är påverkad.")
    sheet.turn()
    sheet.heading("Dokumentation", H2)
    sheet.prose("Varje tillsyn antecknas med klockslag och namn på den som utförde den.")
    sheet.heading("Arkiv", H3)
    sheet.prose("Anteckningarna sparas i fem år hos den enhet som svarar för arresten.")
    sheet.turn()
    sheet.heading("Myndighetens allmänna råd om hur föreskrifterna", H1)
    sheet.line("tillämpas", H1)
    sheet.heading("Syfte", H2)
    sheet.prose("Råden visar hur man kan göra för att följa föreskrifterna i det dagliga arbetet.")
    sheet.heading("Tillsyn", H2)
    sheet.prose("Den som utför tillsyn bör tala med den som är förvarad och vänta på ett svar.")
    rules, advice = "Myndighetens föreskrifter", "Myndighetens allmänna råd om hur föreskrifterna tillämpas"
    return Made(
        finished(sheet, buffer),
        (
            Place("ingen skadas medan den är frihetsberövad", (rules, "Syfte"), 2),
            Place("omhändertagen för fylleri", (rules, "Syfte", "Vem som omfattas"), 2),
            Place("var femtonde minut", (rules, "Tillsyn", "Hur ofta tillsyn sker"), 2),
            Place("klockslag och namn", (rules, "Dokumentation"), 3),
            Place("sparas i fem år", (rules, "Dokumentation", "Arkiv"), 3),
            Place("i det dagliga arbetet", (advice, "Syfte"), 4),
            Place("vänta på ett svar", (advice, "Tillsyn"), 4),
        ),
        absent=("Innehållsförteckning", "4 Tillsyn"),
    )


def bookmarks() -> Made:
    """Return a paper whose bookmarks name headings that look like running text, and headings of two sizes."""
    sheet, buffer = sheet_of()
    canvas = sheet.canvas
    sheet.line("Plan för tolkar", COVER)
    for position, (level, text, font, words) in enumerate((
        (0, "Bakgrund", H2, "Behovet av tolkar har vuxit i alla regioner under de senaste fem åren."),
        (0, "Beställning", H1, "Tolk beställs i det gemensamma systemet senast två dagar före mötet."),
        (1, "Brådskande behov", BODY, "När det brådskar rings tolkförmedlingen upp av vakthavande direkt."),
        (0, "Ersättning", H2, "Tolken får ersättning också när mötet ställs in samma dag."),
    )):  # fmt: skip
        canvas.bookmarkPage(str(position))
        canvas.addOutlineEntry(text, str(position), level=level)
        sheet.heading(text, font)
        sheet.prose(words)
    return Made(
        finished(sheet, buffer),
        (
            Place("i alla regioner", ("Bakgrund",), 1),
            Place("senast två dagar före", ("Beställning",), 1),
            Place("rings tolkförmedlingen upp", ("Beställning", "Brådskande behov"), 1),
            Place("när mötet ställs in", ("Ersättning",), 1),
        ),
    )


def parts() -> Made:
    """Return a cover with a line above the title, headings that wrap and end with a stop, appendices of two kinds."""
    sheet, buffer = sheet_of()
    sheet.at(430, 700, "Version 2 - 4. januar 2024")
    sheet.y = 660
    sheet.line("Vejledning om fælles", COVER)
    sheet.line("transporter", COVER, gap=8)
    sheet.y = 220
    sheet.heading("Forfattere", H3)
    sheet.prose("Kim Eksempel, Direktoratet")
    sheet.turn()
    sheet.heading("Sådan bestilles en transport, når den skal gå til et andet", H1)
    sheet.line("arresthus end det nærmeste.", H1)
    sheet.prose("Bestillingen sendes dagen før, og den modtagende vagt svarer inden klokken seksten.")
    sheet.heading("Hvad det koster", H2)
    sheet.prose("Udgiften beregnes af den kreds, der sender, efter denne formel.")
    sheet.line("Udgift i alt = antal kilometer * fast takst + tillæg for ledsager", BOLD, gap=8)
    sheet.prose("Taksten reguleres en gang om året efter aftale mellem parterne.")
    sheet.heading("Sådan lukkes en sag", H1)
    sheet.prose("Sagen lukkes, når modtageren har kvitteret i systemet.")
    sheet.turn()
    sheet.heading("Bilag 1", BOLD)
    sheet.heading("Takster", H2)
    sheet.prose("Taksterne gælder for biler med plads til to indsatte og to betjente.")
    sheet.heading("Kortbilag 2", BODY)
    sheet.prose("Kortet viser de steder, hvor transporter mødes på vej mellem landsdelene.")
    sheet.heading("Sådan læses kortet", H1)
    sheet.prose("De røde steder er åbne hele døgnet, de blå kun om dagen.")
    long = "Sådan bestilles en transport, når den skal gå til et andet arresthus end det nærmeste."
    return Made(
        finished(sheet, buffer),
        (
            Place("den modtagende vagt svarer", (long,), 2),
            Place("antal kilometer * fast takst", (long, "Hvad det koster"), 2),
            Place("Taksten reguleres", (long, "Hvad det koster"), 2),
            Place("har kvitteret i systemet", ("Sådan lukkes en sag",), 2),
            Place("plads til to indsatte", ("Bilag 1", "Takster"), 3),
            Place("hvor transporter mødes", ("Kortbilag 2",), 3),
            Place("åbne hele døgnet", ("Sådan læses kortet",), 3),
        ),
        (("heading", "Vejledning om fælles transporter"), ("paragraph", "Udgift i alt =")),
    )


def split_tables() -> Made:
    """Return a ruled table that begins with its header cells at the foot of a page and goes on over two pages."""
    sheet, buffer = sheet_of()
    sheet.line("Förvaring av värdesaker", H1)
    sheet.heading("Skåp", H2)
    sheet.prose("Skåpen fördelas efter listan, som börjar längst ned på sidan.")
    sheet.y = 90
    columns = (LEFT, LEFT + 90, LEFT + 300, LEFT + 400)

    def row(cells: tuple[str, ...], font: tuple[str, float]) -> None:
        sheet.y -= 18
        for (x, right), text in zip(itertools.pairwise(columns), cells, strict=True):
            sheet.canvas.rect(x, sheet.y, right - x, 18)
            sheet.at(x + 4, sheet.y + 5, text, font)

    row(("Skåp", "Vem som svarar för skåpet", "Våning"), BOLD)
    for first in (1, 31):
        sheet.turn()
        for number in range(first, first + 30):
            row((f"Skåp {number}", f"Enheten för rum {number + 100}", str(1 + number % 4)), BODY)
    sheet.heading("Nycklar", H2)
    sheet.prose("Nycklarna lämnas i receptionen när passet är slut.")
    head = "Skåp | Vem som svarar för skåpet | Våning"
    return Made(
        finished(sheet, buffer),
        (
            Place(f"{head} Skåp 1 | Enheten för rum 101 | 2", ("Skåp",), 2),
            Place("Skåp 30 | Enheten för rum 130 | 3", ("Skåp",), 2),
            Place(f"{head} Skåp 31 | Enheten för rum 131 | 4", ("Skåp",), 3),
            Place("Skåp 60 | Enheten för rum 160 | 1", ("Skåp",), 3),
            Place("lämnas i receptionen", ("Nycklar",), 3),
        ),
        (("paragraph", "Skåpen fördelas"), ("table", f"{head}\nSkåp 1 "), ("table", f"{head}\nSkåp 31 ")),
    )


def charts() -> Made:
    """Return a bar chart with lettering, and a framed list of numbers that is none."""
    sheet, buffer = sheet_of()
    canvas = sheet.canvas
    sheet.line("Rapport om beläggning", H1)
    sheet.heading("1 Utveckling", H2)
    sheet.prose("Beläggningen har ökat varje år sedan mätningarna började, som figuren visar.")
    canvas.rect(LEFT, 420, 400, 220)
    for step in range(6):
        y = 450 + 30 * step
        canvas.line(LEFT + 50, y, LEFT + 380, y)
        label = f"{step * 200}"
        sheet.at(LEFT + 44 - pdfmetrics.stringWidth(label, *BODY), y - 3, label)
    for bar in range(5):
        canvas.rect(LEFT + 70 + 60 * bar, 450, 30, 40 + 25 * bar)
        sheet.at(LEFT + 72 + 60 * bar, 436, str(2019 + bar))
    sheet.at(LEFT + 150, 622, "Häktade per dygn", BOLD)
    sheet.y = 410
    sheet.line("Figur 1. Antal häktade per dygn i medeltal.", ITALIC)
    sheet.heading("2 Öppettider", H2)
    sheet.prose("Receptionen har öppet enligt rutan.")
    canvas.rect(LEFT, 180, 300, 130)
    for line in range(13):
        canvas.line(LEFT + 10, 190 + 9 * line, LEFT + 60, 190 + 9 * line)
    for number, day in enumerate(("Måndag", "Tisdag", "Onsdag", "Torsdag")):
        sheet.at(LEFT + 80, 290 - 24 * number, f"{day} klockan 8 till {16 + number % 2}")
    return Made(
        finished(sheet, buffer),
        (
            Place("har ökat varje år", ("1 Utveckling",), 1),
            Place("Antal häktade per dygn i medeltal", ("1 Utveckling",), 1),
            Place("Onsdag klockan 8 till 16", ("2 Öppettider",), 1),
        ),
        absent=("Häktade per dygn", "2021", "600"),
    )


def sources() -> Made:
    """Return a clause that runs into a list, a justified line of few words, and sources with hanging indents."""
    sheet, buffer = sheet_of()
    sheet.line("Underlag", H1)
    sheet.heading("Skydd", H2)
    sheet.line("26 § För att ingen ska skadas ska", gap=8)
    for text in ("1. rummet ses över varje dag,", "2. trasiga saker bytas samma dag,", "3. dörrar gå att öppna."):
        sheet.line(text, indent=12)
    sheet.heading("Tillgång", H2)
    justified = (
        "Den som utövar tillsyn ska enligt artikel 53 kunna få",
        "tillgång till en personuppgiftsansvarigs",
        "lokaler och annan utrustning där uppgifter behandlas,",
        "och den ansvariga får inte hindra att det sker där.",
    )
    for position, text in enumerate(justified):
        sheet.y -= LEADING + (6 if position == 0 else 0)
        words = text.split()
        width = sum(pdfmetrics.stringWidth(word, *BODY) for word in words)
        gap, x = (250 - width) / (len(words) - 1), LEFT
        for word in words:
            sheet.at(x, sheet.y, word)
            x += pdfmetrics.stringWidth(word, *BODY) + gap
    sheet.heading("Källor", H2)
    for first, second, font in (
        ("Exempelsson, K., Provdatter, R., & Modellsen, T. (2020). Tillsyn i arrest och häkte: en jämförelse. (2020).",
         "Omkostninger ved tillsyn i små arrester og store hus", ITALIC),
        ("Provdatter, R. (2021). Natten i arresten, en studie av tillsyn i sju hus under tre år. Exempelförlaget AB.",
         "https://exempel.example/natten", BODY),
    ):  # fmt: skip
        sheet.line(first, gap=8)
        sheet.line(second, font, indent=24)
    return Made(
        finished(sheet, buffer),
        (
            Place("26 § För att ingen ska skadas ska 1. rummet ses över varje dag,", ("Skydd",), 1),
            Place("kunna få tillgång till en personuppgiftsansvarigs lokaler och annan", ("Tillgång",), 1),
            Place("(2020). Omkostninger ved tillsyn i små arrester og store hus", ("Källor",), 1),
            Place("Exempelförlaget AB. https://exempel.example/natten", ("Källor",), 1),
        ),
        (("paragraph", "26 §"), ("paragraph", "Den som utövar"), ("paragraph", "Provdatter, R. (2021)")),
    )
