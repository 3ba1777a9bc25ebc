"""How soon a reader sees the pages, in a real browser: largest contentful paint, shift of the layout, bytes.

Run as `python -m benchmarks.pages --data FOLDER`, or with `--url` of a service that runs already. Needs playwright and
Debian's chromium. Each figure is the median of `--times` visits, each in a fresh browser context with nothing cached;
the first visit of each page, which warms the service, is left out.
"""

import argparse
import contextlib
import json
import shutil
import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.server import served

FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
SETTLE_MS = 600
"""After loading: a larger paint that comes later than this is no first sight any more."""
_TRIES = 5

OBSERVE = """
window.painted = { lcp: 0, what: "", shift: 0 };
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) {
    painted.lcp = each.startTime;
    painted.what = each.element ? each.element.tagName.toLowerCase() : "";
  }
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) painted.shift += each.value;
}).observe({ type: "layout-shift", buffered: true });
"""
READ = """() => {
  const entries = performance.getEntries().filter((entry) => "transferSize" in entry);
  return {
    ...painted,
    ttfb: performance.getEntriesByType("navigation")[0].responseStart,
    bytes: entries.reduce((sum, entry) => sum + entry.transferSize, 0),
  };
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One page, as medians.

    Attributes:
        lcp_ms: largest contentful paint, from the start of the navigation.
        lcp_worst_ms: the worst of the visits.
        element: what was painted last and largest.
        ttfb_ms: until the first byte of the page.
        shift: cumulative layout shift; 0.1 is what is commonly called good.
        transferred_bytes: page, styles, scripts and pictures over the wire.
    """

    page: str
    width: int
    lcp_ms: float
    lcp_worst_ms: float
    element: str
    ttfb_ms: float
    shift: float
    transferred_bytes: int


def main() -> None:
    """Visit each page and print what was seen."""
    given = _arguments()
    with contextlib.ExitStack() as stack:
        base = given.url or stack.enter_context(_served(given.data))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        stack.callback(browser.close)
        pages = _pages(browser, base, given.question)
        for name, path in pages:
            for width in (320, 1280):
                seen = _seen(browser, base, name, path, width, given.times)
                print(json.dumps(asdict(seen), ensure_ascii=False) if given.json else _line(seen), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--data", type=Path, help="data folder to serve")
    where.add_argument("--url", help="address of a running service")
    parser.add_argument("--question", default="transporter", help="what is searched for")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser.parse_args()


@contextlib.contextmanager
def _served(data: Path) -> Iterator[str]:
    with served(data) as server:
        yield f"http://{server.connection.host}:{server.connection.port}"


def _pages(browser: Browser, base: str, question: str) -> list[tuple[str, str]]:
    """Return what is visited; the viewer opens at the first result with pictures of its pages, else at the first."""
    asked = f"/?q={quote(question)}&ui=sv"
    page = browser.new_page(base_url=base)
    page.goto(asked)
    papers = page.eval_on_selector_all(".hits h3 a", "links => links.map(link => link.getAttribute('href'))")
    pictured = [path for path in papers if _has_picture(page, path)]
    page.close()
    viewed = (pictured or papers)[:1]
    more = [("contacts", "/contacts?ui=sv"), ("agreements", "/agreements?ui=sv"), ("terms", "/terms?q=re&ui=sv")]
    return [("start", "/?ui=sv"), ("results", asked), *(("viewer", path) for path in viewed), *more]


def _has_picture(page: Page, path: str) -> bool:
    page.goto(path)
    return page.locator(".picture img").count() > 0


def _seen(browser: Browser, base: str, name: str, path: str, width: int, times: int) -> Seen:
    visits = [_visit(browser, base, path, width) for _ in range(times + 1)][1:]
    paints = [visit["lcp"] for visit in visits]
    return Seen(
        name,
        width,
        round(statistics.median(paints), 1),
        round(max(paints), 1),
        visits[-1]["what"],
        round(statistics.median(visit["ttfb"] for visit in visits), 1),
        round(max(visit["shift"] for visit in visits), 4),
        round(statistics.median(visit["bytes"] for visit in visits)),
    )


def _visit(browser: Browser, base: str, path: str, width: int) -> dict[str, Any]:
    """Return what was seen; asked again where the browser, busy with the jump to an anchor, reported no paint."""
    for _ in range(_TRIES):
        found = _look(browser, base, path, width)
        if found["lcp"]:
            return found
    raise SystemExit(f"{path}: the browser reported no largest contentful paint")


def _look(browser: Browser, base: str, path: str, width: int) -> dict[str, Any]:
    context = browser.new_context(base_url=base, viewport={"width": width, "height": 800})
    try:
        context.add_init_script(OBSERVE)
        page = context.new_page()
        page.goto(path, wait_until="load")
        page.wait_for_timeout(SETTLE_MS)
        found: dict[str, Any] = page.evaluate(READ)
    finally:
        context.close()
    return found


def _line(seen: Seen) -> str:
    return (
        f"{seen.page:11} {seen.width:5} px  LCP {seen.lcp_ms:7.1f} ms (worst {seen.lcp_worst_ms:7.1f}, {seen.element})"
        f"  first byte {seen.ttfb_ms:6.1f} ms  shift {seen.shift:.4f}  {seen.transferred_bytes:7} bytes"
    )


if __name__ == "__main__":
    main()
