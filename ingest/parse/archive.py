"""Opening the ZIP containers of Office and OpenDocument files without being hurt by them.

Knows sizes, encryption marks and XML declarations; must not know what the members mean. Members are read by name into
memory and never written to disk, so a name such as "../../x" leads nowhere.
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
_MAX_RATIO = 200
"""Source: members over 10 kB of 30 Office files had up to 32:1, a sheet of 1.2 million equal cells 24:1; deflate ends
at 1032:1."""
_RATIO_FREE_BYTES = 20_000_000
"""A member that unpacks to less is harmless however it was packed."""
_MANIFEST = "META-INF/manifest.xml"
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
            _check_members(archive.infolist(), len(data), name, limits)
            for member in archive.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, member, name)
    except DAMAGED as error:
        raise UnparseableDocument(f"{name} is a damaged or truncated Office file ({error}); get it again") from error


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    with archive.open(member) as file:
        head = file.read(_PROLOG_BYTES)
        if any(mark in head for mark in _DOCTYPE):
            raise UnparseableDocument(
                f"{name}: {member.filename} declares XML entities, which Office files must not; get it again"
            )
        if member.filename == _MANIFEST and b"encryption-data" in head:
            raise EncryptedDocument(f"{name} needs a password; save a copy without one")
        while file.read(_PROLOG_BYTES):
            pass  # the checksum is compared at the end


def _check_members(members: list[zipfile.ZipInfo], size: int, name: str, limits: Limits) -> None:
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise EncryptedDocument(f"{name} needs a password; save a copy without one")
    if len(members) > _MAX_MEMBERS:
        raise DocumentTooLarge(f"{name} holds {len(members):,} parts, allowed are {_MAX_MEMBERS:,}")
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.max_unpacked_bytes:
        raise DocumentTooLarge(f"{name} unpacks to {unpacked:,} bytes, allowed are {limits.max_unpacked_bytes:,}")
    if sum(member.compress_size for member in members) > size:
        raise UnparseableDocument(f"{name} is a damaged Office file: its parts lie over each other; get it again")
    for member in members:
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > _RATIO_FREE_BYTES and ratio > _MAX_RATIO:
            raise DocumentTooLarge(
                f"{name}: {member.filename} unpacks to {ratio:,.0f} times its size, allowed are {_MAX_RATIO} times"
            )
