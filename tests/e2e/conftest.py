"""A real server process and a real browser for every test of this folder."""

import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.doubles.knowledge import SAMPLES
from tests.doubles.process import Served, environment, serving

pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install samsok[dev])")
pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python (pip install samsok[dev])")

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
HOST_POLICY = (
    "default-src 'none'; script-src {service}; connect-src {service}; form-action 'self' {service}; style-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HOST_PAGE = """<!doctype html><html lang="da"><title>Intranet</title><h1>Intranet</h1>
<samsok-search key="open">
<form action="{service}/"><label for="p">Spørg</label><input id="p" name="q"></form></samsok-search>
<script type="module" crossorigin src="{service}/embed/samsok-search.js"></script></html>"""

PAPERS = (
    "se/nationell-overenskommelse-2016.pdf", "se/nationell-overenskommelse-2020.pdf",
    "se/regional-overenskommelse-vast.docx", "se/guide-vid-frigivning.html", "se/kontaktlista-samverkan.md",
    "se/pm-hotbild-vittnen.txt", "dk/national-samarbejdsaftale.odt",
)  # fmt: skip

LONG = "Cykelställsförordningstillämpningsanvisning" * 8
"""A word that no line holds."""

ODD_PAPER = f"""# Anvisning om cykelställ {LONG} <img src=x onerror=alert(1)>

## Märkning {LONG}

Cykelställ märks med <script>alert(2)</script> och {LONG} varje vår.
"""

Opened = Callable[..., Page]


class Host(http.server.ThreadingHTTPServer):
    """Another site, with a strict policy of its own, that embeds the search box."""

    service = ""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_address[1]}"


class _Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        service = self.server.service  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-security-policy", HOST_POLICY.format(service=service))
        self.end_headers()
        self.wfile.write(HOST_PAGE.format(service=service).encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    server = Host(("127.0.0.1", 0), _Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def served(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("e2e")
    original = folder / "data" / "originals" / SAMPLES[0].document.sha256[:2] / SAMPLES[0].document.sha256 / "original"
    original.parent.mkdir(parents=True)
    shutil.copy(ROOT / "corpus" / "dk" / "aftale-ksp-soendervang.pdf", original)
    with serving(folder, embed_origins=host.url, embed_key="open") as server:
        host.service = server.url
        yield server


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The service as it is run, over some of the sample papers: agreements old and new, contacts, a guide, a memo."""
    folder = tmp_path_factory.mktemp("library")
    papers = folder / "papers"
    papers.mkdir()
    for name in PAPERS:
        shutil.copy(ROOT / "corpus" / name, papers)
    (papers / f"<script>alert('fil') {'lång' * 40}.md").write_text(ODD_PAPER, encoding="utf-8")
    command = (sys.executable, "-m", "api.cli")
    given = environment(data=str(folder / "data"))
    subprocess.run([*command, "ingest", str(papers)], check=True, cwd=ROOT, env=given, capture_output=True, timeout=120)
    with serving(folder, *command, "serve") as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("needs Debian's chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Opened]:
    """Opens pages: width, scheme, script or none; whatever a policy refused fails the test."""
    contexts = []

    def open_page(width: int = 1280, *, height: int = 800, **options: object) -> Page:
        viewport = {"width": width, "height": height}
        given = {"base_url": served.url, "viewport": viewport, "reduced_motion": "reduce", **options}
        context = browser.new_context(**given)  # type: ignore[arg-type]
        context.add_init_script(
            "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(opened: Opened) -> Page:
    return opened()


@pytest.fixture
def plain(opened: Opened) -> Page:
    return opened(java_script_enabled=False)
