"""What axe-core and a look at the window find wrong with a page that is open in a browser."""

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH

AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")

Faults = tuple[list[tuple[str, str]], list[tuple[str, str]], bool, list[str]]
NO_FAULTS: Faults = ([], [], False, [])


def faults(page: Any) -> Faults:
    """Return violations, what axe cannot decide, whether it scrolls sideways, and what the policy refused."""
    page.evaluate(f"{AXE};0")
    result = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
    unsure = [
        (entry["id"], node["html"])
        for entry in result["incomplete"]
        for node in entry["nodes"]
        # text that a scrolling region hides for now is the same text in the same colours
        if not page.evaluate("s => document.querySelector(s)?.closest('.scroll,pre') !== null", node["target"][0])
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    violations = [(v["id"], v["nodes"][0]["html"][:120]) for v in result["violations"]]
    return violations, unsure, wide, page.evaluate("refused")
