"""Embedding models behind one port: the shipped static model without torch, or any sentence-transformers model.

Knows tokenizers and weights. Must not know passages, the index or which text is put in front of a passage.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from search.chunks import ChunkTable, Runs
from search.errors import EncoderUnavailable
from search.half import widened
from search.word_pieces import WordPieces

Dense = NDArray[np.float32]
"""Shape (n, dim), rows of unit L2 norm; a text without any known piece gives a row of zeros."""

_BATCH = 256

_LAST_TEXTS = 16
"""Texts of which the pieces are remembered: a question is embedded, and compared with passages piece by piece."""

_WEIGHTS = "embedding.weight"
_CONTINUES = "##"
"""What a piece begins with that goes on with a word."""

_UNTOLD = 1 << 32
_MAPPED_TYPES = {"F16": "<f2", "F32": "<f4"}

_CUT_AT_BLANKS = frozenset({"BertPreTokenizer", "Whitespace", "WhitespaceSplit"})
_BY_CHARACTER = frozenset({"NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "BertNormalizer"})
"""Parts of a tokenizer, by their names in its file, that never look across a blank."""


class Encoder(Protocol):
    """Turns texts into vectors; safe to use from several threads."""

    @property
    def model_id(self) -> str:
        """What tells this model from every other one; stored with an index."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Dense:
        """Embed questions; row i belongs to texts[i]."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Dense:
        """Embed passages for storage; row i belongs to texts[i]."""
        ...

    def for_many(self) -> "Encoder":
        """Return an encoder with the same vectors for a long run of passages, used by one thread, then let go of."""
        ...

    def is_portable(self) -> bool:
        """Tell whether another process may load the model too: it is small, and pickled as where it lies."""
        ...


class StaticEncoder:
    """A model whose text vector is the mean of its pieces' vectors, run with numpy alone.

    Reads the folder that sentence-transformers saves for a `StaticEmbedding` and gives the same vectors,
    to 1e-4 (tested).
    """

    def __init__(self, folder: Path) -> None:
        """Load tokenizer and weights.

        Raises:
            EncoderUnavailable: the folder does not hold such a model.
        """
        module = folder / "0_StaticEmbedding" if (folder / "0_StaticEmbedding").is_dir() else folder
        try:
            self._tokenizer = Tokenizer.from_file(str(module / "tokenizer.json"))
            weights = _weights_in(module / "model.safetensors")
        except Exception as error:  # tokenizers raises bare Exception
            raise EncoderUnavailable(f"{folder.name} holds no static embedding model: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._folder = folder
        self._weights = weights
        self._last = lru_cache(maxsize=_LAST_TEXTS)(self._cut)
        self._model_id = f"static:{sha256(weights.data).hexdigest()[:16]}"

    def __reduce__(self) -> tuple[type[Self], tuple[Path]]:
        """Pickle where the model lies, not the model."""
        return type(self), (self._folder,)

    @property
    def model_id(self) -> str:
        """Hash of the weights."""
        return self._model_id

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._weights.shape[1])

    @property
    def weights(self) -> NDArray[Any]:
        """The pieces' vectors, float16 or float32, shape (pieces, dim)."""
        return self._weights

    def encode_queries(self, texts: Sequence[str]) -> Dense:
        """Embed questions."""
        return self._mean([self._last(text) for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Dense:
        """Embed passages."""
        batches = (texts[begin : begin + _BATCH] for begin in range(0, len(texts), _BATCH))
        return np.concatenate([np.zeros((0, self.dim), np.float32), *(self._mean(self._ids(some)) for some in batches)])

    def for_many(self) -> Encoder:
        """Return an encoder that remembers the pieces of words, if the tokenizer takes words one by one."""
        takes_words_alone = _takes_words_alone(json.loads(self._tokenizer.to_str()))
        return RememberingEncoder(self, self._weights) if takes_words_alone else self

    def is_from(self, folder: Path) -> bool:
        """Tell whether this model lies there."""
        return self._folder == folder

    def is_portable(self) -> bool:
        """Tell that another process may load it."""
        return True

    def pieces(self, texts: Sequence[str]) -> tuple[NDArray[np.int32], list[int]]:
        """Return the rows of the weights that make up the texts, one text behind the other, and how many each has."""
        ids = [self._last(texts[0])] if len(texts) == 1 else self._words_cut(texts)
        counts = [len(each) for each in ids]
        return np.fromiter(chain.from_iterable(ids), np.int32, sum(counts)), counts

    def piece_lengths(self) -> NDArray[np.int64]:
        """Return how many characters of a text each piece stands for; more than any text has where none can be told."""
        lengths = np.full(len(self._weights), _UNTOLD, np.int64)
        for piece, row in self._tokenizer.get_vocab(with_added_tokens=False).items():
            lengths[row] = len(piece.removeprefix(_CONTINUES))
        lengths[list(self._tokenizer.get_added_tokens_decoder())] = _UNTOLD
        return lengths

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [e.ids for e in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    @cached_property
    def _word_pieces(self) -> WordPieces | None:
        """Made when many texts are cut, which a question never asks for: 10 MB."""
        return WordPieces.of(json.loads(self._tokenizer.to_str()))

    def _words_cut(self, texts: Sequence[str]) -> list[list[int]]:
        """Cut many short texts, those that need the tokenizer all at once."""
        if self._word_pieces is None:
            return self._ids(texts)
        cut = list(map(self._word_pieces.cut, texts))
        asked = iter(self._ids([text for text, ids in zip(texts, cut, strict=True) if ids is None]))
        return [next(asked) if ids is None else ids for ids in cut]

    def _cut(self, text: str) -> list[int]:
        return self._ids([text])[0]

    def _mean(self, ids: Sequence[Sequence[int]]) -> Dense:
        vectors = np.zeros((len(ids), self.dim), dtype=np.float32)
        for vector, rows in zip(vectors, ids, strict=True):
            if rows:
                # numpy's mean of half precision, digit by digit, in half the time
                vector[:] = np.add.reduce(widened(self._weights.take(rows, axis=0)), axis=0) / np.float32(len(rows))
        return _unit(vectors)


def _weights_in(path: Path) -> NDArray[Any]:
    """Return a model's weights, mapped where numpy has their type: processes that use the same model share the memory.

    Source: the format is eight bytes with the length of a header, the header (JSON), the numbers
    (https://github.com/huggingface/safetensors#format).
    """
    with path.open("rb") as file:
        header_bytes = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(header_bytes))[_WEIGHTS]
    dtype = _MAPPED_TYPES.get(entry["dtype"])
    if dtype is None:
        return np.ascontiguousarray(load_file(path)[_WEIGHTS])
    offset = 8 + header_bytes + entry["data_offsets"][0]
    return np.asarray(np.memmap(path, dtype, "r", offset, tuple(entry["shape"])))


class PieceEncoder:
    """Embeds texts that are cut into pieces already, with the weights of a static model."""

    def __init__(self, weights: NDArray[Any]) -> None:
        self._weights = weights
        self.dim = int(weights.shape[1])

    def encode(self, runs: Runs, number: int) -> Dense:
        """Embed texts.

        Args:
            runs: the rows of the weights that make up the texts.
            number: of the texts.
        """
        table, rows = self._widened(runs.numbers)
        vectors = np.zeros((number, self.dim), dtype=np.float32)
        end = 0
        for vector, count in zip(vectors, np.bincount(runs.owners, minlength=number).tolist(), strict=True):
            begin, end = end, end + count
            # the sum has the direction of the mean
            np.add.reduce(table.take(rows[begin:end], axis=0), axis=0, out=vector)
        return _unit(vectors)

    def _widened(self, pieces: NDArray[np.int32]) -> tuple[Dense, NDArray[np.int32]]:
        """Return the weights of the pieces that occur, in single precision, and the row of each piece.

        Widening takes longer than adding: each piece is widened once in a call, however often it occurs.
        """
        occurs = np.zeros(self._weights.shape[0], bool)
        occurs[pieces] = True
        different = np.flatnonzero(occurs)
        row_of = np.empty(self._weights.shape[0], np.int32)
        row_of[different] = np.arange(different.size, dtype=np.int32)
        return widened(self._weights[different]), row_of[pieces]


class RememberingEncoder:
    """A static encoder for many passages, which cuts each word into pieces once; satisfies `Encoder`."""

    def __init__(self, encoder: StaticEncoder, weights: NDArray[Any]) -> None:
        self._pieces = ChunkTable(encoder.pieces, np.int32)
        self._embedder = PieceEncoder(weights)
        self.model_id = encoder.model_id
        self.dim = encoder.dim
        self.encode_queries = encoder.encode_queries
        self.is_portable = encoder.is_portable

    def encode_passages(self, texts: Sequence[str]) -> Dense:
        """Embed passages."""
        return self._embedder.encode(self._pieces.look_up(texts), len(texts))

    def for_many(self) -> Encoder:
        """Return itself."""
        return self


def _unit(vectors: Dense) -> Dense:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(norms == 0, 1, norms)).astype(np.float32)


def _takes_words_alone(tokenizer: Mapping[str, Any]) -> bool:
    """Tell from a tokenizer's file whether the pieces of a text are those of what stands between its blanks."""
    return (
        _types(tokenizer["normalizer"], "normalizers") <= _BY_CHARACTER
        and (tokenizer["pre_tokenizer"] or {}).get("type") in _CUT_AT_BLANKS
        and not any(" " in token["content"] or "\n" in token["content"] for token in tokenizer["added_tokens"])
    )


def _types(part: Mapping[str, Any] | None, members: str) -> set[str]:
    if part is None:
        return set()
    return {str(each["type"]) for each in part.get(members, [part])}


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with the prompts it asks for before questions and passages."""

    def __init__(self, name: str) -> None:
        """Load the model.

        Args:
            name: a folder, or a name the library knows.

        Raises:
            EncoderUnavailable: the model could not be loaded.
        """
        # torch takes seconds and half a gigabyte: only who asks for such a model pays
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        try:
            # half precision on a CPU is slow and rounds a sum of many pieces: weights stored so are widened
            self._model = SentenceTransformer(name).float()
        except (OSError, ValueError, RuntimeError, ImportError) as error:
            raise EncoderUnavailable(
                f"SAMSOK_MODEL={name} could not be loaded ({error}); give a folder or a model name that is at hand"
            ) from error
        self._dim = int(self._model.get_embedding_dimension() or 0)
        self._model_id = f"sentence-transformers:{Path(name).name}:{self._dim}"

    @property
    def model_id(self) -> str:
        """Name and dimension."""
        return self._model_id

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._dim

    def for_many(self) -> Encoder:
        """Return itself."""
        return self

    def is_portable(self) -> bool:
        """Tell that a second one would cost too much memory."""
        return False

    def encode_queries(self, texts: Sequence[str]) -> Dense:
        """Embed questions with the model's query prompt."""
        return np.asarray(
            self._model.encode_query(list(texts), normalize_embeddings=True, show_progress_bar=False), np.float32
        )

    def encode_passages(self, texts: Sequence[str]) -> Dense:
        """Embed passages with the model's document prompt."""
        return np.asarray(
            self._model.encode_document(list(texts), normalize_embeddings=True, show_progress_bar=False), np.float32
        )


def load_encoder(name: str | None, shipped: Path) -> Encoder:
    """Return the encoder by name, or the shipped one.

    Args:
        name: the setting SAMSOK_MODEL; None or "" for the shipped model.
        shipped: folder of the shipped model.

    Raises:
        EncoderUnavailable: the model could not be loaded.
    """
    if not name:
        return StaticEncoder(shipped)
    return StaticEncoder(Path(name)) if _is_static(Path(name)) else SentenceTransformerEncoder(name)


def _is_static(folder: Path) -> bool:
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return len(modules) == 1 and str(modules[0].get("type", "")).endswith("StaticEmbedding")
