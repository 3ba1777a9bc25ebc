"""Laws and statutes as the web sets them -> the section that each clause is cited by."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.assemble import assemble
from ingest.clause import clause_labels
from ingest.limits import Limits
from ingest.parse import parse
from ingest.parsed import ParsedBlock
from ingest.source import Source
from search.stored import StoredDocument

DANISH = (
    "<h1>Bekendtgørelse om besøg i huse</h1><p>I medfør af § 9 i lov om huse fastsættes:</p><p>Kapitel 1</p>"
    "<p>Anvendelsesområde</p><p>§ 1. Reglerne gælder for alle huse.</p><p>Stk. 2. De gælder ikke for skure.</p>"
    "<p>Kapitel 2</p><p>Besøg</p><p>Anmeldelse</p><p>§ 2. Besøg anmeldes dagen før.</p>"
    "<p>§ 3 a. Besøg varer en time, jf. § 2.</p><p>Ikrafttræden</p>"
    "<p>§ 4. Bekendtgørelsen træder i kraft den 1. maj 2024.</p><p>Husministeriet, den 3. april 2024</p>"
)
SWEDISH = (
    "<h1>Lag om besök i hus</h1><h2>1 kap. Inledande bestämmelser</h2><p>1 § Lagen gäller alla hus.</p>"
    "<p>Med hus avses byggnad med tak.</p><p>2 § Lagen gäller inte skjul, se 2 kap. 1 § andra stycket.</p>"
    "<h2>2 kap. Besök</h2><h3>Anmälan</h3><p>1 § Besök anmäls dagen före.</p><p>2 § har upphävts.</p>"
    "<p>2 a § Besök varar en timme.</p><p>Denna lag träder i kraft den 1 maj 2024.</p>"
)


def stored(page: str) -> StoredDocument:
    data = f"<html><body><main>{page}</main></body></html>".encode()
    source = Source("file:///lag.html", "lag.html", None, Path("lag.html"), len(data), datetime(2024, 1, 1, tzinfo=UTC))
    return assemble(parse(data, "lag.html", Limits()), source, "0" * 64)


def sections(page: str) -> list[tuple[str, str]]:
    """Return (path, text) of every passage."""
    return [(" > ".join(one.section_path), one.text) for one in stored(page).passages]


def test_a_danish_law_is_cut_at_its_clauses() -> None:
    """Chapter lines with the name below them, lines between clauses and clauses are sections; the signature is none."""
    assert sections(DANISH) == [
        ("", "I medfør af § 9 i lov om huse fastsættes:"),
        (
            "Kapitel 1 Anvendelsesområde > § 1",
            "§ 1. Reglerne gælder for alle huse.\n\nStk. 2. De gælder ikke for skure.",
        ),
        ("Kapitel 2 Besøg > Anmeldelse > § 2", "§ 2. Besøg anmeldes dagen før."),
        ("Kapitel 2 Besøg > Anmeldelse > § 3 a", "§ 3 a. Besøg varer en time, jf. § 2."),
        ("Kapitel 2 Besøg > Ikrafttræden > § 4", "§ 4. Bekendtgørelsen træder i kraft den 1. maj 2024."),
        ("Kapitel 2 Besøg > Ikrafttræden", "Husministeriet, den 3. april 2024"),
    ]


def test_a_swedish_law_counts_anew_in_every_chapter() -> None:
    """Clauses stand below their chapter's heading, repealed ones too; entry into force belongs to no clause."""
    assert [path for path, _ in sections(SWEDISH)] == [
        "1 kap. Inledande bestämmelser > 1 §", "1 kap. Inledande bestämmelser > 2 §", "2 kap. Besök > Anmälan > 1 §",
        "2 kap. Besök > Anmälan > 2 §", "2 kap. Besök > Anmälan > 2 a §", "2 kap. Besök > Anmälan",
    ]  # fmt: skip


def test_parts_stand_above_chapters() -> None:
    """Afsnit takes in its chapters; clauses of a further chapter count on."""
    page = (
        "<h1>Lov om huse</h1><p>Afsnit I</p><p>Almindelige regler</p><p>Kapitel 1</p><p>Formål</p>"
        "<p>§ 1. Loven er god.</p><p>§ 2. Den gælder.</p>"
        "<p>Afsnit II</p><p>Særlige regler</p><p>Kapitel 2</p><p>Tage</p><p>§ 3. Tage er røde.</p>"
    )
    assert [path for path, _ in sections(page)] == [
        "Afsnit I Almindelige regler > Kapitel 1 Formål > § 1", "Afsnit I Almindelige regler > Kapitel 1 Formål > § 2",
        "Afsnit II Særlige regler > Kapitel 2 Tage > § 3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "texts",
    [
        (
            "§ 46. Udgang kan gives.",
            "§ 47. Udgang kan nægtes.",
            "§ 48. Udgang kan tages tilbage.",
            "Vejledningen gælder.",
        ),
        ("1 § Lagen gäller.", "Paragrafen ändrades 2020.", "2 § Den gäller alla."),
        ("5 § första stycket gäller.", "6 § andra stycket gäller inte.", "7 § gäller alltid."),
    ],
)
def test_a_paper_that_quotes_clauses_is_no_law(texts: tuple[str, ...]) -> None:
    """Clauses count from the first one and are three at least; a paper that quotes some or speaks of some has none."""
    assert clause_labels([ParsedBlock("paragraph", text) for text in texts]) == {}
