"""A small web site in a process of its own, whose pages a test changes while it runs.

`python site.py FOLDER` serves what FOLDER/site.json says, read anew with each request, and notes what was asked for in
FOLDER/asked.jsonl.
"""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PARAGRAPH = "Myndigheterna samverkar om transporter av frihetsberövade mellan häkte och domstol varje vecka."


def page(title: str, *links: str, body: str = PARAGRAPH, head: str = "") -> str:
    """HTML with a heading, a paragraph that names the title, and links."""
    anchors = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return (
        f"<!doctype html><html lang=sv><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1>"
        f"<p>{body} Detta gäller {title}.</p><ul>{anchors}</ul></main></body></html>"
    )


@dataclass
class Site:
    """The site, from the test's side."""

    folder: Path
    url: str
    pages: dict[str, dict[str, Any]]

    def put(self, path: str, body: str | bytes = "", status: int = 200, **more: Any) -> None:
        """Give an answer at a path; `headers`, `etag` and `behave` as the server knows them."""
        text = body.decode("latin-1") if isinstance(body, bytes) else body
        self.pages[path] = {"body": text, "raw": isinstance(body, bytes), "status": status, **more}
        self._write()

    def remove(self, path: str) -> None:
        del self.pages[path]
        self._write()

    def asked(self) -> list[dict[str, Any]]:
        """Every request so far: path, header fields, time."""
        log = self.folder / "asked.jsonl"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def paths(self) -> list[str]:
        return [entry["path"] for entry in self.asked()]

    def forget(self) -> None:
        (self.folder / "asked.jsonl").unlink(missing_ok=True)

    def _write(self) -> None:
        new = self.folder / "site.json.new"
        new.write_text(json.dumps(self.pages))
        new.replace(self.folder / "site.json")


@contextmanager
def serving_site(folder: Path) -> Iterator[Site]:
    """Serve an empty site on a free port of this machine."""
    folder.mkdir(parents=True)
    (folder / "site.json").write_text("{}")
    process = subprocess.Popen([sys.executable, __file__, str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Site(folder, process.stdout.readline().strip(), {})
    finally:
        process.kill()
        process.communicate()


class Handler(BaseHTTPRequestHandler):
    """Answers as site.json says."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    folder: Path

    def do_GET(self) -> None:
        with (self.folder / "asked.jsonl").open("a") as log:
            log.write(json.dumps({"path": self.path, "headers": dict(self.headers), "at": time.monotonic()}) + "\n")
        pages = json.loads((self.folder / "site.json").read_text())
        spec = pages.get(self.path) or pages.get(urlsplit(self.path).path + "?*")
        if spec is None:
            self._send(404, b"", {})
            return
        body = spec["body"].replace("{path}", self.path).encode("latin-1" if spec["raw"] else "utf-8")
        headers = {"Content-Type": "text/html; charset=utf-8", **spec.get("headers", {})}
        if etag := spec.get("etag"):
            headers["ETag"] = etag
            if self.headers.get("If-None-Match") == etag:
                self._send(304, b"", headers)
                return
        getattr(self, "_" + spec.get("behave", "send"))(spec["status"], body, headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _endless(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Send the body again and again until nobody listens."""
        self._begin(status, headers)
        while True:
            self.wfile.write(body * 100)

    def _drip(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Send a byte now and then."""
        self._begin(status, headers)
        for number in range(600):
            self.wfile.write(body[number % len(body) : number % len(body) + 1])
            self.wfile.flush()
            time.sleep(0.1)

    def _drip_header(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Never come to the end of the header."""
        del status, body, headers
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(600):
            self.wfile.write(b"X-%d: 1\r\n" % number)
            self.wfile.flush()
            time.sleep(0.1)

    def _break(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Promise more than is sent."""
        self._begin(status, {**headers, "Content-Length": str(len(body) * 2)})
        self.wfile.write(body)

    def _silent(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Say nothing."""
        del status, body, headers
        self.close_connection = True
        time.sleep(60)

    def _bomb(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Send 20 MB packed into some 20 kB."""
        self._send(status, gzip.compress(body + bytes(20_000_000), 1), {**headers, "Content-Encoding": "gzip"})

    def _packed(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self._send(status, gzip.compress(body), {**headers, "Content-Encoding": "gzip"})

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self.close_connection = True
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """Says nothing when a visitor hangs up."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Visitors may leave."""


if __name__ == "__main__":
    Handler.folder = Path(sys.argv[1])
    server = Server(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)  # noqa: T201
    server.serve_forever()
