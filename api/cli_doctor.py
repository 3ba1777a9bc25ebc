"""`samsok doctor`: checks that installation, settings and data fit together, and says what to do where they do not.

Opens everything as the other commands do, reads only.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import click

from api.cli import EXIT_CODES, settings_of
from api.payload import encode_json
from api.port import Glossary
from api.running import find_running
from api.settings import Settings
from search.errors import SamsokError, SetupError

_PACKAGES = ("api", "ingest", "search")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def doctor(ctx: click.Context, *, as_json: bool) -> None:
    """Check that the installation, its settings and its data fit together."""
    checks = list(_checks(ctx))
    ok = all(check.ok for check in checks)
    if as_json:
        click.echo(encode_json({"ok": ok, "checks": [asdict(check) for check in checks]}).decode())
    else:
        click.echo("\n".join(f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.detail}" for check in checks))
    sys.exit(0 if ok else EXIT_CODES[SetupError])


def _checks(ctx: click.Context) -> Iterator[Check]:
    yield _packages()
    try:
        settings = settings_of(ctx)
        yield Check("settings", ok=True, detail="all SAMSOK_ variables are known and usable")
        yield _data_folder(settings)
        yield _running(settings)
        yield from _knowledge(settings)
    except SamsokError as error:
        # whatever comes after depends on this
        yield Check(type(error).__name__, ok=False, detail=str(error))


def _packages() -> Check:
    owners = packages_distributions()
    # an editable installation owns nothing by that list; then all must lie in one place
    foreign = {name: sorted(set(owners.get(name, ())) - {"samsok"}) for name in _PACKAGES}
    taken = [f"{name} belongs to {', '.join(who)} too" for name, who in foreign.items() if who]
    places = {str(_place(name)) for name in _PACKAGES}
    if len(places) > 1:
        taken.append(f"the packages lie in {' and '.join(sorted(places))}")
    if taken:
        return Check("packages", ok=False, detail=f"{'; '.join(taken)}: install samsok in an environment of its own")
    return Check("packages", ok=True, detail=f"{', '.join(_PACKAGES)} belong to samsok alone")


def _place(package: str) -> Path | None:
    spec = find_spec(package)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent.parent


def _data_folder(settings: Settings) -> Check:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data):
            pass
    except OSError as error:
        return Check("data folder", ok=False, detail=f"{settings.data} cannot be written ({error.strerror})")
    return Check("data folder", ok=True, detail=f"{settings.data.resolve()} can be written")


def _running(settings: Settings) -> Check:
    running = find_running(settings.data)
    detail = "none over this data folder" if running is None else f"process {running.pid} at {running.url}"
    return Check("running service", ok=True, detail=detail)


def _knowledge(settings: Settings) -> Iterator[Check]:
    from api import wiring  # noqa: PLC0415 - the checks before this one need no model

    encoder = wiring.open_encoder(settings)
    yield Check("model", ok=True, detail=f"{encoder.model_id}, {encoder.dim} dimensions")
    with closing(wiring.open_catalog(settings)) as catalog:
        knowledge = wiring.assemble(settings, encoder, catalog, wiring.open_store(settings, encoder.dim))
        yield Check("resources", ok=True, detail="lexicons and translation tables can be read")
        yield _terms(knowledge.terms)
        current = catalog.current()
        if current is None:
            yield Check("catalog", ok=True, detail="empty: run samsok ingest")
            return
        documents, passages = catalog.count_documents(current.number), catalog.count_passages(current.number)
        detail = f"generation {current.number}, {documents} documents, {passages} passages"
        yield Check("catalog", ok=True, detail=detail)
        wrong = {
            name: made for name, made in knowledge.indexer.manifest().items() if current.manifest.get(name) != made
        }
        yield _index(wrong, exists=knowledge.store.exists(current.number))


def _terms(glossary: Glossary) -> Check:
    if glossary.fault:
        return Check("term bank", ok=False, detail=glossary.fault)
    return Check("term bank", ok=True, detail=f"{len(glossary.bank())} concepts")


def _index(wrong: dict[str, str], *, exists: bool) -> Check:
    if not exists:
        return Check("index", ok=False, detail="the current generation is missing: run samsok reindex")
    if wrong:
        return Check("index", ok=False, detail=f"made with another {', '.join(wrong)}: run samsok reindex")
    return Check("index", ok=True, detail="there, made by this installation's model and analyzer")
