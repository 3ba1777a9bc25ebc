import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from docx import Document as WordDocument
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P
from reportlab.pdfgen.canvas import Canvas

from tests.doubles.command import COMMAND, samsok
from tests.doubles.identity import cpr, personnummer
from tests.doubles.process import Served, serving
from tests.doubles.tiny_model import write_tiny_model

SWEDISH = [personnummer(date(1950 + year, 1 + year % 12, 1 + year), 101 + 7 * year) for year in range(20)]
DANISH = [cpr(date(1951 + year, 1 + year % 12, 2 + year), 111 + 7 * year) for year in range(6)]
ASKED = [personnummer(date(1971, 3, day), 310 + day) for day in range(1, 9)]


def dashed(number: str, hyphen: str = "-") -> str:
    return f"{number[:-4]}{hyphen}{number[-4:]}"


def short(number: str, hyphen: str = "-") -> str:
    return dashed(number[2:], hyphen)


def write_papers(folder: Path) -> None:
    """Write papers of many kinds, each with numbers where that kind can have them."""
    folder.mkdir()
    cases = folder / f"akt {short(SWEDISH[0])}"
    cases.mkdir()
    (folder / f"beslut {SWEDISH[1]}.md").write_text(
        f"# Beslut om zebraplacering {dashed(SWEDISH[2])}\n\nSökanden {SWEDISH[3]} placeras på anstalten.\n\n"
        f"## Vårdnad om {short(SWEDISH[4])}\n\n| Namn | Nummer |\n|---|---|\n| A | {short(SWEDISH[5], chr(0x2011))} |\n"
    )
    (folder / f"beslut {SWEDISH[6]}.md").write_text("# Beslut om giraffplacering\n\nEtt annat beslut om placering.\n")
    (cases / "yttrande.txt").write_text(f"Yttrande om lejonet.\n\nPersonnummer {short(SWEDISH[7], ' ')} är känt.\n")
    (folder / "sida.html").write_text(
        f"<html><head><title>Om tigern {dashed(SWEDISH[8])}</title>"
        f'<meta name="author" content="Ansvarig {dashed(SWEDISH[8])}"></head>'
        f"<body><h1>Om tigern {dashed(SWEDISH[8])}</h1>"
        f"<p>Tigern hör till {SWEDISH[9][:8]}&#8209;{SWEDISH[9][8:]} sedan länge och ska flyttas i vår.</p>"
        f"<p>Född {SWEDISH[10][2:8]}&nbsp;-&nbsp;{SWEDISH[10][8:]}, i staden.</p></body></html>"
    )
    _write_mail(folder / "brev.eml")
    _write_word(folder / "rapport.docx")
    _write_open_document(folder / "liste.odt")
    _write_pdf(folder / "aftale.pdf")


def _write_mail(path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "registrator@exempel.example", "arende@exempel.example"
    mail["Subject"] = f"Ärende om elefanten {dashed(SWEDISH[11])}"
    mail["Date"] = "Mon, 01 Mar 2021 10:00:00 +0100"
    mail.set_content(f"Hej!\n\nDet gäller elefanten och {short(SWEDISH[12])}.\n")
    path.write_bytes(mail.as_bytes())


def _write_word(path: Path) -> None:
    word = WordDocument()
    word.core_properties.title = f"Rapport om flodhästen {short(SWEDISH[13])}"
    word.add_heading(f"Rapport om flodhästen {short(SWEDISH[13])}", 1)
    word.add_paragraph(f"Flodhästen omhändertogs av {short(SWEDISH[14], '+')} samma dag.")
    table = word.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells),
        ["Född", "Fyra sista", SWEDISH[15][2:8], SWEDISH[15][8:]],
        strict=True,
    ):
        cell.text = text
    held = io.BytesIO()
    word.save(held)
    path.write_bytes(held.getvalue())


def _write_open_document(path: Path) -> None:
    text = OpenDocumentText()
    text.text.addElement(P(text=f"Næsehornet hører til {dashed(DANISH[0])} i Danmark."))
    table = Table()
    for cells in (["CPR-nr.", "Navn"], [DANISH[1], "A"], [dashed(DANISH[2], " "), "B"]):
        row = TableRow()
        for words in cells:
            cell = TableCell()
            cell.addElement(P(text=words))
            row.addElement(cell)
        table.addElement(row)
    text.text.addElement(table)
    text.save(str(path))


def _write_pdf(path: Path) -> None:
    canvas = Canvas(str(path), invariant=1)
    canvas.setTitle(f"Aftale {dashed(DANISH[3])}")
    canvas.drawString(72, 760, f"Aftale om krokodillen {dashed(DANISH[3])}")
    canvas.drawString(72, 700, f"Krokodillen flyttes sammen med indsatte {dashed(DANISH[4])} og")
    canvas.drawString(72, 686, f"efter aftale med den anden indsatte, som har nummer {DANISH[5][:6]}-")
    canvas.drawString(72, 672, f"{DANISH[5][6:]} og bor her.")
    canvas.showPage()
    canvas.save()


@dataclass
class Guarded:
    report: dict[str, object]
    base: Path
    served: Served
    client: httpx.Client


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    base = tmp_path_factory.mktemp("personal")
    write_tiny_model(base / "model")
    write_papers(base / "papers")
    given = {"model": str(base / "model"), "log_level": "debug"}
    ran = samsok("ingest", str(base / "papers"), "--json", data=base / "data", **given)
    assert ran.code == 0, ran
    (base / "ingest.log").write_text(ran.out + ran.err)
    with serving(base, *COMMAND, "serve", **given) as served, served.client() as client:
        yield Guarded(ran.json, base, served, client)


def leaks(content: bytes, numbers: list[str]) -> list[str]:
    """Return the numbers that stand in the bytes, in any of the ways they were written, in UTF-8 or UTF-16."""
    digits = content.replace("\u2011".encode(), b"").translate(None, b"\0 \t\r\n|+-")
    return [number for number in numbers if number[-10:].encode() in digits]


def test_nothing_that_is_kept_holds_a_planted_number(guarded: Guarded) -> None:
    """Catalog, index, report and log after taking in: no number, of any format, in any spelling, is in any file."""
    files = [path for path in guarded.base.rglob("*") if path.is_file() and "papers" not in path.parts]
    assert {"catalog.db", "ingest.log", "serve.log"} <= {path.name for path in files}
    found = {path.name: leaks(path.read_bytes(), [*SWEDISH, *DANISH]) for path in files}
    assert {name: numbers for name, numbers in found.items() if numbers} == {}


def test_report_tells_how_many_were_masked(guarded: Guarded) -> None:
    """Each paper's note gives the count alone, and names are shown without numbers and told apart."""
    files = {file["source"]: file["reason"] for file in guarded.report["files"]}  # type: ignore[attr-defined]
    assert set(files) == {
        "beslut ************.md", "beslut ************ (2).md", "akt ******-****/yttrande.txt",
        "sida.html", "brev.eml", "rapport.docx", "liste.odt", "aftale.pdf",
    }  # fmt: skip
    assert files["akt ******-****/yttrande.txt"] == "1 identity number of a person masked"
    assert files["beslut ************ (2).md"] is None
    assert files["beslut ************.md"] == "4 identity numbers of persons masked"
    assert all(
        re.search(r"\b\d identity numbers? of", files[name]) for name in set(files) - {"beslut ************ (2).md"}
    )


@pytest.mark.parametrize(
    ("word", "source"),
    [
        ("zebraplacering", "beslut ************.md"), ("lejonet", "akt ******-****/yttrande.txt"),
        ("tigern", "sida.html"), ("elefanten", "brev.eml"), ("flodhästen", "rapport.docx"),
        ("næsehornet", "liste.odt"), ("krokodillen", "aftale.pdf"),
    ],
)  # fmt: skip
def test_masked_paper_is_found_by_its_other_words(guarded: Guarded, word: str, source: str) -> None:
    """The paper comes first for a word of it, its quotes verify, and its text and pages show asterisks."""
    found = guarded.client.post("/api/v1/search", json={"query": word}).json()
    assert found["results"][0]["source"] == source
    document = guarded.client.get(f"/api/v1/documents/{found['results'][0]['document_id']}").json()
    assert "*" * 4 in document["text"]
    for quote in found["answer"]["quotes"]:
        held = guarded.client.get(f"/api/v1/documents/{quote['document_id']}").json()["text"]
        assert held[quote["start"] : quote["end"]] == quote["text"]


def test_second_run_finds_nothing_changed(guarded: Guarded) -> None:
    """Files with a number in their names are known again by the address that was kept of them."""
    ran = samsok(
        "ingest", str(guarded.base / "papers"), "--json", data=guarded.base / "data", model=str(guarded.base / "model")
    )
    assert ran.json["counts"] == {"unchanged": 8}


def test_numbers_in_questions_reach_neither_log_nor_store(guarded: Guarded) -> None:
    """Asked in every way there is, echoed to whoever asked, and nowhere else: not in the log at level debug either."""
    client, number = guarded.client, iter(ASKED)
    first = next(number)
    answer = client.get("/api/v1/search", params={"q": f"zebraplacering för {dashed(first)}"}).json()
    assert answer["query"]["text"] == f"zebraplacering för {dashed(first)}"
    assert leaks(json.dumps(answer["results"]).encode(), [first]) == []
    assert answer["results"][0]["source"] == "beslut ************.md"
    asked = next(number)
    worded = client.post("/api/v1/answer", json={"query": f"Vem är {asked}?"})
    assert worded.status_code == 200
    assert leaks(worded.content, ASKED) == []
    client.get("/", params={"q": f"tigern {next(number)}"})
    assert client.get(f"/api/v1/documents/{next(number)}").status_code == 404
    assert client.get(f"/{short(next(number), '%2D')}/sida").status_code == 404
    client.get("/api/v1/search", params={"q": "x", next(number): "1"})
    client.post("/api/v1/search", content=f'{{"query": "{next(number)}", ')
    ran = samsok("ask", "Vem", "är", dashed(next(number)), data=guarded.base / "data")
    assert leaks((ran.out + ran.err).encode(), ASKED) == []
    log = guarded.served.log.read_bytes()
    assert log.count(b"GET /api/v1/search") >= 2
    files = [path for path in guarded.base.rglob("*") if path.is_file() and "papers" not in path.parts]
    assert {path.name: numbers for path in files if (numbers := leaks(path.read_bytes(), ASKED))} == {}


def test_missing_file_is_named_without_its_number(guarded: Guarded) -> None:
    """What the command line says ends up in somebody's log."""
    ran = samsok("ingest", f"/srv/{dashed(ASKED[0])}/x.md", data=guarded.base / "other")
    assert ran.code == 1
    assert "********-****" in ran.out
    assert leaks((ran.out + ran.err).encode(), ASKED) == []
