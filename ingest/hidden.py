"""Identity numbers in the parts of a web page that are not read: menus, comments, attributes, scripts.

Knows the shape of tags. Must not know what becomes of a page. A parsed page has been looked through already
(`ingest.guard`); its bytes hold more than that, and they are what a reader would download.
"""

import html
import re
from pathlib import Path

from ingest import media
from search.personal import mask

_TAG = re.compile(r"<[^<>]*>")


def holds_hidden_numbers(path: Path, media_type: str) -> bool:
    """Tell whether a web page has an identity number anywhere in its bytes; of other formats nothing is told."""
    if media_type != media.HTML:
        return False
    from ingest.parse.html import decode_page  # noqa: PLC0415 - the parser loads its library

    text = decode_page(path.read_bytes())
    # as written, and as it is read where tags stand between the digits or signs are written as entities
    return any(mask(each).count for each in (text, html.unescape(_TAG.sub("", text))))
