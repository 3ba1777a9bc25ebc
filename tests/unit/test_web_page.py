import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import media
from ingest.web.headers import SITEMAP, Headers, directives, kind_of
from ingest.web.links import fingerprint, read_page, similarity
from ingest.web.page import with_charset
from ingest.web.sitemap import read_sitemap
from ingest.web.spool import Spool
from ingest.web.visitor import Answer
from search.errors import DocumentTooLarge, UnparseableDocument, UnsupportedFormat

ADDRESS = "https://example.org/a/b.html"


def headers(**fields: str) -> Headers:
    return Headers.of([(name.replace("_", "-").encode(), value.encode()) for name, value in fields.items()])


@pytest.mark.parametrize(
    ("fields", "path", "kind", "name"),
    [
        ({"Content_Type": "text/html; charset=utf-8"}, "/sida", media.HTML, "sida.html"),
        ({"Content_Type": "application/xhtml+xml"}, "/", media.HTML, "index.html"),
        ({}, "/sida", media.HTML, "sida.html"),
        ({"Content_Type": "application/pdf"}, "/hamta?id=3", media.PDF, "hamta.pdf"),
        ({"Content_Type": "application/octet-stream"}, "/avtal.docx", media.DOCX, "avtal.docx"),
        ({"Content_Type": "application/zip"}, "/avtal.DOCX", media.DOCX, "avtal.DOCX"),
        ({"Content_Type": "text/html"}, "/avtal.pdf", media.HTML, "avtal.pdf.html"),
        ({"Content_Type": "text/plain"}, "/las.md", media.MARKDOWN, "las.md"),
        ({"Content_Type": "text/xml"}, "/sitemap.xml", SITEMAP, "sitemap.xml.xml"),
        (
            {"Content_Type": "binary/octet-stream", "Content_Disposition": "attachment; filename*=UTF-8''%C3%B6.pdf"},
            "/get", media.PDF, "ö.pdf",
        ),
        (
            {"Content_Type": "application/pdf", "Content_Disposition": 'inline; filename="../../x\\y.pdf"'},
            "/", media.PDF, "y.pdf",
        ),
    ],
)  # fmt: skip
def test_kind_and_name_come_from_header_and_address(fields: dict[str, str], path: str, kind: str, name: str) -> None:
    """A stated type counts; one that says nothing leaves it to the name; the name's ending fits."""
    found = kind_of(headers(**fields), f"https://example.org{path}")
    assert (found.media_type, found.name) == (kind, name)


@pytest.mark.parametrize("stated", ["image/png", "application/msword", "video/mp4", "application/octet-stream"])
def test_what_no_parser_takes_is_refused_by_its_header(stated: str) -> None:
    """Its body is then never read."""
    with pytest.raises(UnsupportedFormat):
        kind_of(headers(Content_Type=stated), "https://example.org/x")


def test_robots_directives_for_others_are_left_out() -> None:
    """A name holds for what follows it."""
    assert directives("NoIndex, nofollow") == {"noindex", "nofollow"}
    assert directives("googlebot: noindex, nofollow") == frozenset()
    assert directives("noarchive, samsok: none") == {"noarchive", "none", "noindex", "nofollow"}
    assert "noindex" in directives("unavailable_after: 25 Jun 2030 15:00:00 PST, noindex")


def test_dates_of_the_header_are_read() -> None:
    """A date in the future is no date of change; damaged ones are none."""
    assert headers(Last_Modified="Wed, 01 May 2024 10:00:00 GMT").modified == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert headers(Last_Modified="Wed, 01 May 2999 10:00:00 GMT").modified is None
    assert headers(Last_Modified="yesterday").modified is None
    assert headers(Retry_After="12").retry_after_s == 12
    assert headers(Retry_After="Wed, 01 May 2024 10:00:00 GMT").retry_after_s == 0
    assert headers(Retry_After="soon").retry_after_s is None


def test_links_are_read_as_browsers_read_them() -> None:
    """Quotes, entities, base, areas and refresh; comments, scripts and other schemes lead nowhere."""
    text = """<html><head><base href="/bas/"><meta http-equiv=refresh content="5; URL='/ny'">
    <link rel="canonical" href="../b"></head>
    <a href=ett>1</a><A HREF='två?a=1&amp;b=2'>2</A><a
     title="x > y" href="/tre#del">3</a><area href="fyra">
    <!-- <a href="/nej1"> --><script>"<a href='/nej2'>"</script><a href="mailto:a@example.org"><a href="javascript:x()">
    <a href="#top"><a rel="external nofollow" href="/nej3"><a href=""><a name=x><abbr href="/nej4">
    <a href="http://user:pw@example.org/nej5"><textarea><a href="/nej6"></textarea><a href="ett">igen</a>"""
    facts = read_page(text, ADDRESS)
    assert facts.links == [
        "https://example.org/ny",
        "https://example.org/bas/ett",
        "https://example.org/bas/tv%C3%A5?a=1&b=2",
        "https://example.org/tre",
        "https://example.org/bas/fyra",
    ]
    assert facts.canonical == "https://example.org/b"
    assert facts.may_be_kept


@pytest.mark.parametrize(
    "bomb",
    [
        "<!--",
        "<script>",
        '<a "',
        "<a href='",
        "<a " + "x" * 50,
        "<a href=" + " " * 50,
        "<meta name=",
        "<",
        "<a/",
        "<div>",
    ],
)
def test_hostile_pages_cost_time_in_proportion(bomb: str) -> None:
    """A megabyte of what makes careless readers quadratic is read in seconds."""
    text = bomb * (1_000_000 // len(bomb))
    begun = time.monotonic()
    read_page(text, ADDRESS)
    fingerprint(text)
    assert time.monotonic() - begun < 5


def test_copies_are_told_from_neighbours() -> None:
    """Pages that share their menu alone are no copies; one with an addition is."""
    menu = "".join(f"<li>En menyrad som är lång nog {n}</li>" for n in range(8))
    text = [f"<p>Ett stycke av sida {{}} om samverkan, nummer {n}.</p>" for n in range(25)]
    one, other = (menu + "".join(text).replace("{}", name) for name in ("ett", "två"))
    assert similarity(fingerprint(one), fingerprint(one + "<p>Utskrift av denna sida, den första maj.</p>")) > 0.8
    assert similarity(fingerprint(one), fingerprint(other)) < 0.35


def test_the_spool_is_bounded_and_leaves_nothing(tmp_path: Path) -> None:
    """One body, all bodies and what a killed run left: each has its end."""
    folder = tmp_path / "fetched"
    folder.mkdir()
    (folder / "left behind").write_bytes(b"x")
    with Spool(folder, 100) as spool:
        assert list(folder.iterdir()) == []
        body = spool.put([b"ab", b"c"], 10)
        assert (body.size, body.head(2), body.sha256[:8]) == (3, b"ab", "ba7816bf")
        with pytest.raises(DocumentTooLarge, match="10 bytes"):
            spool.put(iter(lambda: b"endless", b""), 10)
        assert len(list(folder.iterdir())) == 1
        spool.drop(body)
        with pytest.raises(DocumentTooLarge, match="one run"):
            spool.put([b"x" * 60, b"x" * 60], 1000)
        assert spool.is_full
    assert not folder.exists()


@pytest.mark.parametrize(
    ("data", "charset", "stored"),
    [
        ("Åland".encode("cp1252"), "iso-8859-1", "\ufeffÅland".encode()),
        ("Åland".encode(), "utf-8", "Åland".encode()),
        ("<meta charset=iso-8859-1>Åland".encode(), "utf-8", "\ufeff<meta charset=iso-8859-1>Åland".encode()),
        ("Łódź".encode("iso8859-2"), "ISO-8859-2", "\ufeffŁódź".encode()),
        ("Åland".encode("cp1252"), "utf-8", "Åland".encode("cp1252")),
        (b"abc", "unicode_escape", b"abc"),
        (b"abc", "rot13", b"abc"),
        ("\ufeffÅ".encode(), "iso-8859-1", "\ufeffÅ".encode()),
        (b"plain", "iso-8859-1", b"plain"),
    ],
)
def test_the_stated_character_set_is_kept_for_the_parser(
    data: bytes, charset: str, stored: bytes, tmp_path: Path
) -> None:
    """Bytes change only where a reader without the header would be wrong, and never by a set that no page has."""
    with Spool(tmp_path / "fetched", 1000) as spool:
        stated = headers(Content_Type=f"text/html; charset={charset}")
        answer = Answer(ADDRESS, 200, stated, spool.put([data], 1000), kind_of(stated, ADDRESS))
        changed = with_charset(answer, spool)
        assert changed.body is not None
        read = changed.body.head(1000)
    if data.startswith("Åland".encode("cp1252")) and charset == "iso-8859-1":
        assert read in (stored, data), "Windows-1252 is what the parser would take it for"
    else:
        assert read == stored


def test_sitemaps_with_tricks_are_refused() -> None:
    """Entities, other XML, damage; what a sitemap lists beyond the web is left out."""
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>https://example.org/&a;</loc></url></urlset>'
    for data in (entity, b"<rss></rss>", b"<urlset>", b"\x1f\x8bnope", b""):
        with pytest.raises(UnparseableDocument):
            read_sitemap(data, ADDRESS)
    listed = b"<urlset><url><loc>\n /x </loc></url><url><loc>ftp://a.example/</loc></url><url><loc/></url></urlset>"
    assert "https://example.org/x" in read_sitemap(listed, ADDRESS).pages
    assert all(page.startswith("https://example.org/") for page in read_sitemap(listed, ADDRESS).pages)
