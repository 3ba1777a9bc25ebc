"""PDFs made by script, one for each thing that PDFs do to a reader: columns, levels, running lines, tables, notes.

Each function returns the bytes of a file and what a reader of it would say: which words stand where.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

BODY, BOLD, ITALIC = ("Helvetica", 10.0), ("Helvetica-Bold", 10.0), ("Helvetica-Oblique", 10.0)
H1, H2, H3 = ("Helvetica-Bold", 16.0), ("Helvetica-Bold", 13.0), ("Helvetica-Bold", 11.0)
COVER, SMALL = ("Helvetica-Bold", 28.0), ("Helvetica", 7.5)
LEFT, LEADING, TOP = 72.0, 14.0, 760.0
FONTS = Path(reportlab.__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class Place:
    """Where some words stand: in one passage, under these headings, on this page with this printed number."""

    words: str
    section: tuple[str, ...]
    page: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and what is to be found in it.

    Attributes:
        blocks: kind and text of blocks that must be among those found, in this order.
        absent: words that no passage may hold.
    """

    data: bytes
    places: tuple[Place, ...]
    blocks: tuple[tuple[str, str], ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """Writes lines from the top of a page downwards."""

    canvas: Canvas
    y: float = TOP
    x: float = LEFT
    pages: int = 1
    running: Callable[["Sheet"], None] = field(default=lambda _sheet: None)

    def line(self, text: str, font: tuple[str, float] = BODY, gap: float = 0.0, indent: float = 0.0) -> None:
        self.y -= max(LEADING, font[1] * 1.2) + gap
        self.canvas.setFont(*font)
        self.canvas.drawString(self.x + indent, self.y, text)

    def at(self, x: float, y: float, text: str, font: tuple[str, float] = BODY) -> None:
        self.canvas.setFont(*font)
        self.canvas.drawString(x, y, text)

    def heading(self, text: str, font: tuple[str, float]) -> None:
        self.line(text, font, gap=12)
        self.y -= 4

    def prose(self, *lines: str, gap: float = 6.0, indent: float = 0.0) -> None:
        for position, text in enumerate(lines):
            self.line(text, gap=gap if position == 0 else 0.0, indent=indent)

    def raised(self, x: float, number: str) -> None:
        self.at(x, self.y + 4, number, ("Helvetica", 6.0))

    def turn(self) -> None:
        self.running(self)
        self.canvas.showPage()
        self.pages += 1
        self.y = TOP


def sheet_of(pagesize: tuple[float, float] = A4) -> tuple[Sheet, io.BytesIO]:
    buffer = io.BytesIO()
    return Sheet(Canvas(buffer, pagesize=pagesize, invariant=1)), buffer


def finished(sheet: Sheet, buffer: io.BytesIO) -> bytes:
    sheet.running(sheet)
    sheet.canvas.showPage()
    sheet.canvas.save()
    return buffer.getvalue()


LEFT_COLUMN = (
    "Samverkan mellan häktet och polisen bygger på att",
    "uppgifter lämnas i god tid. Den som ansvarar för en",
    "transport meddelar mottagaren senast dagen före, så",
    "att plats och personal finns. Mottagaren bekräftar i",
    "samma system och anger vem som tar emot. Ändras",
    "tiden ringer den som kör till vakthavande, som är den",
    "enda som kan flytta en plats i kön till arresten.",
)
RIGHT_COLUMN = (
    "Den som tas emot ska få veta varför, på ett språk som",
    "hon eller han förstår. Personalen antecknar vem som",
    "gav beskedet och när det gavs. Är personen under",
    "arton år underrättas socialtjänsten genast, också på",
    "natten, och en vuxen som känner barnet kallas in. En",
    "läkare bedömer den som är skadad eller påverkad och",
    "skriver sin bedömning i journalen för arresten.",
)


def columns(*, by_line: bool) -> Made:
    """Return a page in two columns under a heading across both; `by_line` writes it line by line, as scanners do."""
    sheet, buffer = sheet_of()
    sheet.line("Vägledning för mottagande i arrest", H1)
    sheet.heading("1 Överlämning och mottagande", H2)
    top = sheet.y
    rows = list(zip(LEFT_COLUMN, RIGHT_COLUMN, strict=True))
    pairs = [(0, i) for i in range(len(rows))] + [(1, i) for i in range(len(rows))]
    for side, number in sorted(pairs, key=lambda pair: pair[1]) if by_line else pairs:
        sheet.at(LEFT + side * 255, top - LEADING * (number + 1), rows[number][side])
    sheet.y = top - LEADING * len(rows)
    sheet.heading("2 Uppföljning", H2)
    sheet.prose("Parterna följer upp vägledningen varje höst och skriver en gemensam rapport till ledningen om läget.")
    first, second = "1 Överlämning och mottagande", "2 Uppföljning"
    return Made(
        finished(sheet, buffer),
        (
            Place("som är den enda som kan flytta en plats i kön till arresten.", (first,), 1),
            Place("senast dagen före, så att plats och personal finns", (first,), 1),
            Place("skriver sin bedömning i journalen för arresten.", (first,), 1),
            Place("följer upp vägledningen varje höst", (second,), 1),
        ),
        (("heading", first), ("paragraph", "Samverkan"), ("paragraph", "Den som tas emot"), ("heading", second)),
    )


def levels() -> Made:
    """Return headings by number, by look and by name, behind a cover with larger type than any of them."""
    sheet, buffer = sheet_of()
    sheet.line("Fælles strategi 2024", COVER, gap=60)
    sheet.line("Kriminalforsorgen og politiet", ("Helvetica", 20.0), gap=10)
    sheet.turn()
    for text, font, words in (
        ("4 Mål", H1, "Strategien har tre mål, som følges op hvert år af en fælles styregruppe."),
        ("4.1 Transport", H2, "Transporter aftales dagen før med den vagthavende på modtagende sted."),
        ("4.1.1 Natten", H3, "Om natten aftales transporter med vagtcentralen i den kreds, der sender."),
        ("4.2 Varetægt", H2, "Arresthuset modtager papirerne digitalt, før den indsatte ankommer."),
        ("Opfølgning", H1, "Styregruppen mødes to gange om året og skriver et fælles referat."),
        ("Kontakt", H2, "Spørgsmål om strategien stilles til den kreds, som man selv hører til."),
    ):
        sheet.heading(text, font)
        sheet.prose(words)
    sheet.turn()
    sheet.heading("Bilag A", BOLD)
    sheet.heading("Ordliste", H1)
    sheet.prose("Vagthavende er den, der leder vagten i et arresthus eller på en politistation.")
    sheet.heading("Kapitel 7", H1)
    sheet.prose("Kapitlet om økonomi er under arbejde og bliver sendt ud til alle kredse til efteråret.")
    return Made(
        finished(sheet, buffer),
        (
            Place("følges op hvert år", ("4 Mål",), 2),
            Place("vagthavende på modtagende sted", ("4 Mål", "4.1 Transport"), 2),
            Place("vagtcentralen i den kreds", ("4 Mål", "4.1 Transport", "4.1.1 Natten"), 2),
            Place("modtager papirerne digitalt", ("4 Mål", "4.2 Varetægt"), 2),
            Place("skriver et fælles referat", ("Opfølgning",), 2),
            Place("stilles til den kreds", ("Opfølgning", "Kontakt"), 2),
            Place("leder vagten i et arresthus", ("Bilag A", "Ordliste"), 3),
            Place("Kapitlet om økonomi", ("Kapitel 7",), 3),
        ),
    )


def clauses() -> Made:
    """Return a regulation with chapters, clauses as headings, a mark in the margin and a line in bold that is text."""
    sheet, buffer = sheet_of()
    sheet.line("Föreskrifter om besök i häkte", H1)
    sheet.at(430, sheet.y, "KVFS 2023:9", BOLD)
    sheet.heading("1 kap. Allmänna bestämmelser", H2)
    sheet.at(430, sheet.y + 4, "Jfr 2022:4", ITALIC)
    sheet.line("1 §", BOLD, gap=8)
    sheet.prose("Föreskrifterna gäller besök hos den som är häktad eller anhållen i ett häkte eller en arrest.", gap=2)
    sheet.line("§ 2. Tider", gap=14)
    sheet.prose("Besök tas emot mellan klockan nio och sexton på vardagar, och på lördagar efter beslut.", gap=2)
    sheet.line(
        "Den som kommer för sent får vänta till nästa lediga tid, om inte vakthavande har beslutat något", BOLD, gap=10
    )
    sheet.line("annat i det enskilda fallet på grund av att resan har varit lång eller att det finns barn med.", BOLD)
    sheet.heading("2 kap. Beslut", H2)
    sheet.prose("Beslut om besök skrivs ned och lämnas till den som det gäller samma dag.")
    first, second = "1 kap. Allmänna bestämmelser", "2 kap. Beslut"
    return Made(
        finished(sheet, buffer),
        (
            Place("besök hos den som är häktad", (first, "1 §"), 1),
            Place("mellan klockan nio och sexton", (first, "§ 2. Tider"), 1),
            Place("på grund av att resan har varit lång", (first, "§ 2. Tider"), 1),
            Place("lämnas till den som det gäller samma dag", (second,), 1),
        ),
        (("heading", "Föreskrifter om besök i häkte"), ("heading", first), ("heading", "1 §")),
    )


def running_lines() -> Made:
    """Return twelve pages: titles that change with the chapter, numbers left and right, two pages numbered apart."""
    sheet, buffer = sheet_of()
    chapters = ("Transporter", "Häkte", "Utbildning")

    def running(page: Sheet) -> None:
        chapter = chapters[(page.pages - 1) // 4]
        page.at(LEFT if page.pages % 2 else 380, 805, f"Kapitlet om {chapter.lower()}", SMALL)
        page.at(LEFT, 40, "Handbok för samverkan", SMALL)
        label = ("i", "ii")[page.pages - 1] if page.pages < 3 else str(page.pages - 2)
        page.at(520 if page.pages % 2 else 60, 40, label, SMALL)

    sheet.running = running
    places = []
    for number in range(1, 13):
        chapter = chapters[(number - 1) // 4]
        if number == 1:
            sheet.line("Samverkan från dag till dag", COVER)
        if number % 4 == 1:
            sheet.line(chapter, H1)
        sheet.line(f"Kontakt {number}", H2, gap=4)
        words = f"Sida {number} i handboken handlar om vem som tar emot och vem som svarar i telefon"
        sheet.prose(
            words, f"under vecka {number + 20}, då {2030 + number} personer väntas. Det bestäms av vakthavande."
        )
        label = ("i", "ii")[number - 1] if number < 3 else str(number - 2)
        places.append(Place(f"under vecka {number + 20}", (chapter, f"Kontakt {number}"), number, label))
        if number < 12:
            sheet.turn()
    return Made(finished(sheet, buffer), tuple(places), absent=("Handbok för samverkan", "Kapitlet om"))


def tables() -> Made:
    """Return tables without rules (wrapped cells, by column, dot leaders) and a long ruled one."""
    sheet, buffer = sheet_of()
    sheet.line("Kontakter och begrepp", H1)
    sheet.heading("Begrepp", H2)
    terms = (
        (
            "Vakthavande",
            (
                "Den som leder vakten på ett häkte eller en station och som be-",
                "slutar om plats för natten och om skjuts.",
            ),
        ),
        ("Förvarings-", ("Rum där den som är gripen väntar på förhör, med tillsyn minst",)),
        ("plats", ("var femtonde minut enligt den lokala rutinen.",)),
        ("Avvikelse", ("Det som inte blev som planerat och som ska rapporteras.",)),
    )
    for term, lines in terms:
        for number, text in enumerate(lines):
            sheet.y -= LEADING
            if number == 0:
                sheet.at(LEFT, sheet.y, term)
            sheet.at(180, sheet.y, text)
    sheet.heading("Jour", H2)
    top = sheet.y
    rows = (
        ("Ort", "Telefon", "Tid"),
        ("Stockholm", "08-465 004 01", "dygnet runt"),
        ("Göteborg", "031-390 06 01", "klockan 7-22"),
    )
    for column in range(3):
        for number, row in enumerate(rows):
            sheet.at(LEFT + 130 * column, top - 16 * (number + 1), row[column], BOLD if number == 0 else BODY)
    sheet.y = top - 60
    sheet.heading("Avgifter", H2)
    for name, price in (("Besökskort för anhörig", "40-1"), ("Kopia av beslut", "12-7")):
        sheet.line(f"{name} {'.' * (60 - len(name))}")
        sheet.at(300, sheet.y, price)
    sheet.turn()
    sheet.heading("Platser", H2)
    sheet.canvas.setLineWidth(0.5)
    listed = [("Anstalt", "Ansvarig enhet", "Antal platser")]
    listed += [(f"Anstalten Exempel {n}", f"Enheten för platser {n}", str(10 + n)) for n in range(1, 34)]
    for number, row in enumerate(listed):
        sheet.y -= 18
        for column, text in enumerate(row):
            sheet.canvas.rect(LEFT + 150 * column, sheet.y, 150, 18)
            sheet.at(LEFT + 4 + 150 * column, sheet.y + 5, text, BOLD if number == 0 else BODY)
    head = "Anstalt | Ansvarig enhet | Antal platser"
    return Made(
        finished(sheet, buffer),
        (
            Place(
                "Vakthavande | Den som leder vakten på ett häkte eller en station och som beslutar om plats",
                ("Begrepp",),
                1,
            ),
            Place(
                "Förvaringsplats | Rum där den som är gripen väntar på förhör, med tillsyn minst var femtonde",
                ("Begrepp",),
                1,
            ),
            Place("Göteborg | 031-390 06 01 | klockan 7-22", ("Jour",), 1),
            Place("Besökskort för anhörig | 40-1", ("Avgifter",), 1),
            *(
                Place(f"Anstalten Exempel {n} | Enheten för platser {n} | {10 + n}", ("Platser",), 2)
                for n in (1, 15, 33)
            ),
        ),
        (("table", head), ("table", head)),
    )


def notes() -> Made:
    """Return two sections with a note each at the foot of one page, powers that are no notes, and a cut word."""
    sheet, buffer = sheet_of()
    sheet.line("Bevakning och lokaler", H1)
    sheet.heading("1 Bevakning", H2)
    sheet.prose("Bevakningen sköts av två personer som är utbildade för uppdraget.")
    sheet.raised(
        LEFT + pdfmetrics.stringWidth("Bevakningen sköts av två personer som är utbildade för uppdraget.", *BODY), "1"
    )
    sheet.heading("2 Lokaler", H2)
    sheet.prose("Varje rum är minst 6 m")
    sheet.raised(LEFT + pdfmetrics.stringWidth("Varje rum är minst 6 m", *BODY), "2")
    sheet.at(LEFT + 120, sheet.y, "och har fönster.")
    sheet.raised(LEFT + 120 + pdfmetrics.stringWidth("och har fönster.", *BODY), "2")
    sheet.prose("Rummen ses över av den som ansvarar för lokalerna, och fel som påverkar säkerheten för-")
    sheet.y = 110
    sheet.line("1 Utbildningen är tre veckor och ges två gånger om året.", SMALL)
    sheet.line("2 Undantag finns för äldre hus, som räknas upp i bilagan.", SMALL)
    sheet.turn()
    sheet.prose("hindras genom att rummet stängs samma dag till dess att felet är lagat.")
    return Made(
        finished(sheet, buffer),
        (
            Place("Utbildningen är tre veckor", ("1 Bevakning",), 1),
            Place("Undantag finns för äldre hus", ("2 Lokaler",), 1),
            Place("Varje rum är minst 6 m2 och har fönster. 2", ("2 Lokaler",), 1),
            Place("fel som påverkar säkerheten förhindras", ("2 Lokaler",), 1),
            Place("genom att rummet stängs samma dag", ("2 Lokaler",), 2),
        ),
        (("note", "1 Utbildningen är tre veckor och ges två gånger om året."),),
    )


def letters() -> Made:
    """Return ligatures, hyphens of every kind, an address cut over two lines and lists with dashes."""
    pdfmetrics.registerFont(TTFont("Vera", str(FONTS / "Vera.ttf")))
    sheet, buffer = sheet_of()
    sheet.line("Skriftlig information", H1)
    sheet.heading("Regler", H2)
    sheet.line("Det \ufb01nns sju af\ufb02yttade \ufb01ler om kri-", ("Vera", 10.0), gap=6)
    sheet.line("minalvård, hälso- och sjukvård samt EU-", ("Vera", 10.0))
    sheet.line("frågor. Läs mer på https://exempel.example/om-oss/", ("Vera", 10.0))
    sheet.line("kontakt/arrest som uppdateras varje vecka.", ("Vera", 10.0))
    sheet.prose("Den som är häktad har rätt till:")
    for text in ("–besök av anhöriga,", "–samtal med sin försvarare varje dag,", "–tidningar och radio."):
        sheet.line(text, indent=12)
    sheet.prose("Rätten kan begränsas av åklagaren.", gap=10)
    return Made(
        finished(sheet, buffer),
        (
            Place(
                "Det finns sju afflyttade filer om kriminalvård, hälso- och sjukvård samt EU-frågor.", ("Regler",), 1
            ),
            Place("https://exempel.example/om-oss/kontakt/arrest", ("Regler",), 1),
            Place("Rätten kan begränsas av åklagaren", ("Regler",), 1),
        ),
        (("list_item", "samtal med sin försvarare varje dag,"), ("paragraph", "Rätten kan begränsas av åklagaren.")),
    )


def turned() -> Made:
    """Return an upright page, one that is shown turned, one whose text runs sideways, one cut out of a larger sheet."""
    sheet, buffer = sheet_of()
    canvas = sheet.canvas
    sheet.line("Liggande sidor", H1)
    sheet.heading("1 Stående", H2)
    sheet.prose("Den här sidan står upp och läses som den är skriven.")
    sheet.turn()
    for number, rotation in ((2, 90), (3, 0)):
        canvas.setPageRotation(rotation)
        canvas.saveState()
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        sheet.y = 520
        sheet.heading(f"{number} Liggande", H2)
        sheet.prose(f"Sida {number} ligger ned, men meningen läses som på de andra sidorna.")
        canvas.restoreState()
        sheet.turn()
    canvas.setPageRotation(0)
    canvas.setCropBox((40, 30, 560, 800))
    sheet.y = 740
    sheet.heading("4 Beskuren", H2)
    sheet.prose("Den här sidan är skuren ur ett större ark med märken.")
    sheet.at(45, 815, "Skärmärke och fältnamn utanför sidan", SMALL)
    for x in (20, 570, 580):
        canvas.line(x, 0, x, 842)
    for y in (10, 810, 820):
        canvas.line(0, y, 595, y)
    return Made(
        finished(sheet, buffer),
        (
            Place("står upp och läses", ("1 Stående",), 1),
            Place("Sida 2 ligger ned, men meningen läses", ("2 Liggande",), 2),
            Place("Sida 3 ligger ned, men meningen läses", ("3 Liggande",), 3),
            Place("skuren ur ett större ark", ("4 Beskuren",), 4),
        ),
        absent=("Skärmärke",),
    )


def drawn(lines: list[tuple[str, int]], turn: int = 0) -> Image.Image:
    """Return a picture of a page at 200 dots an inch: text and its size in points."""
    image = Image.new("L", (1654, 2339), 250)
    pen, y = ImageDraw.Draw(image), 200
    for text, size in lines:
        font = ImageFont.truetype(str(FONTS / "Vera.ttf"), round(size * 200 / 72))
        pen.text((200, y), text, font=font, fill=20)
        y += round(size * 200 / 72 * 1.6)
    return image.rotate(turn, expand=True)


def scanned() -> Made:
    """Return a page with text, a scan, a scan that lies on its side, and a page whose text layer is nonsense."""
    sheet, buffer = sheet_of()
    canvas = sheet.canvas
    sheet.line("Rutin för arresten", H1)
    sheet.heading("1 Skriven", H2)
    sheet.prose("Den här sidan är skriven med ordbehandlare och har text.")
    sheet.turn()
    pages = (
        ("2 Inläst", "Personalen för en lista över alla som har varit på besök."),
        ("3 Liggande", "Den som hämtar någon visar legitimation för vakten i dörren."),
        ("4 Trasig", "Tillsyn av den som är berusad sker var femtonde minut av två personer."),
    )
    for number, (heading, words) in enumerate(pages):
        image = drawn(
            [(heading, 16), (words, 10), ("Det antecknas i journalen och sparas i fem år.", 10)],
            90 if number == 1 else 0,
        )
        canvas.drawImage(ImageReader(image), 0, 0, *A4)
        if number == 2:
            nonsense = words.translate({code: code + 3 for code in range(97, 120)}) + " "
            text = canvas.beginText(LEFT, 700)
            text.setFont(*BODY)
            text.setTextRenderMode(3)
            for _ in range(6):
                text.textLine(nonsense)
            canvas.drawText(text)
        if number < len(pages) - 1:
            sheet.turn()
    return Made(
        finished(sheet, buffer),
        (
            Place("skriven med ordbehandlare", ("1 Skriven",), 1),
            Place("en lista över alla som har varit på besök", ("2 Inläst",), 2),
            Place("visar legitimation för vakten", ("3 Liggande",), 3),
            Place("var femtonde minut av två personer", ("4 Trasig",), 4),
        ),
        absent=("ehuxvdg",),
    )
