import logging
from pathlib import Path

import pytest

from search.errors import InvalidTermBank
from search.terms.records import joined
from search.terms.skos_file import read_skos

TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix own: <https://terms.example/property/> .
@prefix t: <https://terms.example/> .

t:desk a skos:Concept ;
    skos:prefLabel "vakthavande"@sv, "vagthavende"@da, "duty desk"@en-GB ;
    skos:altLabel "jour"@sv, "VSO"@sv ;
    skos:hiddenLabel "vakthafvande"@sv ;
    skos:definition "Den som vakar."@sv ;
    skos:broader t:office ;
    own:country "SE" ; own:kind "role" .

t:office a skos:Concept ; skos:notation "our-office" ; skos:prefLabel "kontor"@sv .
"""
XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="https://terms.example/desk"><skos:prefLabel xml:lang="sv">vakt</skos:prefLabel></skos:Concept>
</rdf:RDF>"""

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


def read(folder: Path, text: str, name: str = "own.ttl") -> list:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return [record.concept for record in joined([read_skos(path)])]


def test_turtle_gives_the_same_as_csv(tmp_path: Path) -> None:
    """Labels by language, references as notations, country and kind by any property of that name."""
    desk, office = read(tmp_path, TURTLE)
    assert (desk.notation, desk.country, desk.kind, desk.broader) == ("desk", "se", "role", ("our-office",))
    assert desk.labels_in("sv").all == ("vakthavande", "VSO", "jour", "vakthafvande")
    assert desk.labels_in("en").pref == "duty desk"
    assert desk.definition == {"sv": "Den som vakar."}
    assert (office.notation, office.kind) == ("our-office", "concept")


def test_rdf_xml_is_read(tmp_path: Path) -> None:
    """The form that many thesaurus programs export."""
    (desk,) = read(tmp_path, XML, "own.rdf")
    assert desk.name_in("sv") == "vakt"


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("@prefix skos: <http://x/> .\nt:desk a a a .", "own.ttl", "own.ttl, line 2: this is not turtle"),
        ("", "own.ttl", "own.ttl: it has no skos:Concept"),
        (TURTLE.replace('"vakthavande"@sv', '"a"@sv, "b"@sv'), "own.ttl", "it has 2 skos:prefLabel in sv"),
        (TURTLE.replace("t:office ;\n", "t:nowhere ;\n"), "own.ttl", 'no concept has the notation "nowhere"'),
        (TURTLE.replace('"SE"', '"NO"'), "own.ttl", '"no" is not one of se, dk'),
        ("<nothing", "own.rdf", "own.rdf: this is not xml"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + XML, "own.rdf", "it declares entities, which are not read"),
        ("<a> <b>", "own.nt", "own.nt: this cannot be read (Invalid line: <a> <b>)"),
    ],
)
def test_a_wrong_file_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str, name: str, told: str
) -> None:
    """File, line or concept, and what is wrong."""
    caplog.set_level(logging.CRITICAL, "rdflib")
    with pytest.raises(InvalidTermBank) as caught:
        read(tmp_path, text, name)
    assert told in str(caught.value)
