"""Reads files with one parser, in a process of its own: `PYTHON parse_child.py samsok|kreuzberg|markitdown`.

Paths come in as lines; for each a line of JSON goes out: Markdown, text by page where the parser tells pages, and the
time. Runs under any interpreter that has the parser, so it may import nothing of this project but for samsok itself.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Read = Callable[[Path], tuple[str, list[str]]]
"""Path -> Markdown of the whole, and text of each page; no pages where the parser does not tell them."""


def main() -> None:
    """Read each file named on standard input; the library is loaded before the first time is taken."""
    read = {"samsok": _samsok, "kreuzberg": _kreuzberg, "markitdown": _markitdown}[sys.argv[1]]()
    for line in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            markdown, pages = read(Path(line.strip()))
            problem = None
        except Exception as error:  # noqa: BLE001 - a parser that fails on a file is a result, not an end
            markdown, pages, problem = "", [], f"{type(error).__name__}: {error}"[:200]
        took: dict[str, Any] = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
        print(json.dumps({"markdown": markdown, "pages": pages, "problem": problem, **took}), flush=True)


def _samsok() -> Read:
    from ingest.limits import Limits  # noqa: PLC0415 - only where it is the one that is asked
    from ingest.parse import parse  # noqa: PLC0415

    def read(path: Path) -> tuple[str, list[str]]:
        document = parse(path.read_bytes(), path.name, Limits())
        lines = [f"{'#' * block.level} {block.text}" if block.level else block.text for block in document.blocks]
        pages: list[str] = [""] * (document.pages or 0)
        for block in document.blocks:
            if block.page:
                pages[block.page - 1] += block.text + "\n"
        return "\n\n".join(lines), pages

    return read


def _kreuzberg() -> Read:
    import kreuzberg  # type: ignore[import-not-found, unused-ignore] # noqa: PLC0415 - a peer, perhaps not there

    config = kreuzberg.ExtractionConfig(
        output_format="markdown", pages=kreuzberg.PageConfig(extract_pages=True), use_cache=False
    )

    def read(path: Path) -> tuple[str, list[str]]:
        result = kreuzberg.extract_file_sync(path, config=config)
        return result.content, [page["content"] for page in result.pages or ()]

    return read


def _markitdown() -> Read:
    from markitdown import MarkItDown  # type: ignore[import-not-found, unused-ignore] # noqa: PLC0415

    converter = MarkItDown(enable_plugins=False)
    return lambda path: (converter.convert(path).markdown, [])


if __name__ == "__main__":
    main()
