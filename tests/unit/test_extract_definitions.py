import pytest

from tests.doubles.written import written


def defined(text: str) -> list[tuple[str, str | None, str | None]]:
    found = written(f"# Rutin för besök\n\n{text}").records.definitions
    return [(each.term, each.abbreviation, each.text) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Frågor ställs till polisens kontaktcenter (PKC) i länet.", ("polisens kontaktcenter", "PKC", None)),
        ("Den polisoperativa inriktningen (POI) styr arbetet.", ("polisoperativa inriktningen", "POI", None)),
        ("Företrädare för polisens kontaktcenter, PKC.", ("polisens kontaktcenter", "PKC", None)),
        (
            "Myndigheten för samhällsskydd och beredskap (MSB) deltar.",
            ("Myndigheten för samhällsskydd och beredskap", "MSB", None),
        ),
        ("Kriminalforsorgen i Frihed (KiF) fører tilsyn.", ("Kriminalforsorgen i Frihed", "KiF", None)),
        (
            "Med restriktioner menas åklagarens inskränkningar av kontakter.",
            ("restriktioner", None, "åklagarens inskränkningar av kontakter"),
        ),
        ("Ved tilsyn forstås kontrol efter løsladelse.", ("tilsyn", None, "kontrol efter løsladelse")),
        ("§ 3. Ved samtaler forstås i denne bekendtgørelse jobsamtaler.", ("samtaler", None, "jobsamtaler")),
        (
            "KSP står for kriminalforsorg, sociale myndigheder og politi.",
            ("KSP", "KSP", "kriminalforsorg, sociale myndigheder og politi"),
        ),
    ],
)
def test_definitions_in_sentences_are_read(text: str, expected: tuple[str, str | None, str | None]) -> None:
    """A name with its abbreviation, and the usual sentences in Swedish and Danish."""
    assert defined(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Arbetet leds av chefen (AB) på plats.",
        "Besök sker på tisdagar (se bilaga).",
        "Han reste till Malmö, SJ var försenat.",
        "Med detta menas att:",
        "Han åkte med bussen och menade allvar.",
    ],
)
def test_what_defines_nothing_gives_nothing(text: str) -> None:
    """Letters that do not fit the words before them, brackets and half sentences."""
    assert defined(text) == []


def test_glossaries_are_read_from_lists_and_tables() -> None:
    """A section of terms, a table with a head that says so, and a list under a sentence that announces it."""
    found = defined(
        "## Begrepp\n\n- Arrest: polisens lokal för frihetsberövande\n- Häkte: plats för häktade\n\n## Ord\n\n"
        "| Term | Förklaring |\n|---|---|\n| Frivård | vård i frihet |\n\n## Annat\n\nI denna rutin avses med\n\n"
        "- transport: förflyttning under bevakning\n\n## Tider\n\n- Måndag: klockan nio till tolv"
    )
    assert [term for term, _, _ in found] == ["Arrest", "Häkte", "Frivård", "transport"]
