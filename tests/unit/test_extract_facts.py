import pytest

from tests.doubles.written import values, written


def agreement(text: str, ending: str = "") -> str:
    return f"# Avtal mellan Norrverket och Sydverket om transporter\n\n{text}\n\n{ending}"


SIGNED = "## Underskrifter\n\nLund den 3 maj 2021\n\nAnna Ek, chef, Norrverket\n\nBo Alm, direktör, Sydverket"


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("Avtalet gäller från och med den 1 juli 2021 till och med den 30 juni 2023.", "2021-07-01", "2023-06-30"),
        ("Avtalet träder i kraft vid undertecknandet.", "2021-05-03", None),
        ("Avtalet gäller i två år från undertecknandet.", "2021-05-03", "2023-05-02"),
        ("Avtalet gäller från den 1 juni 2021 i arton månader.", "2021-06-01", "2022-11-30"),
        ("Avtalet gäller för perioden 2021–2024.", "2021-01-01", "2024-12-31"),
        ("Avtalet gäller fr.o.m. 2021-07-01 t.o.m. 2023-06-30.", "2021-07-01", "2023-06-30"),
        (
            "Agreement: This agreement enters into force on 1 July 2021 and expires on 30 June 2023.",
            "2021-07-01",
            "2023-06-30",
        ),
        ("Aftalen har virkning fra den 1. juli 2021 og udløber den 30. juni 2023.", "2021-07-01", "2023-06-30"),
        ("Avtalet har diskuterats sedan den 1 juli 2019.", None, None),
        ("Sekretesslagen gäller från och med den 1 juli 2019.", None, None),
        ("Forslagene træder i kraft den 1. september 2023.", None, None),
    ],
)
def test_when_a_paper_holds_is_read_from_what_it_says_of_itself(
    text: str, begins: str | None, ends: str | None
) -> None:
    """Absolute, relative to the signing and as a span of years; what is said of other things is not taken."""
    found = written(agreement(text, SIGNED))
    assert values(found, "valid_from") == ([begins] if begins else [])
    assert values(found, "valid_to") == ([ends] if ends else [])


def test_a_relative_end_needs_its_signing_day() -> None:
    """Without it, nothing is guessed."""
    found = written(agreement("Avtalet gäller i två år från undertecknandet."))
    assert values(found, "valid_from") == values(found, "valid_to") == []


def test_a_guide_that_tells_when_an_agreement_ends_does_not_end_itself() -> None:
    """The words name another kind of paper."""
    found = written(
        "# Guide till transporter\n\nÖverenskommelsen gäller från och med den 1 maj 2019 till den 1 maj 2020."
    )
    assert values(found, "valid_from") == values(found, "valid_to") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Avtalet ersätter avtalet av den 3 maj 2016 om transporter.", "avtalet av den 3 maj 2016 om transporter"),
        ("Aftalen erstatter aftalen af 12. juni 2018. Den kan opsiges.", "aftalen af 12. juni 2018"),
        ("This agreement supersedes the agreement of 3 May 2016.", "the agreement of 3 May 2016"),
        ("Norrverket ersätter resor med buss.", None),
    ],
)
def test_what_a_paper_replaces_is_named_as_printed(text: str, value: str | None) -> None:
    """Only where the paper itself replaces something."""
    assert values(written(agreement(text)), "replaces") == ([value] if value else [])


def test_a_regulation_names_the_one_it_repeals() -> None:
    """The Danish way: in its last section."""
    found = written(
        "# Bekendtgørelse om udgang\n\n§ 9. Bekendtgørelsen træder i kraft den 1. juli 2025. Stk. 2. "
        "Bekendtgørelse nr. 17 "
        "af 2. maj 2020 om udgang m.v. for indsatte ophæves."
    )
    assert values(found, "replaces") == ["Bekendtgørelse nr. 17 af 2. maj 2020 om udgang m.v. for indsatte"]
    assert values(found, "valid_from") == ["2025-07-01"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Dnr 2021-00017", ["2021-00017"]),
        ("J.nr. 21-6040-0011.", ["21-6040-0011"]),
        ("Diarienummer: N2018/03142/SK", ["N2018/03142/SK"]),
        ("PM 2021:4", ["PM 2021:4"]),
        ("Läs även riktlinjen för fordon (dnr 2019-00003), som gäller alla.", []),
        ("Enligt förordningen (2009:400) och PM 2018:26 ska parterna samråda om varje körning.", []),
    ],
)
def test_a_paper_has_its_own_numbers_and_not_those_it_cites(text: str, numbers: list[str]) -> None:
    """Under a label or on a line of their own."""
    assert values(written(agreement(text)), "reference_number") == numbers


@pytest.mark.parametrize(
    ("title", "parties"),
    [
        ("Avtal mellan Norrverket och Sydverket om transporter", ["Norrverket", "Sydverket"]),
        (
            "Överenskommelse mellan staten och Sveriges Kommuner och Regioner om vård 2021",
            ["staten", "Sveriges Kommuner och Regioner"],
        ),
        (
            "Aftale mellem Nordstyrelsen, Sydby Kommune og Foreningen Hjælp",
            ["Nordstyrelsen", "Sydby Kommune", "Foreningen Hjælp"],
        ),
        (
            "Avtal mellan Myndigheten för ungdoms- och civilsamhällesfrågor och Sydverket gällande stöd",
            ["Myndigheten för ungdoms- och civilsamhällesfrågor", "Sydverket"],
        ),
        ("Avtal om transporter", []),
    ],
)
def test_parties_are_those_that_the_title_names(title: str, parties: list[str]) -> None:
    """Names that hold "and" or "for" stay whole."""
    assert values(written(f"# {title}\n\nText om transporter."), "party") == parties


def test_a_table_that_lost_its_lines_is_read_by_its_labels() -> None:
    """A transcript runs labels and values on in one line; a label without a value takes none from the next."""
    found = written(
        "# Strategi för transporter\n\nBeslutad av/titel Chef Anna Ek Beslutsdatum 2018-08-31 Gäller från och med "
        "2018-09-01 Giltighetstid Ersätter dokument som upphävs"
    )
    assert values(found, "decided_by") == ["Chef Anna Ek"]
    assert values(found, "decided") == ["2018-08-31"]
    assert values(found, "valid_from") == ["2018-09-01"]
    assert values(found, "term") == values(found, "replaces") == []


@pytest.mark.parametrize(
    ("section", "people"),
    [
        (SIGNED, [("Anna Ek", "chef", "Norrverket", "Lund"), ("Bo Alm", "direktör", "Sydverket", "Lund")]),
        (
            (
                "## Underskrift\n\n| Lund den 3 maj 2021 | Odense, den 4. maj 2021 |\n|---|---|\n| Anna Ek | Bo Alm |\n"
                "| Chef, Norrverket | Direktør, |\n| | Sydby Kommune |"
            ),
            [("Anna Ek", "Chef", "Norrverket", "Lund"), ("Bo Alm", "Direktør", "Sydby Kommune", "Odense")],
        ),
        (
            "## Underskrifter\n\nFör Norrverket\n\nLund 2021-05-03\n\nAnna Ek\n\nGeneraldirektör",
            [("Anna Ek", "Generaldirektör", "Norrverket", "Lund")],
        ),
        ("## Kontakt\n\nAnna Ek, chef, Norrverket", []),
    ],
)
def test_signatories_have_office_organisation_and_place(section: str, people: list[tuple[str, ...]]) -> None:
    """From columns, lines and blocks; a contact is no signatory."""
    (found,) = written(agreement("Parterna samverkar.", section)).records.agreements
    assert [(each.name, each.role, each.organisation, each.place) for each in found.signatories] == people


def test_areas_are_complete_and_in_the_order_of_the_paper() -> None:
    """Items of the announced list; other lists are none."""
    (found,) = written(
        agreement(
            "## Mål\n\n- kortare väntan\n- färre fel\n\n## Samverkansområden\n\nParterna har enats om tre områden:\n\n"
            "1. Transporter\n2. Arrest och häkte\n3. IT\n\n## Uppföljning\n\nAvtalet följs upp årligen i maj."
        )
    ).records.agreements
    assert [area.text for area in found.areas] == ["Transporter", "Arrest och häkte", "IT"]
    assert found.follow_up == "Avtalet följs upp årligen i maj."


def test_duties_are_borne_by_roles() -> None:
    """The subject, the inverted subject, and whom a pronoun stands for; each item of a list is one duty."""
    (found,) = written(
        agreement(
            "Verksamheten leds av en häkteschef. Denne ansvarar för att lokaler finns. Utöver detta ansvarar "
            "häkteschefen "
            "för:\n\n- att tider hålls\n- att besök bokas\n\nAvtalet har betydelse för alla."
        )
    ).records.agreements
    assert [(each.bearer, each.text) for each in found.responsibilities] == [
        ("häkteschef", "att lokaler finns"),
        ("häkteschefen", "att tider hålls"),
        ("häkteschefen", "att besök bokas"),
    ]


def test_a_news_item_reports_on_an_agreement() -> None:
    """It is a secondary source, with the areas that it lists."""
    (found,) = written(
        "# Kriminalvården och Polismyndigheten samverkar mer\n\n12 mars 2024\n\nKriminalvården och Polismyndigheten "
        "fördjupar sin samverkan genom en ny överenskommelse.\n\n- Det är bra, säger chefen.\n\n"
        "– Mycket bra, säger direktören.\n\n– Bra, säger en annan.\n\n2 överenskomna samverkansområden:\n\n1. "
        "Transporter\n2. IT",
        "nyhet.txt",
    ).records.agreements
    assert found.is_reported
    assert found.parties == ("Kriminalvården", "Polismyndigheten")
    assert [area.text for area in found.areas] == ["Transporter", "IT"]


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Nationell överenskommelse mellan Norrverket och Sydverket", "national"),
        ("Regional samverkansöverenskommelse mellan Norrverket och Sydverket", "regional"),
        ("Aftale mellem Politiet og Sydby Kommune", "local"),
        ("Avtal mellan Kriminalvården region Väst och Polisregion Väst", "regional"),
        ("Överenskommelse mellan staten och Sveriges Kommuner och Landsting om vård", "national"),
        ("Överenskommelse mellan Norrverket och Sydverket om nationella register", None),
    ],
)
def test_the_level_is_that_of_the_agreement(title: str, level: str | None) -> None:
    """Named in the title, else that of all parties; a body of the whole country is neither region nor town."""
    (found,) = written(f"# {title}\n\nText om samverkan.").records.agreements
    assert found.level == level
