import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from search.resources import MODEL
from search.word_pieces import WordPieces

FILE = MODEL / "tokenizer.json"
TOKENIZER = Tokenizer.from_file(str(FILE))
PIECES = WordPieces.of(json.loads(FILE.read_text(encoding="utf-8")))

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöæøéüABCXYZÅÄÖÆØÉÜ0123456789.,;:!?()[]{}\"'-–—§%&/\\\u0301\u030aßİıñ€²ſK漢"
WORDS = ("Samverkansöverenskommelse", "[UNK]", "[PAD]", "varetægtsarrestanter", "e-post:", "(jfr", "a\u030a", "x" * 120)


@given(
    st.one_of(st.text(LETTERS, max_size=30), st.text(max_size=20), st.sampled_from(WORDS)).map(
        lambda t: "".join(t.split())
    )
)
def test_pieces_are_those_of_the_tokenizer(text: str) -> None:
    """What is cut here is cut into the pieces that the tokenizer gives, and the rest is left to it."""
    assert PIECES is not None
    found = PIECES.cut(text)
    assert found is None or found == TOKENIZER.encode(text, add_special_tokens=False).ids


@pytest.mark.parametrize(
    "text", ["Överenskommelsen,", "(samarbejdsaftaler)", "2018:26", "Straffuldbyrdelsesloven.", ""]
)
def test_usual_words_are_cut_here(text: str) -> None:
    """Words of running text need no tokenizer."""
    assert PIECES is not None
    assert PIECES.cut(text) == TOKENIZER.encode(text, add_special_tokens=False).ids


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("model", {"type": "Unigram"}),
        ("model", {"continuing_subword_prefix": "@@"}),
        ("pre_tokenizer", {"type": "Metaspace"}),
        ("normalizer", {"normalizers": [{"type": "NFKC"}]}),
        ("normalizer", {"normalizers": [{"type": "NFC"}]}),
    ],
)
def test_other_tokenizers_are_left_alone(part: str, change: dict[str, object]) -> None:
    """A tokenizer that cuts in another way is not imitated."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    assert WordPieces.of({**content, part: {**content[part], **change}}) is None
