"""Writes a static embedding model of a few kilobytes, in the form that sentence-transformers saves, for fast tests."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

DIM = 32


def write_tiny_model(folder: Path, seed: int = 7) -> Path:
    """Write a model that knows single bytes; texts that share letters are near each other."""
    module = folder / "0_StaticEmbedding"
    module.mkdir(parents=True)
    symbols = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={symbol: i for i, symbol in enumerate(symbols)}, merges=[]))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.save(str(module / "tokenizer.json"))
    weights = np.random.default_rng(seed).normal(size=(len(symbols), DIM)).astype(np.float32)
    save_file({"embedding.weight": weights}, module / "model.safetensors")
    modules = [
        {"idx": 0, "name": "0", "path": "0_StaticEmbedding", "type": "sentence_transformers.models.StaticEmbedding"}
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    return folder
