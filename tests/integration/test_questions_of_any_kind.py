"""Questions as people type them: slips, no marks, capitals, one word, mixed languages, pasted text, code, emoji."""

import os
from collections.abc import Iterator

import pytest

from api.settings import load_settings
from api.wiring import Knowledge, open_temporary
from ingest.generation import publish
from ingest.progress import NoProgress
from search.catalog_port import Change
from search.errors import InvalidQuery
from search.evaluation import as_document
from search.result import Query

PARAGRAPH = (
    "Häktade med restriktioner får besök av frivilliga från föreningen två gånger i veckan. Besöken bokas hos "
    "häktets samordnare, som också introducerar nya frivilliga. Syftet är att minska isoleringen för den som inte "
    "får vistas i gemensamhet med andra, och besöken följs upp en gång om året av parterna. Frivilliga lämnar ett "
    "utdrag ur belastningsregistret och undertecknar ett sekretessbevis innan de börjar."
)
PAPERS = {
    "transport": ("Transporter", "sv",
                  "Transportsamordnare Sofia Nyqvist, 031-390 06 23, tar emot beställning av transporter."),
    "restriktioner": ("Besök i häkte", "sv", PARAGRAPH),
    "overenskommelse": ("Samverkan", "sv", "Den nationella överenskommelsen mellan myndigheterna gäller tills vidare."),
    "varetaegt": ("Varetægt", "da",
                  "Arresthuset i København modtager varetægtsarrestanter. Ring til vagtchefen om besøg."),
    "aendring": ("Ændringer", "da", "Ændringer i aftalen skal være skriftlige og underskrevet af begge parter."),
    "boende": ("Bostad", "sv", "Kommunen ansvarar för boende efter frigivningen och kallar till ett möte."),
}  # fmt: skip


@pytest.fixture(scope="module")
def knowledge() -> Iterator[Knowledge]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAMSOK_")}
    with open_temporary(load_settings(environment)) as opened:
        documents = {key: as_document(key, language, text, title) for key, (title, language, text) in PAPERS.items()}
        for document in documents.values():
            opened.catalog.stage(document)
        put = [(each.document.document_id, each.document.revision) for each in documents.values()]
        publish(
            Change(put=put), catalog=opened.catalog, store=opened.store, indexer=opened.indexer, progress=NoProgress()
        )
        yield opened


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("haktade med restriktioner", "restriktioner"),
        ("HÄKTADE MED RESTRIKTIONER", "restriktioner"),
        ("HAKTADE MED RESTRIKTIONER", "restriktioner"),
        ("nationell overenskommelse", "overenskommelse"),
        ("aendring af aftalen", "aendring"),
        ("andring av avtalet", "aendring"),
        ("koebenhavn", "varetaegt"),
        ("Köpenhamn arresthus", "varetaegt"),
        ("transporter", "transport"),
        ("who ist kontakt för transport please", "transport"),
        ("hvem er contact for transporter", "transport"),
        ("trans\u00adpor\u200bter", "transport"),
        ("🚓 transporter 🚓", "transport"),
        ("transporter?!?!?!", "transport"),
        ("<b>transporter</b>", "transport"),
        (PARAGRAPH, "restriktioner"),
        (PARAGRAPH.upper(), "restriktioner"),
    ],
)  # fmt: skip
def test_what_is_meant_is_found(knowledge: Knowledge, question: str, first: str) -> None:
    """However it is typed, the paper on the subject comes first, and nothing is offered that was not needed."""
    response = knowledge.service.search(Query(question))
    assert response.results[0].source == first
    assert response.did_you_mean is None


@pytest.mark.parametrize(
    ("question", "offered", "first"),
    [
        ("kontakt för transpoter", "kontakt för transporter", "transport"),
        ("Transportsamordnre", "Transportsamordnare", "transport"),
        ("häktade med restrktioner", "häktade med restriktioner", "restriktioner"),
        ("varetægtsarestanter", "varetægtsarrestanter", "varetaegt"),
        ("frigvning", "frigivning", "boende"),
    ],
)
def test_a_slip_is_corrected_offered_and_searched(
    knowledge: Knowledge, question: str, offered: str, first: str
) -> None:
    """What is near and held is offered, found at once, and told among what was searched for."""
    response = knowledge.service.search(Query(question))
    assert response.did_you_mean == offered
    assert response.results[0].source == first
    assert any(each.why == "spelling" and each.weight < 1 for each in response.expansions)


@pytest.mark.parametrize(
    "question",
    ["asdfghjkl qwertyuiop", "SELECT * FROM users WHERE id = 1;", "def main(): return [x for x in range(10)]",
     "Zorbulin", "1 2 3", '{"a": [1, 2]}', "../../etc/passwd"],
)  # fmt: skip
def test_nonsense_and_code_have_no_answer(knowledge: Knowledge, question: str) -> None:
    """Nothing in the papers answers it, and that is said."""
    assert knowledge.service.answer(Query(question)).status == "not_found"


@pytest.mark.parametrize("question", ["🙂🙂", "\u200b\u200d", "...", "§", "\ufeff", "?"])
def test_what_holds_no_word_is_refused(knowledge: Knowledge, question: str) -> None:
    """There is nothing to search for."""
    with pytest.raises(InvalidQuery, match="no words"):
        knowledge.service.search(Query(question))


def test_words_of_a_paper_that_is_gone_are_not_offered(knowledge: Knowledge) -> None:
    """What is offered comes from the papers that are live, after each change."""
    gone = as_document("hemligt", "sv", "Gryningsrädsamordnaren heter Fiktiv.", "Hemligt")
    knowledge.catalog.stage(gone)
    parts = {"catalog": knowledge.catalog, "store": knowledge.store, "indexer": knowledge.indexer}
    pair = (gone.document.document_id, gone.document.revision)
    publish(Change(put=[pair]), progress=NoProgress(), **parts)
    knowledge.service.search(Query("transporter"))
    assert knowledge.service.search(Query("gryningsrädsamordnren")).did_you_mean == "gryningsrädsamordnaren"
    publish(Change(remove=[pair[0]]), progress=NoProgress(), **parts)
    knowledge.service.search(Query("transporter"))
    assert knowledge.service.search(Query("gryningsrädsamordnren")).did_you_mean is None
    assert knowledge.service.search(Query("kontakt för transpoter")).did_you_mean == "kontakt för transporter"
