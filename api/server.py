"""Runs the application in this process: binds, warms up, serves until told to stop.

Knows sockets, signals and uvicorn; must not know how the service and the catalog were made.
"""

import errno
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from types import FrameType
from typing import Protocol

import click
import uvicorn

from api.port import Glossary, Searcher
from api.running import Running, announced
from api.settings import Settings
from search.catalog_port import Catalog
from search.errors import BackendError, IncompatibleData, IndexUnavailable, InvalidSetting, SamsokError
from search.papers.store import PaperStore
from search.result import Query

log = logging.getLogger("samsok.server")

MAX_REQUEST_HEAD_BYTES = 262_144
"""Request line and headers: so long a question in the address is told its length, not cut off by the protocol."""

SHUTDOWN_S = 5
BACKLOG = 2_048
WARM_UP_QUESTIONS = ("samverkan mellan myndigheter", "vad betyder samverkan?", "när undertecknades avtalet?")
"""One for each kind of answer that puts something together with its first question.

Source: over 105,000 passages the first one for what a term means takes 0.8 s of processor time, later ones 0.02 s."""


class Knowledge(Protocol):
    """What is served: an opened service and the catalog behind it."""

    @property
    def service(self) -> Searcher:
        """Answers questions."""
        ...

    @property
    def catalog(self) -> Catalog:
        """Tells of documents."""
        ...

    @property
    def terms(self) -> Glossary:
        """Tells of terms."""
        ...

    @property
    def papers(self) -> PaperStore:
        """Tells what papers state and how they are linked."""
        ...

    def close(self) -> None:
        """Release both."""
        ...


def serve(settings: Settings, open_knowledge: Callable[[], Knowledge]) -> None:
    """Serve until SIGTERM or SIGINT, then finish the requests under way and close everything.

    Raises:
        BackendError: the port is taken, or a store cannot be opened.
        InvalidSetting: the address is none of this machine's.
    """
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, _stop)
    # bound before anything is loaded: a taken port is told at once, and no request is refused that could be answered
    with closing(bind(settings.host, settings.port)) as listener, closing(open_knowledge()) as knowledge:
        _serve_on(listener, settings, knowledge)


def bind(host: str, port: int) -> socket.socket:
    """Take the address without answering on it yet."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise InvalidSetting(f'SAMSOK_HOST "{host}" is no address that can be listened at.') from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _bind_error(host, port, error) from error
    return listener


def _bind_error(host: str, port: int, error: OSError) -> SamsokError:
    if error.errno == errno.EADDRINUSE:
        return BackendError(f"Port {port} at {host} is taken by another process: stop it, or choose with --port.")
    if error.errno == errno.EADDRNOTAVAIL:
        return InvalidSetting(f'SAMSOK_HOST "{host}" is no address of this machine.')
    return BackendError(f"Port {port} at {host} cannot be used: {error.strerror}. Choose another with --port.")


def _serve_on(listener: socket.socket, settings: Settings, knowledge: Knowledge) -> None:
    # FastAPI takes most of the time to start; by then a taken port or a broken data folder has been told
    from api.app import create_app  # noqa: PLC0415

    require_usable(knowledge)
    app = create_app(knowledge.service, knowledge.catalog, knowledge.terms, settings, knowledge.papers)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=SHUTDOWN_S,
        h11_max_incomplete_event_size=MAX_REQUEST_HEAD_BYTES,
        http="h11",
    )
    running = Running(os.getpid(), address_of(listener))
    # from here on connections wait in the queue instead of being refused
    listener.listen(BACKLOG)
    with announced(settings.data, running), warming_up(knowledge.service):
        click.echo(f"Samsök answers at {running.url}", err=True)
        uvicorn.Server(config).run(sockets=[listener])


def address_of(listener: socket.socket) -> str:
    """Return the address at which this machine reaches the socket."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def require_usable(knowledge: Knowledge) -> None:
    """Open what is current and end the start over what waiting does not mend; an empty knowledge base is served.

    Raises:
        IncompatibleData: the index was made by another version or model.
        DataFolderInUse: another process holds the index.
    """
    try:
        state = knowledge.service.ready()
    except IndexUnavailable as error:
        # a Qdrant server that is still starting; /readyz tells when it is there
        log.warning("No question can be answered yet: %s", error)
        return
    if not state.ok and knowledge.catalog.current() is not None:
        raise IncompatibleData(state.reason or "The data folder cannot be used: run samsok doctor.")


@contextmanager
def warming_up(service: Searcher) -> Iterator[None]:
    """Answer questions beside the first requests, so that no reader waits for the language models to load."""

    def ask() -> None:
        try:
            for question in WARM_UP_QUESTIONS:
                service.search(Query(question))
        except SamsokError as error:
            log.warning("No question can be answered yet: %s", error)

    thread = threading.Thread(target=ask, name="warm-up", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join(SHUTDOWN_S)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    # uvicorn raises the signal again when it has finished; without this the process would end by the signal
    sys.exit(0)
