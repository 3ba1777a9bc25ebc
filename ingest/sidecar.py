"""What a document's keeper says of it in a file beside it: "avtal.pdf.samsok.yaml" beside "avtal.pdf".

Knows the keys and what each may hold; what stands there outranks what is read from the document. Must not know how
documents are found, parsed or stored. The keys are explained in docs/sidecar.md.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

import yaml  # type: ignore[import-untyped]  # it has no annotations

from ingest.extract.paper import Paper
from search.dates import bounds_of
from search.document import Document, DocumentType, Language
from search.errors import InvalidSidecar
from search.records import Agreement, Area, Fact, FactName, Level, Records, Signatory, Span

SUFFIX = ".samsok.yaml"
MAX_BYTES = 64 * 1024
_NOWHERE = Span(0, 0)

_LISTS: dict[str, FactName] = {
    "parties": "party", "areas": "area", "reference_numbers": "reference_number", "replaces": "replaces",
    "replaced_by": "replaced_by", "follow_up": "follow_up",
}  # fmt: skip
_TEXTS: dict[str, FactName] = {
    "title": "title", "document_type": "document_type", "issuer": "issuer", "decided_by": "decided_by", "term": "term",
    "contact_unit": "contact_unit",
}  # fmt: skip
_DAYS: dict[str, FactName] = {
    "decided": "decided", "valid_from": "valid_from", "valid_to": "valid_to", "dated": "dated",
}  # fmt: skip
_CHOICES = {"document_type": get_args(DocumentType), "language": get_args(Language), "level": get_args(Level)}
_OTHERS = ("language", "level", "organisations", "signatories")
KEYS = (*_TEXTS, *_LISTS, *_DAYS, *_OTHERS)
"""Every key that a file may have."""
SIGNATORY_KEYS = ("name", "role", "organisation", "place", "signed")
_LONGEST_VALUE = 1000


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A file beside a document, read.

    Attributes:
        sha256: of its bytes; a change of it makes the document be taken in again.
        values: key -> list of texts; an empty list says that there is none of it.
        signatories: None where the file does not speak of them.
        fault: what is wrong with the file, which then says nothing at all.
    """

    sha256: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signatories: tuple[Signatory, ...] | None = None
    fault: str | None = None


def is_sidecar(name: str) -> bool:
    """Tell whether a file speaks of the one beside it."""
    return name.lower().endswith(SUFFIX)


def sidecar_path(document: Path) -> Path:
    """Return where the file beside a document would be."""
    return document.with_name(document.name + SUFFIX)


def document_path(sidecar: Path) -> Path:
    """Return the document that a sidecar speaks of."""
    return sidecar.with_name(sidecar.name[: -len(SUFFIX)])


def read_sidecar(document: Path) -> Sidecar | None:
    """Read the file beside a document; None where there is none. What is wrong with it is in `fault`."""
    if not document.name:
        return None
    path = sidecar_path(document)
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        reason = f"{path.name} cannot be read ({error.strerror}); check its permissions"
        return Sidecar(hashlib.sha256(reason.encode()).hexdigest(), fault=reason)
    digest = hashlib.sha256(data).hexdigest()
    try:
        return parse_sidecar(data, path.name, digest)
    except InvalidSidecar as error:
        return Sidecar(digest, fault=str(error))


def parse_sidecar(data: bytes, name: str, digest: str = "") -> Sidecar:
    """Return what a sidecar says.

    Raises:
        InvalidSidecar: it breaks the rules; the message names file, line and what to do.
    """
    if len(data) > MAX_BYTES:
        raise InvalidSidecar(f"{name} has {len(data):,} bytes, allowed are {MAX_BYTES:,}; shorten it")
    values: dict[str, tuple[str, ...]] = {}
    signatories: tuple[Signatory, ...] | None = None
    for key, node in _entries(data, name):
        if key == "signatories":
            signatories = tuple(_signatories(node, name))
        else:
            values[key] = tuple(_values(key, node, name))
    first, last = (bounds_of(values[key][0]) if values.get(key) else None for key in ("valid_from", "valid_to"))
    if first and last and last[1] < first[0]:
        raise InvalidSidecar(f"{name}: valid_to {last[1]} is before valid_from {first[0]}; correct one of them")
    return Sidecar(digest, values, signatories)


def described(document: Document, sidecar: Sidecar | None) -> Document:
    """Return the document with what the sidecar says of it as a whole."""
    values = sidecar.values if sidecar else {}
    changes: dict[str, Any] = {key: values[key][0] for key in ("title", "document_type", "language") if values.get(key)}
    if "organisations" in values:
        changes["organisations"] = values["organisations"]
    return replace(document, **changes) if changes else document


def overridden(records: Records, sidecar: Sidecar | None, paper: Paper) -> Records:
    """Return the records with the sidecar's facts in the place of those that were read."""
    if sidecar is None or sidecar.fault:
        return records
    names = {**_LISTS, **_TEXTS, **_DAYS}
    told = {names[key] for key in sidecar.values if key in names}
    if sidecar.signatories is not None:
        told |= {"signatory", "signed"}
    facts = [fact for fact in records.facts if fact.name not in told]
    facts += [
        Fact(names[key], value, None, 1.0, "sidecar")
        for key, values in sidecar.values.items()
        for value in values
        if key in names
    ]
    facts += _signed_facts(sidecar.signatories or ())
    agreements = tuple(_agreement(each, sidecar, paper) for each in records.agreements)
    return replace(records, facts=tuple(facts), agreements=agreements)


def _signed_facts(signatories: tuple[Signatory, ...]) -> Iterator[Fact]:
    for each in signatories:
        value = ", ".join(part for part in (each.name, each.role, each.organisation) if part)
        yield Fact("signatory", value, None, 1.0, "sidecar")
        if each.signed:
            yield Fact("signed", each.signed.isoformat(), None, 1.0, "sidecar")


def _agreement(agreement: Agreement, sidecar: Sidecar, paper: Paper) -> Agreement:
    values, changes = sidecar.values, dict[str, Any]()
    if "parties" in values:
        changes["parties"] = values["parties"]
    if "areas" in values:
        changes["areas"] = tuple(Area(text, _place_of(text, paper)) for text in values["areas"])
    if "level" in values:
        changes["level"] = values["level"][0] if values["level"] else None
    if "follow_up" in values:
        changes["follow_up"] = values["follow_up"][0] if values["follow_up"] else None
        changes["follow_up_span"] = None
    if sidecar.signatories is not None:
        changes["signatories"] = sidecar.signatories
    return replace(agreement, **changes) if changes else agreement


def _place_of(text: str, paper: Paper) -> Span:
    at = paper.text.find(text)
    return paper.span(at, at + len(text)) if at >= 0 else _NOWHERE


def _entries(data: bytes, name: str) -> Iterator[tuple[str, yaml.Node]]:
    """Yield (key, node); nothing is built from the file but texts, and a reference within it is followed once."""
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise InvalidSidecar(f"{name} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidSidecar(f"{name}, line {line}: this is no YAML ({error.problem}); correct it") from error
    except yaml.YAMLError as error:
        raise InvalidSidecar(f"{name} is no YAML ({str(error).splitlines()[0]}); correct it") from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise _refuse(name, root, "this must be lines of the form key: value")
    seen: set[str] = set()
    for key, node in root.value:
        if key.value not in KEYS:
            raise _refuse(
                name, key, f'there is no key "{str(key.value)[:60]}"; those allowed are {", ".join(sorted(KEYS))}'
            )
        if key.value in seen:
            raise _refuse(name, key, f'"{key.value}" was given before; give each key once')
        seen.add(key.value)
        yield key.value, node


def _values(key: str, node: yaml.Node, name: str) -> Iterator[str]:
    several = key in _LISTS or key == "organisations"
    nodes = node.value if isinstance(node, yaml.SequenceNode) and several else [node]
    for each in nodes:
        text = _text(key, each, name)
        if text is None:
            continue
        if key in _CHOICES and text not in _CHOICES[key]:
            raise _refuse(name, each, f'{key} is "{text[:60]}"; it must be one of {", ".join(_CHOICES[key])}')
        if key in _DAYS and not _is_time(text):
            raise _refuse(
                name,
                each,
                f'{key} is "{text[:60]}"; it must be a day, a month or a year such as 2024-03-01, 2024-03 or 2024',
            )
        yield text


def _signatories(node: yaml.Node, name: str) -> Iterator[Signatory]:
    if isinstance(node, yaml.ScalarNode) and _text("signatories", node, name) is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        raise _refuse(name, node, "signatories must be a list, each entry with at least a name")
    for each in node.value:
        if not isinstance(each, yaml.MappingNode):
            raise _refuse(
                name, each, f"a signatory must be lines of the form key: value with {', '.join(SIGNATORY_KEYS)}"
            )
        given: dict[str, str] = {}
        for key, value in each.value:
            if key.value not in SIGNATORY_KEYS:
                raise _refuse(
                    name, key, f'a signatory has no "{str(key.value)[:60]}"; it has {", ".join(SIGNATORY_KEYS)}'
                )
            text = _text(f"{key.value} of a signatory", value, name)
            if text:
                given[key.value] = text
        if "name" not in given:
            raise _refuse(name, each, "a signatory needs a name")
        signed = bounds_of(given.pop("signed")) if "signed" in given and _is_day(given["signed"]) else None
        if "signed" in given:
            raise _refuse(name, each, f'signed is "{given["signed"][:60]}"; it must be a day such as 2024-03-01')
        yield Signatory(span=_NOWHERE, signed=signed[0] if signed else None, **given)


def _text(key: str, node: yaml.Node, name: str) -> str | None:
    """Return the text of a value, None for an empty one."""
    if not isinstance(node, yaml.ScalarNode):
        raise _refuse(name, node, f"{key} must be one text")
    if node.tag == "tag:yaml.org,2002:null" or not node.value.strip():
        return None
    text = " ".join(str(node.value).split())
    if len(text) > _LONGEST_VALUE:
        raise _refuse(name, node, f"{key} has {len(text)} characters, at most {_LONGEST_VALUE} are allowed; shorten it")
    return text


def _is_time(text: str) -> bool:
    return re.fullmatch(r"\d{4}(-\d\d){0,2}", text) is not None and bounds_of(text) is not None


def _is_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and bounds_of(text) is not None


def _refuse(name: str, node: yaml.Node, what: str) -> InvalidSidecar:
    return InvalidSidecar(f"{name}, line {node.start_mark.line + 1}: {what}")
