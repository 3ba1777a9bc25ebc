"""What is done to one document between its file and its stored form; runs in a worker process or in this one.

Knows the steps for one document and turns whatever goes wrong with it into its failure; must not know other
documents, the catalog or the index.
"""

import copyreg
import gc
import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial
from operator import attrgetter
from typing import Any

from ingest.assemble import assemble
from ingest.guard import guarded, guarded_error
from ingest.limits import Limits
from ingest.parse import parse
from ingest.parsed import ParsedBlock, ParsedDocument
from ingest.sidecar import Sidecar
from ingest.source import Source, read_source
from search.document import Block, Document, Passage, Validity
from search.errors import DocumentChanged, DocumentError, DocumentTooLarge, UnparseableDocument
from search.personal import mask
from search.records import (
    Agreement,
    Area,
    Contact,
    Definition,
    Fact,
    Phone,
    Records,
    Responsibility,
    Signatory,
    Span,
)
from search.stored import StoredDocument


@dataclass(frozen=True, slots=True)
class Task:
    """A file to take in, with the hash it had when the run looked at it.

    Attributes:
        sidecar: what its keeper says of it, None where nothing is beside it.
    """

    source: Source
    sha256: str
    sidecar: Sidecar | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: a stored document, or the reason why there is none.

    Attributes:
        notes: what the report should say about a document that was taken in.
        trace: traceback of an error that no parser foresaw, for the log.
        took_s: from handing the task to a worker to its outcome; 0 without workers.
    """

    task: Task
    stored: StoredDocument | None = None
    error: DocumentError | None = None
    notes: tuple[str, ...] = ()
    trace: str | None = None
    took_s: float = field(default=0.0, compare=False)


def take_in(task: Task, limits: Limits) -> Outcome:
    """Read, parse and assemble one document; never raises for what is wrong with it."""
    name = task.source.source
    try:
        data = read_source(task.source, limits.max_bytes)
        if hashlib.sha256(data).hexdigest() != task.sha256:
            raise DocumentChanged(f"{name} changed during the run; run again when it is finished")  # noqa: TRY301
        parsed = guarded(parse(data, task.source.file_name, limits))
        _check_length(parsed, name, limits)
        fault = task.sidecar.fault if task.sidecar else None
        notes = (*parsed.notes, sidecar_note(fault)) if fault else parsed.notes
        return Outcome(task, assemble(parsed, task.source, task.sha256, task.sidecar), notes=notes)
    except DocumentError as error:
        return Outcome(task, error=guarded_error(error))
    except MemoryError:
        megabytes = limits.max_memory_bytes // 1_000_000
        refusal = DocumentTooLarge(f"{name} needs more memory than the {megabytes:,} MB a document may take; split it")
        return Outcome(task, error=refusal)
    except RecursionError:
        nested = UnparseableDocument(f"{name} nests its parts deeper than any paper does; save it again")
        return Outcome(task, error=nested)
    except Exception as error:  # noqa: BLE001 - the border: one document must not end the run
        reason = UnparseableDocument(f"{name} could not be parsed ({type(error).__name__}: {error}); report this file")
        return Outcome(task, error=guarded_error(reason), trace=mask(traceback.format_exc()).text)


def _check_length(parsed: ParsedDocument, name: str, limits: Limits) -> None:
    chars = sum(len(block.text) for block in parsed.blocks)
    if chars > limits.max_text_chars:
        raise DocumentTooLarge(
            f"{name} holds {chars:,} characters of text, allowed are {limits.max_text_chars:,}; split it"
        )


def sidecar_note(fault: str) -> str:
    """Return what the report says of a document beside which a broken file stands."""
    return f"{fault} (the document was taken in without that file)"


def prepare_worker() -> None:
    """Make a process that only works off documents spend less on pickling and on looking for garbage.

    What is loaded when this is called stays as long as the process does: the collector need not go through it.
    """
    pickle_by_position()
    gc.freeze()


_SENT = (
    Agreement, Area, Block, Contact, Definition, Document, Fact, ParsedBlock, Passage, Phone, Records, Responsibility,
    Signatory, Source, Span, StoredDocument, Task, Validity,
)  # fmt: skip


def pickle_by_position() -> None:
    """Pickle what workers are given and hand back as calls with their fields from now on: a half of what it takes else.

    A document has hundreds of them and goes from worker to pipeline; frozen, slotted dataclasses are pickled field by
    field with a name each. Source: 33 us a passage and its two blocks, both ways, become 16.
    """
    for kind in _SENT:
        copyreg.pickle(kind, partial(_as_call, kind, attrgetter(*(field.name for field in fields(kind)))))


def _as_call(
    kind: type[Any], values_of: Callable[[Any], tuple[Any, ...]], value: Any
) -> tuple[type[Any], tuple[Any, ...]]:
    return kind, values_of(value)
