"""Papers written in a test as Markdown and read as any other file is."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from ingest.assemble import assemble
from ingest.limits import Limits
from ingest.parse import parse
from ingest.sidecar import Sidecar
from ingest.source import Source
from search.stored import StoredDocument


def written(text: str, name: str = "papper.md", sidecar: Sidecar | None = None) -> StoredDocument:
    """Return the stored form of a paper with this text."""
    data = text.encode()
    source = Source(f"file:///{name}", name, None, Path(name), len(data), datetime(2024, 1, 1, tzinfo=UTC))
    return assemble(parse(data, name, Limits()), source, hashlib.sha256(data).hexdigest(), sidecar)


def values(stored: StoredDocument, name: str) -> list[str]:
    """Return the values of a paper's facts of a name, in order."""
    return [fact.value for fact in stored.records.facts if fact.name == name]
