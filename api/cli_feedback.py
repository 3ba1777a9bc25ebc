"""`samsok feedback`: what readers said of answers and pages.

Shows entries; must not know how they came in or where they are held.
"""

from contextlib import closing
from dataclasses import asdict

import click

from api.cli import settings_of
from api.payload import encode_json
from search.feedback import MAX_ENTRIES, Feedback


@click.command()
@click.option("--limit", type=click.IntRange(1, MAX_ENTRIES), default=50, show_default=True, help="Most entries.")
@click.option("--json", "as_json", is_flag=True, help="Write the entries as JSON.")
@click.pass_context
def feedback(ctx: click.Context, *, limit: int, as_json: bool) -> None:
    """Show what readers said last: verdicts, comments and reported barriers, the newest first."""
    from api.wiring import open_catalog  # noqa: PLC0415 - the catalog's library takes long to load

    with closing(open_catalog(settings_of(ctx))) as catalog:
        entries = catalog.feedback(limit)
    if as_json:
        rows = [{**asdict(entry), "created_at": entry.created_at.isoformat()} for entry in entries]
        click.echo(encode_json({"feedback": rows}).decode())
        return
    click.echo("\n".join(_line(entry) for entry in entries) or "Nobody has said anything yet.")


def _line(entry: Feedback) -> str:
    told = [f"{entry.created_at:%Y-%m-%d %H:%M}", entry.kind, entry.verdict]
    told += [f"“{entry.comment}”"] if entry.comment else []
    told += [f"reply to {entry.reply_to}"] if entry.reply_to else []
    told += [f"document {entry.document_id}"] if entry.document_id else []
    return "  ".join(told)
