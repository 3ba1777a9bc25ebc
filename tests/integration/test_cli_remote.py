import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doubles.command import assert_one_line, samsok
from tests.doubles.knowledge import STOP_WORDS_ONLY, UNAVAILABLE
from tests.doubles.process import Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("remote")) as server:
        yield server


def test_search_asks_the_running_service(served: Served) -> None:
    """While a folder is served, the command line gives the service's own answer, field by field."""
    ran = samsok("search", "transporter", "--limit", "2", "--explain", "--json", data=served.data)
    assert (ran.code, ran.err) == (0, "")
    with served.client() as client:
        body = client.get("/api/v1/search", params={"q": "transporter", "limit": 2, "explain": True}).json()
    assert ran.json == body


def test_ask_asks_the_running_service(served: Served) -> None:
    """The answer is the HTTP contract's."""
    ran = samsok("ask", "Vem", "är", "kontakt", "för", "transporter?", "--json", data=served.data)
    with served.client() as client:
        body = client.post("/api/v1/answer", json={"query": "Vem är kontakt för transporter?"}).json()
    assert ran.json == body


def test_filters_reach_the_service(served: Served) -> None:
    """Options become parameters."""
    ran = samsok("search", "transporter", "--language", "da", "--language", "en", "--json", data=served.data)
    assert {hit["language"] for hit in ran.json["results"]} <= {"da", "en"}


def test_text_for_people_names_where_it_stands(served: Served) -> None:
    """Without --json: answer, count, each result with title, section, page and file, and no control sequences."""
    ran = samsok("search", "häkte", "--language", "sv", data=served.data)
    assert "1 result" in ran.out
    assert "1. Överenskommelse om samverkan mellan Exempelverket och Provmyndigheten" in ran.out
    assert "Bilaga 2 Kontaktpersoner, page 2" in ran.out
    assert "[overenskommelse.pdf; Swedish; In force to 31 December 2099]" in ran.out
    assert "\x1b" not in ran.out


def test_no_answer_is_a_result_and_no_error(served: Served) -> None:
    """Code 0: the papers do not say it."""
    ran = samsok("ask", "xyzzy", data=served.data)
    assert ran.code == 0
    assert ran.out.startswith("No answer in the papers")
    assert "See also: Vejledning om varetægt [vejledning.docx]" in ran.out


def test_problems_of_the_service_are_one_line(served: Served) -> None:
    """What the service refuses has the same exit code as here."""
    assert_one_line(samsok("search", STOP_WORDS_ONLY, data=served.data), 2, "only words")
    assert_one_line(samsok("search", UNAVAILABLE, data=served.data), 3, served.url, "503")
    assert_one_line(samsok("search", "x", "--cursor", "nonsense", data=served.data), 2, "cursor")


def test_evaluation_runs_over_the_running_service(served: Served, tmp_path: Path) -> None:
    """Figures over the knowledge base need no second process on its folder."""
    question = {
        "id": "q1", "query": "häkte", "lang": "sv", "kind": "contact", "answerable": True,
        "document": "overenskommelse.pdf", "document_lang": "sv", "page": 2, "section": ["Bilaga 2 Kontaktpersoner"],
        "answer": ["hakte@exempel.example"],
    }  # fmt: skip
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(question) + "\n")
    ran = samsok("evaluate", str(file), "--json", data=served.data)
    assert ran.code == 0, ran.err
    assert ran.json["answerable"]["document@1"] == 1.0
    assert "answerable:\n  questions" in samsok("evaluate", str(file), data=served.data).out


def test_broken_questions_are_one_line(served: Served, tmp_path: Path) -> None:
    """A file that holds no questions is the caller's to mend."""
    file = tmp_path / "questions.jsonl"
    file.write_text("{\n")
    assert_one_line(samsok("evaluate", str(file), data=served.data), 2, "questions.jsonl")


def test_proxy_of_the_environment_never_sees_a_question(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions to this machine stay on this machine."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert samsok("search", "transporter", data=served.data).code == 0


def test_output_that_nobody_reads_is_no_fault(served: Served) -> None:
    """Piping into head ends quietly."""
    command = f'"{os.sys.executable}" -m api.cli search transporter | head -c 1'  # type: ignore[attr-defined]
    done = subprocess.run(  # noqa: S602 - a pipe of the shell is the point
        command, shell=True, capture_output=True, check=False, env={**os.environ, "SAMSOK_DATA": str(served.data)}
    )
    assert b"Traceback" not in done.stderr


def test_service_that_hangs_is_named(tmp_path: Path) -> None:
    """A service that was stopped in its tracks does not make the command wait for ever or guess."""
    with serving(tmp_path) as served:
        served.process.send_signal(signal.SIGSTOP)
        try:
            ran = samsok("search", "transporter", data=served.data, timeout_s=60)
        finally:
            served.process.send_signal(signal.SIGCONT)
        assert_one_line(ran, 3, str(served.process.pid), served.url)
