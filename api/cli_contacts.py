"""`samsok contacts`: contacts as files, out and in.

Translates arguments and files; must not know how contacts are read out of papers or merged. Works beside a running
service, which sees an import with the next question.
"""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from api.cli import FAILED, settings_of
from api.payload import encode_json
from search.contacts.csv_file import read_csv, write_csv
from search.contacts.file import MAX_FILE_BYTES, Read
from search.contacts.hand import HandMade, key_of
from search.contacts.listing import ContactQuery
from search.contacts.vcard import read_vcards, write_vcards
from search.errors import InvalidParameter

_VCARD_SUFFIXES = (".vcf", ".vcard")


@click.group()
def contacts() -> None:
    """Write contacts to a file, or take in those that you keep by hand."""


@contacts.command("export")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["csv", "vcard"]), help="By the file's name if left out, else csv.")
@click.option("--hand-made", is_flag=True, help="Only contacts that were imported.")
@click.pass_context
def export(ctx: click.Context, *, file: Path | None, kind: str | None, hand_made: bool) -> None:
    """Write all contacts to FILE, or to standard output."""
    from api.wiring import open_contacts  # noqa: PLC0415 - --help needs no analysis

    kind = kind or ("vcard" if file and file.suffix.lower() in _VCARD_SUFFIXES else "csv")
    with open_contacts(settings_of(ctx)) as service:
        entries = service.contacts(ContactQuery(limit=None)).entries
    kept = [entry for entry in entries if entry.best.is_hand_made or not hand_made]
    text = write_csv(kept) if kind == "csv" else write_vcards(kept)
    if file is None:
        click.echo(text, nl=False)
        return
    _write(file, text)
    click.echo(f"{len(kept)} contacts written to {file}", err=True)


@contacts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON.")
@click.pass_context
def import_(ctx: click.Context, *, file: Path, as_json: bool) -> None:
    """Take in the contacts of FILE (CSV or vCard); they outrank those read out of papers.

    A contact with the same organisation, unit, role, name, place, level and topics as one that was imported before
    replaces it. A row that does not fit is named with its line, and the others are taken in.
    """
    from api.wiring import make_data_folder, open_catalog  # noqa: PLC0415 - --help needs no database

    settings = settings_of(ctx)
    read = _read(file)
    now = datetime.now(UTC)
    made = [HandMade(key_of(contact), contact, file.name, now) for contact in read.contacts]
    make_data_folder(settings)
    with closing(open_catalog(settings)) as catalog:
        catalog.put_hand_made(made)
    _report(file, read, as_json=as_json)
    if read.problems:
        ctx.exit(FAILED)


@contacts.command("remove")
@click.argument("source", required=False)
@click.option("--all", "everything", is_flag=True, help="Remove all imported contacts.")
@click.pass_context
def remove(ctx: click.Context, *, source: str | None, everything: bool) -> None:
    """Remove the contacts that were imported from the file named SOURCE."""
    from api.wiring import make_data_folder, open_catalog  # noqa: PLC0415 - --help needs no database

    if (source is None) != everything:
        raise click.UsageError("Give either SOURCE, the name of an imported file, or --all.")
    settings = settings_of(ctx)
    make_data_folder(settings)
    with closing(open_catalog(settings)) as catalog:
        count = catalog.remove_hand_made(source)
    click.echo(f"{count} contacts removed", err=True)


def _read(file: Path) -> Read:
    size = file.stat().st_size
    if size > MAX_FILE_BYTES:
        raise InvalidParameter(f"{file.name} has {size} bytes, at most {MAX_FILE_BYTES} are read; split it")
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidParameter(f"{file.name} is not UTF-8; save it as UTF-8") from error
    is_vcard = file.suffix.lower() in _VCARD_SUFFIXES or text.lstrip()[:11].upper() == "BEGIN:VCARD"
    return read_vcards(text) if is_vcard else read_csv(text, file.name)


def _report(file: Path, read: Read, *, as_json: bool) -> None:
    if as_json:
        problems: list[dict[str, Any]] = [{"line": each.line, "reason": each.reason} for each in read.problems]
        click.echo(encode_json({"imported": len(read.contacts), "problems": problems}).decode())
        return
    for problem in read.problems:
        click.echo(f"{file.name}, line {problem.line}: {problem.reason}", err=True)
    click.echo(f"{len(read.contacts)} contacts imported, {len(read.problems)} left out", err=True)


def _write(file: Path, text: str) -> None:
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(file)
    except OSError as error:
        raise InvalidParameter(f"{file} cannot be written ({error.strerror}); choose another place") from error
