import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from api.schema import AnswerModel, SearchResponseModel
from tests.doubles.command import COMMAND, Ran, assert_one_line, samsok
from tests.doubles.papers import write_papers
from tests.doubles.process import ROOT, environment, serving
from tests.doubles.tiny_model import write_tiny_model

Command = Callable[..., Ran]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    write_tiny_model(tmp_path / "model")
    write_papers(tmp_path / "papers")
    return tmp_path


@pytest.fixture
def command(base: Path) -> Command:
    def run(*args: str) -> Ran:
        return samsok(*args, data=base / "data", model=str(base / "model"))

    return run


def test_papers_are_taken_in_found_and_answered_from(base: Path, command: Command) -> None:
    """The main job: a folder in, a passage and an answer out, in the shape of the HTTP contract."""
    report = command("ingest", str(base / "papers"), "--json").json
    assert report["counts"] == {"added": 2}
    found = command("search", "vem är kontakt för häkte", "--json")
    assert found.code == 0, found.err
    SearchResponseModel.model_validate(found.json, extra="forbid")
    assert any("hakte@exempel.example" in hit["text"] for hit in found.json["results"])
    answer = command("ask", "vem är kontakt för häkte", "--json").json
    AnswerModel.model_validate(answer, extra="forbid")


def test_second_run_takes_in_nothing(base: Path, command: Command) -> None:
    """What did not change is not read again."""
    command("ingest", str(base / "papers"))
    again = command("ingest", str(base / "papers"), "--json").json
    assert again["counts"] == {"unchanged": 2}
    assert again["published"] is False


def test_failed_documents_are_named_and_the_run_goes_on(base: Path, command: Command) -> None:
    """Code 1, the file with its reason, and the others taken in."""
    (base / "papers" / "tom.txt").write_bytes(b"")
    ran = command("ingest", str(base / "papers"))
    assert ran.code == 1
    assert "failed: tom.txt: " in ran.out
    assert "2 added, 1 failed" in ran.out
    assert "Traceback" not in ran.err
    assert command("ingest", str(base / "papers"), "--json").json["counts"] == {"unchanged": 2, "failed": 1}


def test_missing_path_is_reported(base: Path, command: Command) -> None:
    """A path that is not there is a failure of the run, told with the path."""
    ran = command("ingest", str(base / "nothing"))
    assert ran.code == 1
    assert "nothing" in ran.out


def test_documents_are_deleted_by_name_or_id(base: Path, command: Command) -> None:
    """Either name works; what is not held is reported and gives code 1."""
    command("ingest", str(base / "papers"))
    hits = command("search", "varetægt", "--json").json["results"]
    hit = next(hit for hit in hits if hit["source"] == "vejledning.md")
    assert command("delete", hit["document_id"], "--json").json["counts"] == {"removed": 1}
    assert command("delete", "overenskommelse.md").code == 0
    gone = command("delete", "overenskommelse.md")
    assert gone.code == 1
    assert "failed: overenskommelse.md: " in gone.out
    assert command("search", "häkte", "--json").json["results"] == []


def test_name_of_two_documents_is_not_guessed_at(base: Path, command: Command) -> None:
    """Two documents of one name are told apart by id, never deleted together."""
    write_papers(base / "other")
    command("ingest", str(base / "papers"), str(base / "other"))
    assert_one_line(command("delete", "vejledning.md"), 2, "2 documents", "give an id")


def test_index_is_rebuilt_without_the_files(base: Path, command: Command) -> None:
    """The catalog is enough: files may be gone, the answers are the same."""
    command("ingest", str(base / "papers"))
    before = command("search", "häkte", "--json").json["results"]
    (base / "papers" / "overenskommelse.md").unlink()
    assert command("reindex", "--json").json["generation"] == 2
    assert command("search", "häkte", "--json").json["results"] == before


def test_another_model_is_refused_until_reindexed(base: Path, command: Command) -> None:
    """Bad results are never given: the index says what it was made with."""
    command("ingest", str(base / "papers"))
    write_tiny_model(base / "other", seed=8)
    other = str(base / "other")
    assert_one_line(samsok("search", "häkte", data=base / "data", model=other), 4, "samsok reindex")
    assert samsok("doctor", data=base / "data", model=other).code == 4
    assert samsok("reindex", data=base / "data", model=other).code == 0
    assert samsok("search", "häkte", data=base / "data", model=other).code == 0


def test_doctor_is_content_before_and_after(base: Path, command: Command) -> None:
    """Every check is told; an empty knowledge base is no fault."""
    empty = command("doctor", "--json")
    assert (empty.code, empty.json["ok"]) == (0, True), empty
    command("ingest", str(base / "papers"))
    ran = command("doctor")
    assert ran.code == 0
    assert "ok   catalog: generation 1, 2 documents" in ran.out
    assert "ok   index: " in ran.out


def test_doctor_names_what_is_wrong(base: Path) -> None:
    """Code 4, with what to do, for a setting and for a model that cannot be loaded."""
    unknown = samsok("doctor", data=base / "data", prot="1")
    assert unknown.code == 4
    assert "FAIL InvalidSetting: SAMSOK_PROT" in unknown.out
    next((base / "model").rglob("*.safetensors")).write_bytes(b"")
    broken = samsok("doctor", data=base / "data", model=str(base / "model"))
    assert broken.code == 4
    assert "FAIL EncoderUnavailable" in broken.out


def test_evaluation_over_passages_of_ones_own(base: Path, command: Command) -> None:
    """Judged passages are ranked in a temporary index, and the real one stays as it was."""
    passages = [
        {"id": "a", "lang": "sv", "text": "Häktet nås på telefon.", "title": "Häkte"},
        {"id": "b", "lang": "da", "text": "Frokosten serveres klokken tolv."},
        {"id": "c", "lang": "sv", "text": "Transporter planeras varje vecka."},
    ]
    (base / "p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in passages))
    (base / "q.jsonl").write_text(json.dumps({"query": "när planeras transporter", "positives": ["c"]}) + "\n")
    ran = command("evaluate", "--queries", str(base / "q.jsonl"), "--passages", str(base / "p.jsonl"), "--json")
    assert ran.code == 0, ran.err
    assert set(ran.json) >= {"ndcg@10", "recall@10", "mrr@10", "p50_ms", "p95_ms"}
    assert (ran.json["mrr@10"], ran.json["passages"]) == (1.0, 3)
    assert not (base / "data" / "catalog.db").exists()


def test_second_writer_is_refused_with_the_first_ones_name(base: Path, command: Command) -> None:
    """Two runs over one folder at once: one works, the other says who is at work."""
    many = base / "many"
    many.mkdir()
    for number in range(120):
        (many / f"{number}.txt").write_text(f"Rapport nummer {number} om samverkan.\n" * 40)
    first = subprocess.Popen(
        [*COMMAND, "ingest", str(many)],
        cwd=ROOT,
        env=environment(data=str(base / "data"), model=str(base / "model")),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        while not (base / "data" / "write.lock").exists():
            assert first.poll() is None
        second = command("ingest", str(base / "papers"))
        if first.poll() is None:
            assert_one_line(second, 3, f"process {first.pid}")
    finally:
        first.communicate(timeout=120)
    assert first.returncode == 0


def test_serving_goes_on_while_papers_are_taken_in(base: Path, command: Command) -> None:
    """New papers are found by the running service without a restart, also through the command line."""
    command("ingest", str(base / "papers"))
    with serving(base, *COMMAND, "serve", model=str(base / "model")) as served, served.client() as client:
        assert client.get("/readyz").json()["documents"] == 2
        (base / "papers" / "nyhet.md").write_text("# Nyhet\n\nProvmyndigheten öppnar ett nytt besökscentrum.\n")
        assert command("ingest", str(base / "papers")).code == 0
        body = client.get("/api/v1/search", params={"q": "besökscentrum"}).json()
        assert body["results"][0]["source"] == "nyhet.md"
        assert command("search", "besökscentrum", "--json").json["results"] == body["results"]
        page = client.get(f"/documents/{body['results'][0]['document_id']}")
        assert "besökscentrum" in page.text
        assert served.stop() == 0
