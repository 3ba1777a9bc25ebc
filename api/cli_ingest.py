"""`samsok ingest`, `samsok reindex` and `samsok delete`: whatever changes the knowledge base.

Show progress and reports; must not know how documents are read or stored.
"""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from api import wiring
from api.cli import FAILED, settings_of
from api.payload import encode_json
from api.sources import open_finder, sources_of
from ingest import pipeline
from ingest.progress import Stage
from ingest.report import Report
from search.catalog_port import Catalog
from search.errors import InvalidParameter
from search.personal import mask

_JSON = click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
_STAGES: dict[Stage, tuple[str, str]] = {
    "fetch": ("Fetching pages", " pages"),
    "read": ("Looking at files", " files"),
    "parse": ("Reading documents", " files"),
    "index": ("Indexing", " passages"),
}
_TOLD = ("failed", "skipped", "moved")
"""What the report for people lists file by file; the JSON report lists every file."""


class Bar:
    """Draws the stages of a run on standard error, where that is a terminal."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None

    def start(self, stage: Stage, total: int) -> None:
        """Begin the bar of a stage."""
        label, unit = _STAGES[stage]
        self._bar = tqdm(total=total or None, desc=label, unit=unit, file=sys.stderr, disable=None, leave=False)

    def advance(self, count: int = 1) -> None:
        """Move the bar on."""
        if self._bar is not None:
            self._bar.update(count)

    def finish(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()


@click.command()
@click.argument("sources", nargs=-1, metavar="PATH|ADDRESS...")
@click.option(
    "--from",
    "listed",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take in what this list names, too: a path or an address a line; `crawl ADDRESS` follows its links.",
)
@click.option("--crawl", is_flag=True, help="Follow the links of each address, on its host, at or below its path.")
@click.option("--allow-private", is_flag=True, help="Fetch from private networks and from this machine, too.")
@click.option("--keep-missing", is_flag=True, help="Keep documents whose file or page is gone.")
@_JSON
@click.pass_context
def ingest(
    ctx: click.Context,
    *,
    sources: tuple[str, ...],
    listed: Path | None,
    crawl: bool,
    allow_private: bool,
    keep_missing: bool,
    as_json: bool,
) -> None:
    """Take in files, folders and web pages; what did not change is not read again.

    An address is taken in as the page or document that it names, a sitemap with all that it lists, and with --crawl
    all that its pages link to. Sites are asked as their robots.txt allows.

    The knowledge base answers as before until all of it is ready, and then switches at once.
    """
    if not sources and listed is None:
        raise click.UsageError("Name at least one path or address, or a list with --from.")
    wanted = sources_of(sources, listed, follow=crawl)
    settings = settings_of(ctx)
    with (
        wiring.open_writing(settings) as writing,
        open_finder(wanted.starts, settings, writing.pages, allow_private=allow_private) as finder,
    ):
        report = pipeline.ingest(
            wanted.paths,
            catalog=writing.catalog,
            store=writing.store,
            indexer=writing.indexer,
            limits=wiring.limits_of(settings),
            progress=Bar(),
            remove_missing=not keep_missing,
            finder=finder,
            originals=writing.originals,
        )
    _tell(report, as_json=as_json)


@click.command()
@_JSON
@click.pass_context
def reindex(ctx: click.Context, *, as_json: bool) -> None:
    """Rebuild the index from the catalog; no file is read again."""
    with wiring.open_writing(settings_of(ctx)) as writing:
        report = pipeline.reindex(catalog=writing.catalog, store=writing.store, indexer=writing.indexer, progress=Bar())
    _tell(report, as_json=as_json)


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="SOURCE_OR_ID...")
@_JSON
@click.pass_context
def delete(ctx: click.Context, *, documents: tuple[str, ...], as_json: bool) -> None:
    """Remove documents, named by their id or by the file name under which they are found."""
    with wiring.open_writing(settings_of(ctx)) as writing:
        report = pipeline.delete(
            _ids(documents, writing.catalog),
            catalog=writing.catalog,
            store=writing.store,
            indexer=writing.indexer,
            progress=Bar(),
            originals=writing.originals,
        )
    _tell(report, as_json=as_json)


def _ids(names: tuple[str, ...], catalog: Catalog) -> list[str]:
    current = catalog.current()
    by_name: dict[str, set[str]] = defaultdict(set)
    for key, document in catalog.live(current.number if current else None).items():
        for name in (document.document_id, document.source, key):
            by_name[name].add(document.document_id)
    # what is not held goes into the report: without an identity number, which a file's own name may have
    return [_only(name, sorted(by_name[name])) if name in by_name else mask(name).text for name in names]


def _only(name: str, ids: list[str]) -> str:
    if len(ids) > 1:
        raise InvalidParameter(f"{name} is the name of {len(ids)} documents, give an id: {', '.join(ids)}.")
    return ids[0]


def _tell(report: Report, *, as_json: bool) -> None:
    click.echo(encode_json(report.as_json()).decode() if as_json else report_text(report))
    if report.has_failures:
        sys.exit(FAILED)


def report_text(report: Report) -> str:
    """Return the report for people: what failed or needs a look, file by file, and counts at the end."""
    lines = [f"{e.status}: {e.source}: {e.reason}" for e in report.entries if e.status in _TOLD and e.reason]
    lines += [f"note: {e.source}: {e.reason}" for e in report.entries if e.status not in _TOLD and e.reason]
    counts = ", ".join(f"{count} {status}" for status, count in sorted(report.counts.items())) or "nothing to do"
    passages = sum(entry.passages or 0 for entry in report.entries)
    indexed = f", {passages} passages indexed" if report.published else ""
    return "\n".join([*lines, f"{counts}{indexed} in {report.took_s:.1f} s"])
