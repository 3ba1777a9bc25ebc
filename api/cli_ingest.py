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
from ingest import pipeline
from ingest.progress import Stage
from ingest.report import Report
from search.catalog_port import Catalog
from search.errors import InvalidParameter

_JSON = click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
_STAGES: dict[Stage, tuple[str, str]] = {
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
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--keep-missing", is_flag=True, help="Keep documents whose file is gone from a given folder.")
@_JSON
@click.pass_context
def ingest(ctx: click.Context, *, paths: tuple[str, ...], keep_missing: bool, as_json: bool) -> None:
    """Take in the files and folders at PATH...; what did not change is not read again.

    The knowledge base answers as before until all of it is ready, and then switches at once.
    """
    for path in paths:
        if path.startswith(("http://", "https://")):
            raise click.UsageError(f"{path} is a web address; save the page as a file and give its path.")
    settings = settings_of(ctx)
    with wiring.open_writing(settings) as writing:
        report = pipeline.ingest(
            [Path(path) for path in paths],
            catalog=writing.catalog,
            store=writing.store,
            indexer=writing.indexer,
            limits=wiring.limits_of(settings),
            progress=Bar(),
            remove_missing=not keep_missing,
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
    return [_only(name, sorted(by_name.get(name, {name}))) for name in names]


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
