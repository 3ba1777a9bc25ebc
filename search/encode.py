"""Embedding models behind one port: the shipped static model without torch, or any sentence-transformers model.

Knows tokenizers and weights. Must not know passages, the index or which text is put in front of a passage.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from search.errors import EncoderUnavailable

Dense = NDArray[np.float32]
"""Shape (n, dim), rows of unit L2 norm; a text without any known piece gives a row of zeros."""

_BATCH = 256


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
            weights = load_file(module / "model.safetensors")["embedding.weight"]
        except Exception as error:  # tokenizers raises bare Exception
            raise EncoderUnavailable(f"{folder.name} holds no static embedding model: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._weights = weights
        self._model_id = f"static:{sha256(weights.tobytes()).hexdigest()[:16]}"

    @property
    def model_id(self) -> str:
        """Hash of the weights."""
        return self._model_id

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._weights.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Dense:
        """Embed questions."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Dense:
        """Embed passages."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Dense:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for begin in range(0, len(texts), _BATCH):
            encodings = self._tokenizer.encode_batch_fast(list(texts[begin : begin + _BATCH]), add_special_tokens=False)
            for row, encoding in enumerate(encodings, start=begin):
                if encoding.ids:
                    vectors[row] = self._weights[encoding.ids].mean(axis=0, dtype=np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.where(norms == 0, 1, norms)).astype(np.float32)


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
