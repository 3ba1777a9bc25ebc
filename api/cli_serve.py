"""`samsok serve`."""

import click

from api import server
from api.cli import settings_of
from api.running import find_running
from api.searching import find_remote
from api.settings import Settings
from search.errors import DataFolderInUse


@click.command()
@click.option("--host", help="Address to listen at; stronger than SAMSOK_HOST.")
@click.option("--port", help="Port to listen at, 0 for any; stronger than SAMSOK_PORT.")
@click.pass_context
def serve(ctx: click.Context, host: str | None, port: str | None) -> None:
    """Answer over HTTP and show the search page until stopped."""
    settings = settings_of(ctx, host=host, port=port)
    if settings.qdrant_url is None:
        refuse_second(settings)

    def open_knowledge() -> server.Knowledge:
        # after the port is bound: a port that is taken is told at once
        from api.wiring import open_answering  # noqa: PLC0415

        return open_answering(settings)

    server.serve(settings, open_knowledge)


def refuse_second(settings: Settings) -> None:
    """Refuse to serve an embedded index that is being served.

    Raises:
        DataFolderInUse: the message names process, address and the way out.
    """
    running = find_running(settings.data)
    if running is not None and find_remote(settings) is not None:
        raise DataFolderInUse(
            f"{settings.data} is served by process {running.pid} at {running.url}: stop it, or let several processes "
            "share a Qdrant server (SAMSOK_QDRANT_URL)."
        )
