"""Office Open XML packages: parts, the relations between them, the properties of the document.

Knows what DOCX, PPTX and XLSX have in common; must not know what stands in their main parts. Macros, embedded objects
and pictures are parts like others and are never opened.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Self

from ingest.limits import Limits
from ingest.parse.archive import DAMAGED, check_archive
from ingest.parse.xml_part import Element, attribute, local, tree_of
from search.errors import UnparseableDocument

_MAIN = "officeDocument"
_CORE = "core-properties"
_FIELDS = {"title": "title", "creator": "author", "language": "language", "modified": "modified"}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to.

    Attributes:
        kind: last step of the relation's type, such as "slide" or "footnotes".
        target: name of the part within the package, or an address outside it.
    """

    kind: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Package:
    """An opened package.

    Attributes:
        name: of the file, for messages.
    """

    name: str
    _archive: zipfile.ZipFile
    _members: frozenset[str] = field(default_factory=frozenset)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._archive.close()

    def holds(self, part: str) -> bool:
        """Tell whether there is a part of that name."""
        return part in self._members

    @contextmanager
    def open(self, part: str) -> Iterator[IO[bytes]]:
        """Open a part for reading piece by piece."""
        if part not in self._members:
            raise UnparseableDocument(f"{self.name} is damaged: its part {part} is missing; get it again")
        with self._archive.open(part) as file:
            yield file

    def tree(self, part: str) -> Element | None:
        """Return the root element of a part, None where there is no such part."""
        if part not in self._members:
            return None
        return tree_of(self._archive.read(part), self.name, part)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by their ids; of the package itself for ""."""
        folder, file = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Relation] = {}
        for element in root if root is not None else ():
            target = attribute(element, "Target") or ""
            external = attribute(element, "TargetMode") == "External"
            kind = (attribute(element, "Type") or "").rpartition("/")[2]
            found[attribute(element, "Id") or ""] = Relation(
                kind, target if external else _resolved(folder, target), external
            )
        return found

    def related(self, part: str, kind: str) -> str | None:
        """Return the first part within the package that a part refers to as this kind."""
        relations = self.relations(part).values()
        return next((found.target for found in relations if found.kind == kind and not found.external), None)

    def main(self, default: str) -> str:
        """Return the name of the main part."""
        return self.related("", _MAIN) or default

    def properties(self) -> dict[str, str]:
        """Return title, author, language and date of the last change, as far as they are there."""
        part = self.related("", _CORE) or "docProps/core.xml"
        try:
            root = self.tree(part)
        except UnparseableDocument:
            return {}
        found = {local(element): (element.text or "").strip() for element in (root if root is not None else ())}
        return {name: found[key] for key, name in _FIELDS.items() if found.get(key)}


@contextmanager
def opened(data: bytes, name: str, limits: Limits, kind: str) -> Iterator[Package]:
    """Open a package after it was checked.

    Args:
        kind: what the file should be, for messages ("a Word file").

    Raises:
        EncryptedDocument, DocumentTooLarge, UnparseableDocument: see `ingest.parse.archive`; whatever a damaged
            package makes its reader stumble over becomes UnparseableDocument.
    """
    check_archive(data, name, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, Package(name, archive, frozenset(archive.namelist())) as it:
            yield it
    except DAMAGED as error:
        raise UnparseableDocument(f"{name} is not {kind} that can be read ({error}); save it again") from error


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))
