"""gzip, undone in small parts: what a few packed bytes unfold to is bounded by whoever reads.

Knows the format only.
"""

import zlib
from collections.abc import Iterable, Iterator

GZIP_MAGIC = b"\x1f\x8b"
_STEP_BYTES = 1 << 16


class Truncated(ValueError):
    """The packed bytes end before what they pack."""


def gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes that were packed, at most 65,536 at a time; what follows the last gzip member is left out.

    Raises:
        zlib.error: the bytes are damaged or not packed.
        Truncated: they end too early.
    """
    unpacking, waiting = zlib.decompressobj(wbits=31), b""
    for chunk in chunks:
        data = waiting + chunk
        waiting = b""
        while data:
            if unpacking.eof and len(data) < len(GZIP_MAGIC):
                waiting = data
                break
            if unpacking.eof:
                if not data.startswith(GZIP_MAGIC):
                    return
                unpacking = zlib.decompressobj(wbits=31)
            yield unpacking.decompress(data, _STEP_BYTES)
            data = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
    # what the last step had no room for
    yield unpacking.flush()
    if not unpacking.eof:
        raise Truncated("the packed bytes break off")
