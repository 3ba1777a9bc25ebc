import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from ingest.limits import Limits
from ingest.pipeline import ingest
from ingest.report import Report
from ingest.web.address import Start, clean
from ingest.web.find import WebFinder
from ingest.web.limits import WebLimits
from search.catalog_port import Change, Generation
from search.document import Document
from search.errors import BackendError
from search.originals import Originals
from tests.doubles.page_states import MemoryPages
from tests.doubles.site import PARAGRAPH, Site, page, serving_site
from tests.integration.ingest_memory import MemoryCatalog, MemoryIndexer, MemoryStore

LIMITS = WebLimits(
    agent="samsok/test (+drift@example.org)",
    requests_per_s=1000,
    max_answer_s=1.5,
    timeout_s=1.0,
    max_bytes=1_000_000,
    private=(ip_network("127.0.0.1/32"),),
)


class StubbornCatalog(MemoryCatalog):
    """Refuses to publish when it is told to."""

    fail_publish = False

    def publish(self, number: int, manifest: Mapping[str, str], change: Change) -> Generation:
        if self.fail_publish:
            raise BackendError("the disk is full")
        return super().publish(number, manifest, change)


@dataclass
class Base:
    """A knowledge base in memory that takes in from a site."""

    site: Site
    spool: Path
    catalog: StubbornCatalog = field(default_factory=StubbornCatalog)
    store: MemoryStore = field(default_factory=MemoryStore)
    indexer: MemoryIndexer = field(default_factory=MemoryIndexer)
    pages: MemoryPages = field(default_factory=MemoryPages)
    originals: Originals | None = None

    def take(self, *paths: str, crawl: bool = False, files: tuple[Path, ...] = (), **limits: Any) -> Report:
        starts = [Start(clean(self.site.url + path), crawl) for path in paths]
        return self.take_starts(starts, files=files, **limits)

    def take_starts(self, starts: list[Start], files: tuple[Path, ...] = (), **limits: Any) -> Report:
        with WebFinder(starts, replace(LIMITS, **limits), self.spool, self.pages) as finder:
            report = ingest(
                files,
                catalog=self.catalog,  # type: ignore[arg-type]
                store=self.store,  # type: ignore[arg-type]
                indexer=self.indexer,
                limits=Limits(workers=0),
                finder=finder,
                originals=self.originals,
            )
        assert not self.spool.exists(), "what was fetched lies on disk during the run alone"
        return report

    def crawl(self, path: str = "/", **limits: Any) -> Report:
        return self.take(path, crawl=True, **limits)

    def told(self, report: Report) -> dict[str, str]:
        """Path -> status of what the report says."""
        return {entry.source.removeprefix(self.site.url): entry.status for entry in report.entries}

    def reason(self, report: Report, path: str) -> str:
        return next(e.reason or "" for e in report.entries if e.source == self.site.url + path)

    def document(self, path: str) -> Document:
        current = self.catalog.current()
        return self.catalog.live(current.number if current else None)[self.site.url + path]

    def kept(self, path: str) -> bytes | None:
        assert self.originals is not None
        original = self.originals.path(self.document(path).sha256)
        return original.read_bytes() if original else None

    @property
    def live(self) -> set[str]:
        current = self.catalog.current()
        documents = self.catalog.live(current.number if current else None).values()
        return {document.source.removeprefix(self.site.url) for document in documents}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving_site(tmp_path / "site") as served:
        yield served


@pytest.fixture
def base(site: Site, tmp_path: Path) -> Base:
    return Base(site, tmp_path / "data" / "fetched")


GUIDE = ("Guide", "/avtal/ett.html?utm_source=x", "/avtal/ett.html#del")


def small_site(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /hemligt\n", headers={"Content-Type": "text/plain"})
    site.put("/", page("Start", "/avtal/", "guide.html", "/hemligt/a", "https://other.example/", "bild.png", "/"))
    site.put("/avtal/", page("Avtal", "ett.html", "två.html", "../", "#top", "mailto:a@example.org"), etag='"a1"')
    site.put("/avtal/ett.html", page("Ett"), etag='"e1"')
    site.put("/avtal/tv%C3%A5.html", page("Två", "/avtal/anteckning.txt"))
    site.put("/avtal/anteckning.txt", f"Anteckning\n\n{PARAGRAPH}", headers={"Content-Type": "text/plain"})
    site.put("/guide.html", page(*GUIDE))


ALL = {"/", "/avtal/", "/avtal/ett.html", "/avtal/tv%C3%A5.html", "/avtal/anteckning.txt", "/guide.html"}


def test_a_page_alone_is_taken_in_with_its_address_and_date(site: Site, base: Base) -> None:
    """Without --crawl nothing but the page is asked for, beside robots.txt; address and Last-Modified are kept."""
    small_site(site)
    stated = {"Last-Modified": "Wed, 01 May 2024 10:00:00 GMT", "Content-Type": "text/html"}
    site.put("/guide.html", page("Guide"), headers=stated)
    report = base.take("/guide.html")
    assert base.told(report) == {"/guide.html": "added"}
    assert site.paths() == ["/robots.txt", "/guide.html"]
    (document,) = base.catalog.live(1).values()
    assert (document.source_key, document.source) == (site.url + "/guide.html",) * 2
    assert document.modified.isoformat() == "2024-05-01T10:00:00+00:00"
    assert document.title == "Guide"
    assert site.asked()[1]["headers"]["User-Agent"] == "samsok/test (+drift@example.org)"


def test_a_crawl_takes_in_what_is_linked_within_host_and_path(site: Site, base: Base) -> None:
    """Documents of every kind are taken in once each; other hosts, pictures and what robots.txt forbids are not."""
    small_site(site)
    report = base.crawl()
    assert base.live == ALL
    assert base.told(report) == dict.fromkeys(ALL, "added") | {"/hemligt/a": "skipped"}
    assert "robots.txt" in base.reason(report, "/hemligt/a")
    assert sorted(site.paths()) == sorted(["/robots.txt", *ALL])


def test_a_crawl_stays_at_or_below_its_path(site: Site, base: Base) -> None:
    """A start in a folder leads nowhere above it."""
    small_site(site)
    base.crawl("/avtal/ett.html")
    assert base.live == {"/avtal/ett.html"}
    base.crawl("/avtal/")
    assert base.live == {path for path in ALL if path.startswith("/avtal/")}


def test_paths_and_addresses_can_be_taken_in_together(site: Site, base: Base, tmp_path: Path) -> None:
    """One run, one generation, one report for files and pages."""
    small_site(site)
    (tmp_path / "papper.txt").write_text(f"Avtal\n\n{PARAGRAPH}\n", encoding="utf-8")
    report = base.take("/guide.html", files=(tmp_path / "papper.txt",))
    assert (report.generation, dict(report.counts)) == (1, {"added": 2})


def test_a_second_crawl_of_an_unchanged_site_publishes_nothing(site: Site, base: Base) -> None:
    """Pages with a validator are asked for conditionally, and what they link is known from the first time."""
    small_site(site)
    base.crawl()
    site.forget()
    report = base.crawl()
    assert (report.published, dict(report.counts)) == (False, {"unchanged": 6, "skipped": 1})
    conditional = {e["path"] for e in site.asked() if "If-None-Match" in e["headers"]}
    assert conditional == {"/avtal/", "/avtal/ett.html"}
    assert sorted(site.paths()) == sorted(["/robots.txt", *ALL])


def test_changed_gone_and_new_pages_are_found(site: Site, base: Base) -> None:
    """A changed page is replaced; 404 and 410 remove; a new page comes in."""
    small_site(site)
    base.crawl()
    site.put("/avtal/ett.html", page("Ett", body="Nu gäller något annat."), etag='"e2"')
    site.remove("/avtal/tv%C3%A5.html")
    site.put("/avtal/anteckning.txt", status=410)
    site.put("/guide.html", page("Guide", "/ny.html"))
    site.put("/ny.html", page("Ny"))
    report = base.crawl()
    told = base.told(report)
    assert told["/avtal/ett.html"] == told["/guide.html"] == "changed"
    assert told["/avtal/tv%C3%A5.html"] == told["/avtal/anteckning.txt"] == "removed"
    assert told["/ny.html"] == "added"
    assert base.reason(report, "/avtal/anteckning.txt") == "answers 410"
    assert base.live == (ALL | {"/ny.html"}) - {"/avtal/tv%C3%A5.html", "/avtal/anteckning.txt"}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"status": 500}, "status 500"),
        ({"status": 403}, "login"),
        ({"behave": "silent"}, "in time"),
        ({"behave": "break", "body": "<p>half"}, "breaks off"),
        ({"status": 302, "headers": {"Location": "/"}}, "leads for now"),
        ({"status": 302, "headers": {"Location": "https://login.example/"}}, "outside of"),
        ({"headers": {"Content-Type": "image/png"}}, "image/png"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_merely_fails_leaves_the_earlier_version(
    site: Site, base: Base, answer: dict[str, Any], told: str
) -> None:
    """Only evidence removes a document; everything else is reported and the document answers as before."""
    small_site(site)
    base.crawl()
    site.put("/avtal/ett.html", **answer)
    report = base.crawl()
    assert base.told(report)["/avtal/ett.html"] == "failed"
    assert told in base.reason(report, "/avtal/ett.html")
    assert "the earlier version stays" in base.reason(report, "/avtal/ett.html")
    assert "/avtal/ett.html" in base.live


def test_robots_that_cannot_be_read_stop_everything(site: Site, base: Base) -> None:
    """A robots.txt that fails forbids all; nothing is removed."""
    small_site(site)
    base.crawl()
    site.put("/robots.txt", status=500)
    site.forget()
    report = base.crawl()
    assert set(site.paths()) == {"/robots.txt"}
    assert "robots.txt" in base.reason(report, "/")
    assert base.live == ALL


def test_a_page_that_nothing_links_any_more_stays_while_it_answers(site: Site, base: Base) -> None:
    """It is asked for once more, kept with a note, and removed when it is gone."""
    small_site(site)
    base.crawl()
    site.put("/", page("Start", "/avtal/"))
    report = base.crawl()
    assert base.told(report)["/guide.html"] == "unchanged"
    assert "nothing leads to it" in base.reason(report, "/guide.html")
    site.remove("/guide.html")
    assert base.told(base.crawl())["/guide.html"] == "removed"


def test_a_page_that_moved_for_good_is_moved(site: Site, base: Base) -> None:
    """301 to a page with the same content is a move, not a loss."""
    small_site(site)
    base.crawl()
    site.pages["/handbok.html"] = site.pages["/guide.html"]
    site.put("/guide.html", status=301, headers={"Location": "/handbok.html"})
    report = base.crawl()
    assert base.told(report)["/handbok.html"] == "moved"
    assert "/guide.html" not in base.live


def test_a_single_page_that_is_gone_is_removed(site: Site, base: Base) -> None:
    """Once it is not held, an address without a page is a failure."""
    small_site(site)
    base.take("/guide.html")
    site.remove("/guide.html")
    assert base.told(base.take("/guide.html")) == {"/guide.html": "removed"}
    assert base.told(base.take("/guide.html")) == {"/guide.html": "failed"}


def test_nofollow_and_noindex_are_kept_to(site: Site, base: Base) -> None:
    """In tags, in the header and at a link; directives for other robots are none of ours."""
    robots = '<meta name="robots" content="{}">'.format
    site.put("/", page("Start", "a", "b", "c", "d", head='<link rel=canonical href="/">'))
    site.put("/a", page("A", "/a-linked", head=robots("noindex")))
    site.put("/b", page("B", "/b-linked", head=robots("NOFOLLOW")))
    site.put("/c", page("C"), headers={"X-Robots-Tag": "none"})
    site.put("/d", page("D") + '<a rel="nofollow" href="/d-linked">', headers={"X-Robots-Tag": "otherbot: noindex"})
    site.put("/a-linked", page("A linked"))
    for path in ("/b-linked", "/d-linked"):
        site.put(path, page(path))
    report = base.crawl()
    assert base.live == {"/", "/b", "/d", "/a-linked"}
    assert base.told(report)["/a"] == base.told(report)["/c"] == "skipped"


def test_noindex_removes_what_was_taken_in(site: Site, base: Base) -> None:
    """A site that asks for a page to be forgotten is listened to."""
    site.put("/", page("Start"))
    base.take("/")
    site.put("/", page("Start", head='<meta name="robots" content="noindex">'))
    assert base.told(base.take("/")) == {"/": "removed"}


def test_copies_are_taken_in_once(site: Site, base: Base) -> None:
    """By canonical address, and by content; a page that names another one wrongly is a page of its own."""
    site.put("/", page("Start", "/print", "/same", "/guide", "/other"))
    canonical = '<link rel="canonical" href="/guide">'
    site.put("/guide", page("Guide", head=canonical))
    site.put("/print", page("Guide", head=canonical) + "<p>utskrift</p>")
    site.put("/same", page("Guide", head=canonical))
    site.put("/other", page("Något helt annat", body="Här står något som inte står någon annanstans.", head=canonical))
    report = base.crawl()
    assert base.live == {"/", "/guide", "/other"}
    assert "copy of" in base.reason(report, "/print")
    site.forget()
    assert base.crawl().published is False


def test_sitemaps_are_taken_in_packed_and_nested(site: Site, base: Base) -> None:
    """An index leads to sitemaps, these to pages; links of the pages are not followed."""
    small_site(site)
    xml = {"Content-Type": "application/xml"}
    urls = f"<url><loc>{site.url}/guide.html</loc></url><url><loc>https://other.example/x</loc></url>"
    site.put("/pages.xml.gz", _gz(f"<urlset>{urls}</urlset>"), headers={"Content-Type": "application/x-gzip"})
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{site.url}/pages.xml.gz</loc></sitemap></sitemapindex>'
    site.put("/sitemap.xml", index, headers=xml)
    assert base.told(base.take("/sitemap.xml")) == {"/guide.html": "added"}
    site.put("/sitemap.xml", "<urlset></urlset>", headers=xml)
    assert base.told(base.take("/sitemap.xml")) == {"/guide.html": "unchanged"}
    site.remove("/guide.html")
    assert base.told(base.take("/sitemap.xml")) == {"/guide.html": "removed"}


def test_traps_end_at_the_limits_and_come_after_the_rest(site: Site, base: Base) -> None:
    """A calendar without end does not keep the crawl from the site's own pages."""
    small_site(site)
    days = "".join(f'<a href="/kalender?dag={{path}}{n}">{n}</a>' for n in range(30))
    site.put("/kalender?*", f"<html><body><h1>{{path}}</h1><p>{PARAGRAPH}</p>{days}</body></html>")
    site.put("/djup/", page("Djup", "djup/"))
    site.put("/", page("Start", "/kalender?dag=1", "/avtal/", "guide.html"))
    report = base.crawl(max_pages=40)
    assert base.live >= ALL
    assert len(base.live) <= 40
    assert "40 pages" in base.reason(report, "/")
    assert len(site.paths()) <= 42


def test_depth_is_limited_and_told(site: Site, base: Base) -> None:
    """A chain of links ends where it is told to, and the report says so."""
    for number in range(9):
        site.put(f"/{number or ''}", page(f"Sida {number}", f"/{number + 1}"))
    report = base.crawl(max_depth=3)
    assert base.live == {"/", "/1", "/2", "/3"}
    assert "more than 3 links" in base.reason(report, "/")


@pytest.mark.parametrize(
    ("behave", "told"),
    [
        ("endless", "1,000,000 bytes"),
        ("bomb", "1,000,000 bytes"),
        ("drip", "in time"),
        ("drip_header", "in time"),
        ("silent", "in time"),
    ],
)
def test_answers_that_do_not_end_are_ended(site: Site, base: Base, behave: str, told: str) -> None:
    """Size and time of one answer are bounded however it comes; the others are taken in."""
    site.put("/", page("Start", "/bad", "/good"))
    site.put("/bad", page("Bad"), behave=behave)
    site.put("/good", page("Good"))
    report = base.crawl()
    assert base.told(report) == {"/": "added", "/bad": "failed", "/good": "added"}
    assert told in base.reason(report, "/bad")


def test_packed_answers_are_unpacked(site: Site, base: Base) -> None:
    """gzip is asked for and understood."""
    site.put("/", page("Packad sida"), behave="packed")
    base.take("/")
    assert next(iter(base.catalog.live(1).values())).title == "Packad sida"


def test_redirects_are_checked_hop_by_hop(site: Site, base: Base) -> None:
    """None leads to another host, a private network, another scheme, or in a circle."""
    targets = {
        "/a": "http://169.254.169.254/latest/meta-data/",
        "/b": "file:///etc/passwd",
        "/c": "http://user:secret@127.0.0.1/",
        "/d": "/e",
        "/e": "/d",
        "/f": "http://0x7f000001/",
        "/g": "",
    }
    site.put("/", page("Start", *(path for path in targets if path != "/e")))
    for path, target in targets.items():
        site.put(path, status=301, headers={"Location": target})
    report = base.crawl()
    assert base.live == {"/"}
    assert set(base.told(report).values()) == {"added", "skipped", "failed"}
    assert "circle" in base.reason(report, "/d")
    assert "secret" not in str(report.as_json())


def test_this_machine_is_refused_unless_allowed(site: Site, base: Base) -> None:
    """Without permission not even robots.txt is asked for."""
    site.put("/", page("Start"))
    report = base.take("/", private=())
    assert base.told(report) == {"/": "failed"}
    assert "127.0.0.1" in base.reason(report, "/")
    assert site.paths() == []


def test_a_login_page_does_not_replace_a_document(site: Site, base: Base) -> None:
    """A redirect to a form with a password is no new version."""
    small_site(site)
    base.crawl()
    site.put("/login", '<html><body><form><input type="password"></form></body></html>')
    site.put("/guide.html", status=301, headers={"Location": "/login"})
    report = base.crawl()
    assert base.told(report)["/guide.html"] == "failed"
    assert "password" in base.reason(report, "/guide.html")
    assert "/guide.html" in base.live


def test_the_character_set_of_the_header_counts(site: Site, base: Base) -> None:
    """A page in Windows-1252 whose tag claims otherwise is read as its server says."""
    text = page("Förvaltning på Åland", head="<meta charset=utf-8>")
    site.put("/", text.encode("cp1252"), headers={"Content-Type": "text/html; charset=ISO-8859-1"})
    base.take("/")
    assert next(iter(base.catalog.live(1).values())).title == "Förvaltning på Åland"


def test_requests_keep_their_distance(site: Site, base: Base) -> None:
    """The rate holds from request to request, and a longer Crawl-delay is kept."""
    site.put("/", page("Start", "/1", "/2"))
    for number in (1, 2):
        site.put(f"/{number}", page(str(number)))
    base.crawl(requests_per_s=10)
    assert span_s(site) > 3 * 0.1 - 0.05
    site.forget()
    site.put("/robots.txt", "User-agent: samsok\nCrawl-delay: 0.2\n")
    base.crawl(requests_per_s=1000)
    assert span_s(site) > 2 * 0.2 - 0.05


def span_s(site: Site) -> float:
    """Seconds from the first request to the last."""
    times = [entry["at"] for entry in site.asked()]
    assert len(times) == 4
    return times[-1] - times[0]


def test_the_time_for_all_is_bounded(site: Site, base: Base) -> None:
    """A delay that the run has no time for ends it; what was fetched is taken in."""
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 1000\n")
    site.put("/", page("Start", "/1"))
    site.put("/1", page("Ett"))
    report = base.crawl(max_run_s=30.0)
    assert base.live == {"/"}
    assert "no time is left" in base.reason(report, "/")


def test_a_busy_server_is_asked_once_more(site: Site, base: Base) -> None:
    """429 with Retry-After is waited for, then given up for this run."""
    site.put("/", status=429, headers={"Retry-After": "0"})
    report = base.take("/")
    assert site.paths() == ["/robots.txt", "/", "/"]
    assert "status 429" in base.reason(report, "/")


def test_a_host_that_fails_is_left_alone(site: Site, base: Base) -> None:
    """After five failures in a row nothing more is asked for."""
    site.put("/", page("Start", *(f"/{n}" for n in range(1, 20))))
    for number in range(1, 20):
        site.put(f"/{number}", status=500)
    report = base.crawl()
    assert len(site.paths()) == 2 + 5
    assert "in a row" in base.reason(report, "/")


def test_a_run_that_could_not_publish_is_taken_up(site: Site, base: Base) -> None:
    """What was staged is asked for conditionally by the next run and published without being fetched again."""
    small_site(site)
    base.catalog.fail_publish = True
    with pytest.raises(BackendError):
        base.crawl()
    base.catalog.fail_publish = False
    site.forget()
    report = base.crawl()
    assert base.live == ALL
    conditional = {e["path"] for e in site.asked() if "If-None-Match" in e["headers"]}
    assert conditional == {"/avtal/", "/avtal/ett.html"}
    assert base.told(report)["/avtal/"] == "added"


def test_a_page_that_could_not_be_parsed_is_fetched_again(site: Site, base: Base) -> None:
    """A validator counts only for what is held."""
    site.put("/", "<html><body></body></html>", etag='"1"')
    assert base.told(base.take("/")) == {"/": "failed"}
    site.put("/", page("Start"), etag='"1"')
    assert base.told(base.take("/")) == {"/": "added"}


def test_a_start_may_lead_to_its_own_site_alone(site: Site, base: Base) -> None:
    """Another host is named in the report, so that it can be given instead."""
    site.put("/", status=301, headers={"Location": "https://other.example/"})
    report = base.take("/")
    assert "https://other.example/" in base.reason(report, "/")
    assert base.told(report) == {"/": "failed"}


def _gz(text: str) -> bytes:
    return gzip.compress(text.encode())


def test_originals_of_fetched_pages_are_kept_as_they_came(site: Site, base: Base) -> None:
    """Byte for byte, for who wants the page as it was; a page that is gone takes its original along."""
    small_site(site)
    base.originals = Originals.under(base.spool.parent)
    base.crawl()
    assert base.kept("/guide.html") == page(*GUIDE).encode()
    assert base.kept("/avtal/anteckning.txt") == f"Anteckning\n\n{PARAGRAPH}".encode()
    site.remove("/guide.html")
    held = base.document("/guide.html")
    base.crawl()
    assert base.originals.path(held.sha256) is None


def test_pages_from_before_originals_were_kept_get_theirs(site: Site, base: Base) -> None:
    """What is fetched again, unchanged, is kept then."""
    small_site(site)
    base.crawl()
    base.originals = Originals.under(base.spool.parent)
    assert base.kept("/guide.html") is None
    base.crawl()
    assert base.kept("/guide.html") == page(*GUIDE).encode()


@pytest.mark.parametrize(
    "hidden", ["<!-- 19121212-1212 -->", '<p data-id="121212-1212"></p>', "<nav>12<b>1212</b>-1212</nav>"]
)
def test_page_with_a_hidden_identity_number_keeps_no_original(site: Site, base: Base, hidden: str) -> None:
    """Its text holds no number, its bytes do: they are not given to anybody."""
    site.put("/robots.txt", "", headers={"Content-Type": "text/plain"})
    site.put("/sida.html", page("Sida").replace("</body>", f"{hidden}</body>"))
    base.originals = Originals.under(base.spool.parent)
    base.take("/sida.html")
    assert base.live == {"/sida.html"}
    assert base.kept("/sida.html") is None
