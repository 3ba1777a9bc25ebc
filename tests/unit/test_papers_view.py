from datetime import date
from typing import Any

import pytest

from search.papers.concepts import NoConcepts
from search.papers.matrix import matrix_of
from search.papers.view import Papers
from search.records import Agreement, Fact, Recorded
from search.stored import StoredDocument
from tests.doubles.written import written

OLD = """# Överenskommelse om samarbete mellan Kriminalvården och Polismyndigheten

Diarienummer KV 2016-4410. Överenskommelsen gäller från och med den 1 april 2016.

## Samarbetsområden

1. Transporter
2. Lokaler

## Underskrifter

Lund den 3 mars 2016

Anna Ek, chef, Kriminalvården
"""
NEW = """# Nationell överenskommelse om samverkan mellan Kriminalvården och Polismyndigheten

Överenskommelsen gäller från och med den 14 december 2020. {replaces}

## Samverkansområden

1. Transporter
2. IT
"""
BY_NUMBER = "Överenskommelsen ersätter överenskommelsen med diarienummer KV 2016-4410."
BY_DAY = "Överenskommelsen ersätter den överenskommelse som parterna ingick den 3 mars 2016."
BY_YEAR = "Överenskommelsen ersätter överenskommelsen från 2016 om samarbete."


def papers_of(*stored: StoredDocument) -> Papers:
    def records(kind: Any) -> list[Recorded[Any]]:
        return [Recorded(r, each.document) for each in stored for r in each.records.all() if isinstance(r, kind)]

    return Papers(records(Fact), records(Agreement))


def status(papers: Papers, stored: StoredDocument, day: date) -> str:
    return papers.validity(stored.document, day).status


@pytest.mark.parametrize("replaces", [BY_NUMBER, BY_DAY, BY_YEAR])
def test_an_older_paper_is_superseded_from_the_day_the_newer_one_holds(replaces: str) -> None:
    """Meant by its number, by its day and parties, or by its year and subject; before that day it counts."""
    old, new = written(OLD, "gammal.md"), written(NEW.format(replaces=replaces), "ny.md")
    papers = papers_of(old, new)
    today = papers.validity(old.document, date(2024, 1, 1))
    assert (today.status, today.superseded_by) == ("superseded", new.document.document_id)
    assert status(papers, old, date(2018, 1, 1)) == "in_force"
    assert status(papers, new, date(2018, 1, 1)) == "upcoming"
    assert status(papers, new, date(2024, 1, 1)) == "in_force"
    assert [link.older for link in papers.replaces(new.document.document_id)] == [old.document.document_id]


@pytest.mark.parametrize(
    "replaces",
    [
        "",
        "Överenskommelsen ersätter överenskommelsen med diarienummer KV 2015-1111.",
        "Överenskommelsen ersätter den strategi som parterna beslutade den 3 mars 2016.",
        "Överenskommelsen ersätter tidigare överenskommelser.",
    ],
)
def test_what_is_not_meant_beyond_doubt_is_not_superseded(replaces: str) -> None:
    """Another number, another kind of paper, or no paper in particular."""
    old, new = written(OLD, "gammal.md"), written(NEW.format(replaces=replaces), "ny.md")
    assert status(papers_of(old, new), old, date(2024, 1, 1)) == "in_force"


def test_a_name_that_fits_two_papers_means_none() -> None:
    """Two papers of the same day and parties."""
    twins = [written(OLD.replace("KV 2016-4410", number), f"{number}.md") for number in ("KV 2016-1", "KV 2016-2")]
    papers = papers_of(*twins, written(NEW.format(replaces=BY_DAY), "ny.md"))
    assert {status(papers, each, date(2024, 1, 1)) for each in twins} == {"in_force"}


def test_a_chain_ends_at_the_latest() -> None:
    """What replaced the replacement is named."""
    newest = (
        "# Överenskommelse mellan Kriminalvården och Polismyndigheten\n\nÖverenskommelsen gäller från och "
        "med den 1 juni 2023. Överenskommelsen ersätter den överenskommelse som gäller från den 14 december 2020."
    )
    stored = [written(OLD, "a.md"), written(NEW.format(replaces=BY_DAY), "b.md"), written(newest, "c.md")]
    papers = papers_of(*stored)
    assert papers.validity(stored[0].document, date(2024, 1, 1)).superseded_by == stored[2].document.document_id
    assert papers.validity(stored[0].document, date(2022, 1, 1)).superseded_by == stored[1].document.document_id


def test_contradictory_dates_are_unknown_with_the_reason() -> None:
    """A table and the text say different days."""
    stored = written(
        "# Avtal om transporter\n\n| Gäller från | 2024-06-01 |\n|---|---|"
        "\n\nAvtalet gäller från och med den 1 juli 2024."
    )
    found = papers_of(stored).validity(stored.document, date(2025, 1, 1))
    assert found.status == "unknown"
    assert found.valid_from is None
    assert found.reason is not None
    assert "2024-06-01" in found.reason
    assert "2024-07-01" in found.reason


def test_a_paper_that_goes_on_by_itself_is_not_over() -> None:
    """After its end nobody knows, and that is said."""
    stored = written(
        "# Avtal om transporter\n\nAvtalet gäller från och med den 1 maj 2016 till och med den 30 april 2019. Därefter "
        "förlängs det med ett år i sänder."
    )
    papers = papers_of(stored)
    assert status(papers, stored, date(2018, 1, 1)) == "in_force"
    after = papers.validity(stored.document, date(2020, 1, 1))
    assert (after.status, after.valid_to) == ("unknown", date(2019, 4, 30))
    assert "ett år i sänder" in (after.reason or "")


def test_a_decided_paper_without_end_is_in_force() -> None:
    """It says that it holds until further notice, and when it was decided."""
    stored = written("# Rutin för besök\n\nFastställd 2022-02-11. Rutinen gäller tills vidare.")
    papers = papers_of(stored)
    assert status(papers, stored, date(2024, 1, 1)) == "in_force"
    assert status(papers, stored, date(2020, 1, 1)) == "unknown"


def test_a_later_contact_list_takes_the_place_of_the_earlier() -> None:
    """Same title and organisations, a later date."""
    lists = [
        written(f"# Kontaktlista för Kriminalvården\n\nUppdaterad den 1 mars {year}.", f"{year}.md")
        for year in (2023, 2024)
    ]
    papers = papers_of(*lists)
    assert papers.validity(lists[0].document, date(2025, 1, 1)).superseded_by == lists[1].document.document_id
    assert status(papers, lists[1], date(2025, 1, 1)) == "unknown"


def test_news_is_linked_to_the_agreement_and_shares_its_fate() -> None:
    """Linked by parties and first day; the list of agreements has the agreement alone."""
    news = written(
        "Kriminalvården och Polismyndigheten samverkar\n\n10 december 2020\n\nKriminalvården och "
        "Polismyndigheten skriver "
        "under en ny överenskommelse.\n\n– Det är bra för alla, säger chefen.\n\n– Mycket bra för alla, säger "
        "direktören.\n\n"
        "Överenskommelsen gäller från och med 14 december 2020.",
        "nyhet.txt",
    )
    agreement = written(NEW.format(replaces=""), "ny.md")
    papers = papers_of(news, agreement)
    assert papers.primary_of(news.document.document_id) == agreement.document.document_id
    assert papers.reports_on(agreement.document.document_id) == (news.document.document_id,)
    assert [view.document.document_id for view in papers.agreements(date(2024, 1, 1))] == [
        agreement.document.document_id
    ]
    alone = papers_of(news)
    assert [view.agreement.is_reported for view in alone.agreements(date(2024, 1, 1))] == [True]


def test_the_grid_shows_gaps() -> None:
    """Each area and party of an agreement in force; what nobody agreed on is missing."""
    old, new = written(OLD, "gammal.md"), written(NEW.format(replaces=BY_NUMBER), "ny.md")
    papers = papers_of(old, new)
    views = papers.agreements(date(2024, 1, 1))
    grid = matrix_of(views, NoConcepts())
    assert [area.label for area in grid.areas] == ["Transporter", "IT"]
    assert [party.name for party in grid.parties] == ["Kriminalvården", "Polismyndigheten"]
    assert grid.cells[0, 0, "national"] == (new.document.document_id,)
    assert (0, 0, "regional") not in grid.cells
    everything = matrix_of(views, NoConcepts(), include_over=True)
    assert [area.label for area in everything.areas] == ["Transporter", "IT", "Lokaler"]
    assert everything.cells[0, 0, "national"] == (new.document.document_id, old.document.document_id)
