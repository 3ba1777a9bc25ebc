"""Labelled fields of a paper's front page: "Diarienummer | KV 2020-1", "Beslutsdatum: 2018-08-31", "Dato: 3. maj 2023".

Knows labels in three languages and the three ways in which they stand: in a table, before a colon, and run on in one
line where a transcript lost the table. Must not know what a value means.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.extract.paper import Paper
from search.document import Block
from search.filing import LABELS as NUMBER_LABELS

_LABELS: dict[str, tuple[str, ...]] = {
    "party": ("parter", "parterne", "parterna", "avtalsparter", "parties", "aftaleparter"),
    "reference_number": NUMBER_LABELS,
    "decided": (
        "beslutsdatum", "beslutad", "beslutat", "fastställd", "fastställt", "fastställelsedatum", "antagen", "godkendt",
        "vedtaget", "besluttet", "beslutningsdato", "decided", "adopted", "date of decision", "datum för beslut",
    ),
    "decided_by": (
        "beslutad av", "beslutad av/titel", "beslutsfattare", "fastställd av", "besluttet af", "godkendt af",
        "vedtaget af", "decided by", "beslutande",
    ),
    "valid_from": (
        "gäller från och med", "gäller från", "gäller fr.o.m.", "gäller fr o m", "giltig från", "giltig från och med",
        "ikraftträdande", "träder i kraft", "ikrafttrædelse", "træder i kraft", "gælder fra", "gyldig fra",
        "valid from", "in force from", "effective date", "effective from",
    ),
    "term": ("giltighetstid", "giltighet", "giltighetsperiod", "gyldighed", "gyldighedsperiode", "avtalstid",
             "avtalsperiod", "aftaleperiode", "validity", "period of validity", "term"),
    "valid_to": ("gäller till", "gäller till och med", "gäller t.o.m.", "giltig till", "giltig till och med",
                 "gælder til", "gælder til og med", "gyldig til", "udløber", "upphör att gälla", "valid until",
                 "valid to", "expires"),
    "replaces": ("ersätter", "ersätter dokument", "ersätter dokument som upphävs", "upphäver", "erstatter", "afløser",
                 "ophæver", "replaces", "supersedes", "ersätter tidigare"),
    "replaced_by": ("ersatt av", "ersätts av", "erstattet af", "afløst af", "replaced by", "superseded by"),
    "dated": (
        "datum", "dato", "date", "publicerad", "publiceringsdatum", "publicerat", "uppdaterad", "senast uppdaterad",
        "senast ändrad", "opdateret", "senest opdateret", "sidst opdateret", "udgivet", "udgivelsesdato", "revideret",
        "reviderad", "published", "updated", "last updated", "senast granskad", "tid", "mötesdatum", "mødedato",
    ),
    "issuer": ("utgivare", "utfärdare", "utgiven av", "udgiver", "udgivet af", "issued by", "publisher",
               "ansvarig myndighet", "ansvarlig myndighed", "avsändare", "afsender"),
    "contact_unit": (
        "kontaktenhet", "ansvarig enhet", "ansvarig avdelning", "ansvarlig enhed", "kontaktenhed", "föredragande",
        "föredragande/organisatorisk enhet", "dokumentansvarig", "handläggare", "sagsbehandler", "dokumentägare",
        "contact unit", "responsible unit",
    ),
    "follow_up": ("uppföljning", "opfølgning", "follow-up", "revideras", "revisionsdatum"),
    "": (
        "avser område", "avser område/ämne", "adressater", "adressat", "gäller för", "målgrupp", "version", "till",
        "från", "til", "fra", "sted", "plats", "titel", "title", "ämne", "emne", "klassning", "status", "bilagor",
        "gäller för följande organisatoriska enheter (adressater)",
        "gäller för följande organisatoriska enheter",
    ),
}  # fmt: skip
"""What a label announces -> how it is spelled, in lower case; "" for labels that only end the field before."""

_NAMES = {spelling.rstrip("."): name for name, spellings in _LABELS.items() for spelling in reversed(spellings)}
_LONGEST_LABEL = max(map(len, _NAMES))
_LEAST_RUN_ON_LABEL = 5
"""Shorter labels, such as "Till" and "Tid", begin sentences too."""
_RUN_ON = re.compile(
    "(?<![^ ])(?P<label>"
    + "|".join(
        re.escape(label[0].upper() + label[1:])
        for label in sorted(_NAMES, key=len, reverse=True)
        if len(label) >= _LEAST_RUN_ON_LABEL
    )
    + r")(?=\s|$)"
)
_FIRST_WORDS = frozenset(label[0].upper() + label[1:].split()[0] for label in _NAMES if label)
"""With one of them every label begins; looked for first, as the pattern of all labels is slow."""
_COLON = re.compile(r"(?m)^[ \t]*(?P<label>[^\W\d_][^\n:|]{1,50}?)[ \t]*:[ \t]+(?P<value>\S[^\n]*?)[ \t]*$")
_LEAST_RUN_ON = 3
"""Labels in one line without colons, from which on it is taken for a table that lost its lines."""
_FRONT_CHARS = 4000


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value of the paper.

    Attributes:
        name: what the label announces, as `search.records.FactName` or "decided_by", "term".
        start, end: where the value stands in the paper's text.
    """

    name: str
    value: str
    start: int
    end: int


def fields_of(paper: Paper) -> list[Field]:
    """Return the labelled fields at the front of a paper, in order."""
    found: list[Field] = []
    for block in paper.blocks:
        if block.start > _FRONT_CHARS:
            break
        if block.kind == "table":
            found.extend(_of_table(block))
        elif block.kind != "heading":
            found.extend(_of_lines(block))
            found.extend(_of_run_on(block))
    return [each for each in found if each.name and each.value]


def name_of_label(text: str) -> str | None:
    """Return what a label announces, "" for one that announces nothing of use, None where it is no label."""
    plain = " ".join(text.lower().rstrip(" :.").split())
    return _NAMES.get(plain)


def _of_table(block: Block) -> Iterator[Field]:
    start = block.start
    for line in block.text.split("\n"):
        cells = line.split(" | ")
        name = name_of_label(cells[0]) if len(cells) == 2 else None  # noqa: PLR2004 - a label and its value
        if name and cells[1].strip():
            begin = start + len(cells[0]) + len(" | ")
            yield Field(name, cells[1].strip(), begin, begin + len(cells[1].rstrip()))
        start += len(line) + 1


def _of_lines(block: Block) -> Iterator[Field]:
    for match in _COLON.finditer(block.text) if ":" in block.text else ():
        name = name_of_label(match["label"]) if len(match["label"]) <= _LONGEST_LABEL else None
        if name:
            end = match.end("value")
            yield Field(name, match["value"], block.start + match.start("value"), block.start + end)


def _of_run_on(block: Block) -> Iterator[Field]:
    if _FIRST_WORDS.isdisjoint(block.text.split()):
        return
    labels = list(_RUN_ON.finditer(block.text))
    if len(labels) < _LEAST_RUN_ON:
        return
    ends = [label.start() for label in labels[1:]] + [len(block.text)]
    for label, end in zip(labels, ends, strict=True):
        value = block.text[label.end() : end].strip()
        if value:
            begin = block.start + block.text.index(value, label.end())
            yield Field(_NAMES[label["label"].lower()], value, begin, begin + len(value))
