from dataclasses import dataclass
from typing import cast

import pytest

from search.catalog_port import PassageRecord
from search.fusion import Fused
from search.papers.stating import stating_first
from search.papers.view import Papers
from search.plan import Plan
from search.ranked import Ranked
from search.records import Fact, Recorded
from search.result import Intent
from search.understanding import Understood
from search.understanding.question import Event, Wanted
from tests.doubles.written import written

AGREEMENT = written(
    "# Överenskommelse mellan Kriminalvården och Frivilligorganisationen\n\nDiarienummer: KV 2018-77\n\n"
    "## Besök på häkte\n\nBesökarna följer häktets rutiner.\n\n"
    "## Ikraftträdande\n\nÖverenskommelsen gäller från och med den 14 december 2020.\n\n"
    "## Underskrifter\n\nStockholm 2018-06-26\n\nAnna Exempel\nGeneraldirektör, Kriminalvården\n\n"
    "Stockholm 2018-06-26\n\nBo Prov\nGeneralsekreterare, Frivilligorganisationen",
    "avtal.md",
)
NEWS = written("# Besök\n\nBesökarna på häktet är glada.", "nyhet.md")
PAPERS = Papers([Recorded(r, AGREEMENT.document) for r in AGREEMENT.records.all() if isinstance(r, Fact)], [])


@dataclass(frozen=True)
class Asked:
    """The parts of a plan that are looked at."""

    text: str
    understood: Understood


def plan(text: str, wanted: Wanted | None, *events: Event) -> Plan:
    intent: Intent = "who" if wanted == "person" else "when" if wanted == "time" else "other"
    asked = Asked(text, Understood(intent, frozenset({wanted} if wanted else ()), frozenset(events)))
    return cast("Plan", asked)


def head(step: float = 0.05) -> list[Ranked]:
    found = [(AGREEMENT.document, passage) for passage in AGREEMENT.passages]
    found.insert(0, (NEWS.document, NEWS.passages[0]))
    return [
        Ranked(Fused(passage.passage_id, 0.9 - place * step, None, None), PassageRecord(passage, document))
        for place, (document, passage) in enumerate(found)
    ]


def sections(shown: list[Ranked]) -> list[str]:
    return [(each.record.passage.section_path or ("",))[-1] for each in shown]


@pytest.mark.parametrize(
    ("asked", "section"),
    [
        (plan("när undertecknades avtalet om besök på häkte?", "time", "signed"), "Underskrifter"),
        (plan("vem undertecknade avtalet om besök på häkte?", "person", "signed"), "Underskrifter"),
        (plan("sedan när gäller avtalet om besök på häkte?", "time", "from"), "Ikraftträdande"),
    ],
)
def test_the_passage_that_states_what_is_asked_comes_first_of_its_paper(asked: Plan, section: str) -> None:
    """And stays behind another paper that fits better."""
    before = sections(head())
    shown = sections(stating_first(asked, head(), PAPERS))
    assert shown[:2] == ["", section]
    assert sorted(shown) == sorted(before)
    assert before.index(section) > 1


def test_a_number_that_is_asked_for_is_found_where_the_paper_has_it() -> None:
    """The word for it need not stand there."""
    asked = plan("vilket dnr har avtalet om besök?", None)
    shown = stating_first(asked, list(reversed(head())), PAPERS)
    facts = PAPERS.facts(AGREEMENT.document.document_id)
    stating = {fact.span.passage_id for fact in facts if fact.name == "reference_number" and fact.span}
    assert stating
    assert next(each for each in shown if each.record.document == AGREEMENT.document).fused.passage_id in stating


def test_other_questions_keep_their_order() -> None:
    """As do papers that state nothing of themselves."""
    assert stating_first(plan("hur går besök till?", None), head(), PAPERS) == head()
    assert stating_first(plan("när undertecknades avtalet?", "time", "signed"), head(), Papers()) == head()


def test_a_passage_that_hardly_fits_is_not_raised_to_the_best() -> None:
    """A gain has its bound."""
    asked = plan("när undertecknades avtalet om besök?", "time", "signed")
    assert sections(stating_first(asked, head(step=0.2), PAPERS))[:2] != ["", "Underskrifter"]
