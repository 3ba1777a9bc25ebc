import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.doubles.command import COMMAND, assert_one_line, samsok
from tests.doubles.process import ROOT, environment
from tests.doubles.site import page, serving_site

PAGES = 8


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_list_of_sources_is_crawled_killed_and_crawled_again(tmp_path: Path) -> None:
    """Files and crawls from a list; a run that is killed leaves nothing that the next one stumbles over."""
    data, listed = tmp_path / "data", tmp_path / "sources.txt"
    (tmp_path / "papper.txt").write_text("Avtal om transporter\n\nMyndigheterna samverkar varje vecka.\n", "utf-8")
    with serving_site(tmp_path / "site") as site:
        site.put("/", page("Start", *(f"/sida-{n}" for n in range(PAGES))), etag='"0"')
        for number in range(PAGES):
            site.put(f"/sida-{number}", page(f"Sida {number}"), etag=f'"{number}"')
        listed.write_text(f"# våra källor\npapper.txt\n\ncrawl {site.url}/\n", encoding="utf-8")
        command = [*COMMAND, "ingest", "--allow-private", "--from", str(listed)]
        slow = environment(data=str(data), web_rate="4")
        killed = subprocess.Popen(command, cwd=ROOT, env=slow, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(site.paths()) < 4:
            assert killed.poll() is None
            time.sleep(0.05)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        assert any((data / "fetched").iterdir()), "the run was killed while pages lay on disk"
        first = samsok(*command[len(COMMAND) :], "--json", data=data, web_rate="500")
        assert (first.code, first.json["counts"], first.json["generation"]) == (0, {"added": PAGES + 2}, 1), first
        assert not (data / "fetched").exists()
        site.remove("/sida-3")
        site.put("/sida-4", page("Sida fyra, ändrad"))
        again = samsok(*command[len(COMMAND) :], "--json", data=data, web_rate="500", web_contact="drift@example.org")
        assert again.json["counts"] == {"changed": 1, "removed": 1, "unchanged": PAGES}, again
        assert "(+drift@example.org)" in site.asked()[-1]["headers"]["User-Agent"]


def test_an_address_that_cannot_be_fetched_is_one_line(tmp_path: Path) -> None:
    """It is told before anything is opened, and a password is not repeated."""
    ran = samsok("ingest", "https://user:secret@example.org/", data=tmp_path)
    assert_one_line(ran, 2, "user name or password")
    assert "secret" not in ran.err


def test_a_private_address_is_a_failed_document(tmp_path: Path) -> None:
    """This machine is refused without permission; the report names the way out."""
    ran = samsok("ingest", "http://127.0.0.1:9/", data=tmp_path / "data")
    assert ran.code == 1
    assert "--allow-private" in ran.out
