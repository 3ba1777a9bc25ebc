"""Who answers the command line's questions: the service that already serves this data folder, or this process.

Knows the note of a running service and the composition root; must not know how answers are shown.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from api.port import Searcher
from api.remote import RemoteSearcher
from api.running import find_running
from api.settings import Settings
from search.errors import DataFolderInUse


@contextmanager
def open_searcher(settings: Settings) -> Iterator[Searcher]:
    """Ask the running service where there is one, else open the knowledge base here.

    Raises:
        DataFolderInUse: another process holds the folder and cannot be asked; the message names it.
    """
    remote = find_remote(settings)
    if remote is not None:
        yield remote
        return
    from api.wiring import open_answering  # noqa: PLC0415 - asking a running service needs no model

    with closing(open_answering(settings)) as knowledge:
        yield knowledge.service


def find_remote(settings: Settings) -> RemoteSearcher | None:
    """Return the running service over this data folder, None where there is none.

    Raises:
        DataFolderInUse: it is there but does not answer; the message names process and address.
    """
    running = find_running(settings.data)
    if running is None:
        return None
    remote = RemoteSearcher(running.url)
    try:
        return remote if remote.answers() else None
    except DataFolderInUse as error:
        raise DataFolderInUse(
            f"{settings.data} is served by process {running.pid}, but {error}: wait for it or stop it."
        ) from error
