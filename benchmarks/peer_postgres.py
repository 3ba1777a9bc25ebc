"""PostgreSQL full-text search: a stored tsvector in the passage's language, a GIN index, OR of the question's words.

Runs a private server in a temporary folder, reached through a socket there, and stops it at the end.
"""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.material import Item, KnownItem
from benchmarks.measure import Measured, NotMeasured, measure

NAME = "PostgreSQL full text"
CONFIGURATION = {"sv": "swedish", "da": "danish", "en": "english"}
OPTIONS = "-c listen_addresses='' -c shared_buffers=512MB -c work_mem=64MB -c maintenance_work_mem=512MB"
_WORD = re.compile(r"\w+")

SCHEMA = """
CREATE TABLE passage (
    id text PRIMARY KEY,
    body text NOT NULL,
    configuration regconfig NOT NULL,
    words tsvector GENERATED ALWAYS AS (to_tsvector(configuration, body)) STORED
)
"""
QUERY = """
SELECT id, body FROM passage, to_tsquery(%s::regconfig, %s) AS question
WHERE words @@ question ORDER BY ts_rank(words, question) DESC LIMIT 10
"""


def run(items: Sequence[Item], questions: Sequence[KnownItem]) -> Measured | NotMeasured:
    """Start a server, index, ask, stop."""
    programs = _programs()
    if programs is None:
        return NotMeasured(NAME, "initdb and pg_ctl are not installed (Debian: postgresql)")
    try:
        import psycopg  # noqa: PLC0415 - an optional dependency
    except ImportError:
        return NotMeasured(NAME, "psycopg is not installed")
    with _server(programs) as socket, psycopg.connect(host=socket, user="postgres", autocommit=True) as connection:
        begun = time.perf_counter()
        _index(connection, items)
        index_s = time.perf_counter() - begun

        def ask(question: KnownItem) -> tuple[list[str], float]:
            asked = time.perf_counter()
            words = " | ".join(_WORD.findall(question.query))
            rows = connection.execute(QUERY, (CONFIGURATION[question.language], words)).fetchall()
            return [row[0] for row in rows], (time.perf_counter() - asked) * 1000

        version = connection.info.server_version // 10_000
        return measure(f"{NAME} {version}", index_s, len(items), ask, questions)


def _index(connection: Any, items: Sequence[Item]) -> None:
    connection.execute(SCHEMA)
    with connection.cursor() as cursor, cursor.copy("COPY passage (id, body, configuration) FROM STDIN") as copy:
        for item in items:
            copy.write_row((item.passage_id, item.text, CONFIGURATION.get(item.language, "simple")))
    connection.execute("CREATE INDEX passage_words ON passage USING gin (words)")
    connection.execute("VACUUM ANALYZE passage")


def _programs() -> Path | None:
    """Return the folder of the server's programs; Debian keeps them out of the search path."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").is_file():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextlib.contextmanager
def _server(programs: Path) -> Iterator[str]:
    """Yield the folder of the socket of a new, empty server."""
    owner = _owner()
    # a socket's path must be short, so the folder is made at the top of the temporary files
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        if owner:
            shutil.chown(folder, owner)
        cluster = f"{folder}/c"

        def control(program: str, *arguments: str) -> None:
            subprocess.run(
                [str(programs / program), *arguments], check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL
            )

        control("initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        control("pg_ctl", "-D", cluster, "-w", "-l", f"{folder}/log", "-o", f"{OPTIONS} -k {folder}", "start")
        try:
            yield folder
        finally:
            control("pg_ctl", "-D", cluster, "-w", "-m", "immediate", "stop")


def _owner() -> str | None:
    """Return the user to run the server as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"
