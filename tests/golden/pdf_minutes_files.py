"""PDFs made by script for what minutes, covers, reports and regulations do to headings.

Each function returns the bytes of a file and what a reader of it would say, as in `pdf_made_files`.
"""

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.golden.pdf_made_files import BOLD, COVER, H1, H2, LEFT, Made, Place, Sheet, finished, sheet_of

CASE = ("Helvetica", 11.5)
SLANTED = ("Helvetica-Oblique", 12.0)


def item(sheet: Sheet, number: str, bold: str, plain: str = "") -> None:
    """Write the first line of an item of an agenda: only its words stand out, not its number or the name after it."""
    sheet.line(f"{number}.", gap=8)
    sheet.at(LEFT + 20, sheet.y, bold, BOLD)
    sheet.at(LEFT + 20 + stringWidth(bold, *BOLD) + 3, sheet.y, plain)


def minutes() -> Made:
    """Return minutes: participants in large type, then an agenda that does not stand under them."""
    sheet, buffer = sheet_of()
    sheet.line("Anteckningar från samverkansmöte", H1)
    sheet.heading("Deltagare", H2)
    sheet.prose("Polisen, Kriminalvården, socialtjänsten, brottsofferjouren och åklagaren i länet.")
    item(sheet, "1", "Öppnande", "(ordföranden)")
    sheet.prose("Mötet öppnades och dagordningen godkändes utan ändringar av alla som var med.", indent=20)
    item(sheet, "2", "Föregående möte")
    sheet.prose("Anteckningarna lades till handlingarna efter en fråga om nästa års budget.", indent=20)
    return Made(
        finished(sheet, buffer),
        (
            Place("brottsofferjouren och åklagaren", ("Deltagare",), 1),
            Place("dagordningen godkändes", ("1. Öppnande (ordföranden)",), 1),
            Place("lades till handlingarna", ("2. Föregående möte",), 1),
        ),
    )


def cases() -> Made:
    """Return minutes whose cases are called by number alone, in the type of other headings; a figure is none."""
    sheet, buffer = sheet_of()
    sheet.line("Anteckningar om ärenden", COVER)
    sheet.heading("Genomgång av ärenden", H2)
    sheet.prose("Tre ärenden gicks igenom i den ordning som de hade kommit in till gruppen.")
    for number, text in (
        ("101", "Transporter på natten ordnas av polisen tills det nya avtalet börjar gälla."),
        ("103", "Frågan om tolkar skjuts upp till nästa möte eftersom underlaget saknas."),
        ("101/103", "Båda ärendena ska tas upp i styrgruppen innan de kan stängas."),
        ("Nytt ärende", "Häktet vill pröva en gemensam ingång för besökare under våren."),
    ):
        sheet.heading(number, CASE)
        sheet.prose(text)
    sheet.heading("Läget", H2)
    sheet.prose("Så här många ärenden är öppna sedan det förra mötet med gruppen.")
    sheet.line("25", COVER, indent=200, gap=10)
    sheet.prose("De flesta av dem gäller transporter mellan häkten och domstolar.")
    above = "Genomgång av ärenden"
    return Made(
        finished(sheet, buffer),
        (
            Place("Transporter på natten", (above, "101"), 1),
            Place("Frågan om tolkar skjuts upp", (above, "103"), 1),
            Place("tas upp i styrgruppen", (above, "101/103"), 1),
            Place("en gemensam ingång", (above, "Nytt ärende"), 1),
            Place("mellan häkten och domstolar", ("Läget",), 1),
        ),
    )


def agenda_as_list() -> Made:
    """Return minutes whose items begin bold and go on in the same line: a list, in which none is a heading."""
    sheet, buffer = sheet_of()
    sheet.line("Anteckningar från arbetsgruppen", H1)
    sheet.heading("Beslut", H2)
    item(sheet, "1", "Budgeten", "godkändes med den ändring som häktet hade föreslagit.")
    item(sheet, "2", "Nästa möte")
    item(sheet, "3", "Tolkar", "beställs framöver av den enhet som kallar till mötet.")
    sheet.prose("Gruppen tackade häktet för värdskapet och för den goda lunchen.", gap=20)
    return Made(
        finished(sheet, buffer),
        (
            Place("Tolkar beställs framöver", ("Beslut",), 1),
            Place("Gruppen tackade häktet", ("Beslut",), 1),
        ),
        blocks=(("list_item", "2. Nästa möte"),),
    )


def cover() -> Made:
    """Return a guide whose cover names its authors under a large line; the text begins on the next page."""
    sheet, buffer = sheet_of()
    sheet.line("Guide til besøg", COVER)
    sheet.line("Version 2", gap=10)
    sheet.heading("Forfattere:", H2)
    sheet.line("Arresthuset i Nordby, Kommunen")
    sheet.turn()
    sheet.prose("Denne guide beskriver, hvordan et besøg anmeldes og gennemføres i arresthuset.")
    sheet.prose("Besøg anmeldes senest dagen før til den vagthavende i arresthuset på stedet.")
    return Made(
        finished(sheet, buffer),
        (
            Place("Arresthuset i Nordby", (), 1),
            Place("hvordan et besøg anmeldes", (), 2),
        ),
    )


def below_numbers() -> Made:
    """Return a report with "2.1" and "2.1.1" in one type, and smaller headings without number below these."""
    sheet, buffer = sheet_of()
    sheet.line("Rapport om skader", COVER)
    for number, text, font, words in (
        ("1.", "Indledning", H1, "Rapporten beskriver skader efter oversvømmelser i fire kommuner på øen."),
        ("2.", "Bygninger", H1, "Bygninger er den største post i alle fire kommuner i hele perioden."),
        ("2.1.", "Stormflod", SLANTED, "En stormflod rammer lave områder langs kysten hårdest af alle."),
        ("2.1.1.", "Data", SLANTED, "Data kommer fra kommunerne og fra et register over anmeldte skader."),
        ("", "Helårshuse", BOLD, "For helårshuse findes der anmeldelser fra de sidste ti år."),
        ("2.1.2.", "Funktioner", SLANTED, "Funktionerne omsætter vandets dybde til et beløb i kroner."),
        ("2.2.", "Nedbør", SLANTED, "Nedbør giver flere, men mindre skader end en stormflod gør."),
        ("3.", "Veje", H1, "Veje kan ofte bruges igen efter nogle få dage uden vand."),
        ("3.1.", "Fart", SLANTED, "Farten sættes ned på strækninger, hvor der står vand på vejen."),
    ):
        sheet.heading(f"{number} {text}".strip(), font)
        sheet.prose(words)
    second = ("2. Bygninger", "2.1. Stormflod")
    return Made(
        finished(sheet, buffer),
        (
            Place("fra et register over anmeldte", (*second, "2.1.1. Data"), 1),
            Place("anmeldelser fra de sidste ti år", (*second, "2.1.1. Data", "Helårshuse"), 1),
            Place("vandets dybde", (*second, "2.1.2. Funktioner"), 1),
            Place("Nedbør giver flere", ("2. Bygninger", "2.2. Nedbør"), 1),
            Place("hvor der står vand", ("3. Veje", "3.1. Fart"), 1),
        ),
    )


def series() -> Made:
    """Return a regulation that came out in a series, whose name stands above its title in larger type."""
    sheet, buffer = sheet_of()
    sheet.line("Arrestverkets författningssamling", H1)
    sheet.line("AFO 2020:4")
    sheet.heading("Arrestverkets föreskrifter och allmänna råd om", H2)
    sheet.line("besök i arrester och häkten;", H2)
    sheet.prose("beslutade den 4 maj 2020 efter samråd med polisen i hela landet.")
    sheet.heading("Tillämpning", BOLD)
    sheet.prose("1 § Föreskrifterna gäller för besök i alla arrester som verket svarar för.")
    sheet.prose("2 § Den som besöker en arrest ska visa en giltig legitimation för personalen.")
    sheet.heading("Tid", BOLD)
    sheet.prose("3 § Ett besök får vara längst en timme, om inte chefen för arresten har medgett mer.")
    return Made(
        finished(sheet, buffer),
        (
            Place("beslutade den 4 maj", (), 1),
            Place("gäller för besök i alla", ("Tillämpning", "1 §"), 1),
            Place("en giltig legitimation", ("Tillämpning", "2 §"), 1),
            Place("längst en timme", ("Tid", "3 §"), 1),
        ),
    )
