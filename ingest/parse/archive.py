"""Opening the ZIP containers of DOCX and ODT without being hurt by them.

Knows sizes, encryption marks and XML declarations; must not know what the members mean.
"""

import io
import zipfile
import zlib

from ingest.limits import Limits
from search.errors import DocumentTooLarge, EncryptedDocument, UnparseableDocument

DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, RuntimeError, ValueError)
"""What `zipfile` raises for containers that are truncated or overwritten."""
_ENCRYPTED_FLAG = 0x1
_MAX_MEMBERS = 20_000
_DOCTYPE = tuple(
    f"<!{word}".encode(encoding) for word in ("DOCTYPE", "ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_PROLOG_BYTES = 65_536


def check_archive(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a container that is damaged, encrypted, unpacks to too much, or whose XML declares entities.

    Declared sizes can be relied on: `zipfile` never reads a member past its declared size.

    Raises:
        EncryptedDocument, DocumentTooLarge, UnparseableDocument: as said.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive.infolist(), name, limits)
            for member in archive.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as file:
                        _check_prolog(file.read(_PROLOG_BYTES), name, member.filename)
                        while file.read(_PROLOG_BYTES):
                            pass  # the checksum is compared at the end
    except DAMAGED as error:
        raise UnparseableDocument(f"{name} is a damaged or truncated Office file ({error}); get it again") from error


def _check_members(members: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise EncryptedDocument(f"{name} needs a password; save a copy without one")
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.max_unpacked_bytes:
        raise DocumentTooLarge(f"{name} unpacks to {unpacked:,} bytes, allowed are {limits.max_unpacked_bytes:,}")
    if len(members) > _MAX_MEMBERS:
        raise DocumentTooLarge(f"{name} holds {len(members):,} parts, allowed are {_MAX_MEMBERS:,}")


def _check_prolog(head: bytes, name: str, member: str) -> None:
    if any(mark in head for mark in _DOCTYPE):
        raise UnparseableDocument(f"{name}: {member} declares XML entities, which Office files must not; get it again")
