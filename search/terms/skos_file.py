"""Term-bank files in SKOS, as Turtle, N-Triples or RDF/XML.

The one importer of rdflib, which is optional: `pip install samsok[skos]`. JSON-LD is not read, because its contexts
are fetched from the network. Must not know rules between concepts, nor where the folders lie.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast
from xml.sax import SAXException

from search.errors import InvalidTermBank
from search.terms.bank import LANGUAGES, Concept, Country, Kind, Labels
from search.terms.csv_file import read_text
from search.terms.records import Place, Record, check_concept, refuse

_FORMATS = {".ttl": "turtle", ".nt": "nt", ".rdf": "xml"}
_PARSER_ERRORS = (
    SyntaxError, ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError, SAXException,
)  # fmt: skip
"""rdflib's parsers raise whatever their libraries do; there is no common class."""

_OWN = ("country", "kind")
"""Properties that SKOS does not have; taken from any vocabulary whose property is called so."""


def read_skos(path: Path) -> Iterator[Record]:
    """Read the concepts of a file, in the order of their addresses.

    Raises:
        InvalidTermBank: names the file, the concept and its property (for bad syntax the line, where it is told), or
            says that rdflib is needed.
    """
    try:
        import rdflib  # noqa: PLC0415 - optional, and slow to import
        from rdflib.namespace import RDF, SKOS  # noqa: PLC0415
    except ImportError as error:
        raise refuse(
            Place(path.name), "SKOS files need rdflib; pip install samsok[skos], or give the terms as CSV"
        ) from error
    try:
        graph = _parsed(rdflib.Graph(), path)
    except rdflib.exceptions.Error as error:
        raise refuse(Place(path.name), f"this cannot be read ({' '.join(str(error).split())[:200]})") from error
    addresses = sorted(graph.subjects(RDF.type, SKOS.Concept), key=str)
    if not addresses:
        raise refuse(Place(path.name), "it has no skos:Concept; add concepts or take the file out of the folder")
    for address in addresses:
        yield _Subject(graph, address, SKOS, path.name).record()


def _parsed(graph: Any, path: Path) -> Any:
    text = read_text(path)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise refuse(Place(path.name), "it declares entities, which are not read; write the addresses in full")
    try:
        graph.parse(data=text, format=_FORMATS[path.suffix.lower()])
    except _PARSER_ERRORS as error:
        lines = getattr(error, "lines", None)
        line = int(lines) + 1 if isinstance(lines, int) else 0
        message = " ".join(str(error).split())[:200]
        raise refuse(Place(path.name, line), f"this is not {_FORMATS[path.suffix.lower()]} ({message})") from error
    return graph


class _Subject:
    """One concept of a graph."""

    def __init__(self, graph: Any, address: Any, skos: Any, file: str) -> None:
        self._graph = graph
        self._address = address
        self._skos = skos
        self._place = Place(file, 0, str(address))

    def record(self) -> Record:
        skos = self._skos
        labels: dict[str, Labels] = {language: found for language in LANGUAGES if (found := self._labels(language)).all}
        concept = Concept(
            self._notation(self._address),
            cast("Country", self._own("country")),
            cast("Kind", self._own("kind") or "concept"),
            labels,
            {language: text[0] for language in LANGUAGES if (text := self._texts(skos.definition, language))},
            self._references(skos.broader),
            self._references(skos.related),
            self._references(skos.closeMatch),
        )
        try:
            check_concept(concept, self._place)
        except InvalidTermBank as error:
            raise refuse(self._place, str(error)) from error
        return Record(concept, self._place)

    def _labels(self, language: str) -> Labels:
        pref = self._texts(self._skos.prefLabel, language)
        if len(pref) > 1:
            raise refuse(
                self._place, f"it has {len(pref)} skos:prefLabel in {language}; keep one, the others as altLabel"
            )
        return Labels(
            pref[0] if pref else "",
            self._texts(self._skos.altLabel, language),
            self._texts(self._skos.hiddenLabel, language),
        )

    def _texts(self, predicate: Any, language: str) -> tuple[str, ...]:
        """Return the literals in a language, `sv-SE` counting as `sv`."""
        found = (
            " ".join(str(value).split())
            for value in self._graph.objects(self._address, predicate)
            if str(getattr(value, "language", "") or "").lower().split("-")[0] == language
        )
        return tuple(sorted({text for text in found if text}))

    def _references(self, predicate: Any) -> tuple[str, ...]:
        return tuple(sorted({self._notation(value) for value in self._graph.objects(self._address, predicate)}))

    def _notation(self, address: Any) -> str:
        given: Sequence[str] = sorted(str(value) for value in self._graph.objects(address, self._skos.notation))
        return given[0] if given else _last_part(str(address)).lower()

    def _own(self, name: str) -> str:
        for predicate, value in self._graph.predicate_objects(self._address):
            if _last_part(str(predicate)) == name and name in _OWN:
                return _last_part(str(value)).lower()
        return ""


def _last_part(address: str) -> str:
    return address.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
