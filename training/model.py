"""The embedding model: a vector for each word piece, a text being their mean, trained to find the other half of a pair.

Knows sentence-transformers' StaticEmbedding module and losses. The library's own trainer spends most of its time
tokenizing again in each epoch; here the texts are tokenized once.

Sources: in-batch negatives, Henderson et al. 2017; static embeddings trained so, sentence-transformers'
documentation of `StaticEmbedding`.
"""

import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.losses import MultipleNegativesSymmetricRankingLoss
from sentence_transformers.models import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from training.sources import Pair


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the model is trained. Source of the defaults: docs/evaluation.md, "Dense model"."""

    vocabulary: int = 60_000
    dim: int = 256
    batch: int = 2048
    epochs: int = 4
    peak_rate: float = 0.03
    warm_up: float = 0.1
    max_tokens: int = 192
    scale: float = 20.0
    seed: int = 20201214


Side = list[NDArray[np.int32]]


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """Return a lower-casing WordPiece tokenizer trained on the texts."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106 # a token of text
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=size, special_tokens=["[PAD]", "[UNK]"], show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def train(pairs: Sequence[Pair], tokenizer: Tokenizer, recipe: Recipe) -> SentenceTransformer:
    """Train and return the model; the same pairs, recipe and thread count give the same model."""
    torch.manual_seed(recipe.seed)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=recipe.dim)], device="cpu")
    torch.nn.init.normal_(model[0].embedding.weight, std=0.1)
    loss_of = MultipleNegativesSymmetricRankingLoss(model, scale=recipe.scale)
    left, right = _tokenize(pairs, tokenizer, recipe)
    batches = list(_batches(pairs, left, right, recipe))
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.peak_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, len(batches), recipe.warm_up))
    started = time.monotonic()
    for step, rows in enumerate(batches):
        loss = loss_of([_features(left, rows), _features(right, rows)], None)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step}/{len(batches)} loss {loss.item():.3f} {time.monotonic() - started:.0f} s", flush=True)
    return model


def save(model: SentenceTransformer, folder: Path) -> None:
    """Write the model as a sentence-transformers folder with float16 weights."""
    model.half().save_pretrained(str(folder), create_model_card=False)


def _tokenize(pairs: Sequence[Pair], tokenizer: Tokenizer, recipe: Recipe) -> tuple[Side, Side]:
    def ids(texts: list[str]) -> Side:
        rows: Side = []
        for begin in range(0, len(texts), 20_000):
            encodings = tokenizer.encode_batch_fast(texts[begin : begin + 20_000], add_special_tokens=False)
            rows += [np.array(e.ids[: recipe.max_tokens], dtype=np.int32) for e in encodings]
        return rows

    return ids([pair.a[:1200] for pair in pairs]), ids([pair.b[:1200] for pair in pairs])


def _batches(pairs: Sequence[Pair], left: Side, right: Side, recipe: Recipe) -> Iterator[list[int]]:
    """Yield row numbers; the rows of a batch share their two languages, so that language alone tells nothing."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, pair in enumerate(pairs):
        if len(left[row]) and len(right[row]):
            groups[pair.a_lang, pair.b_lang].append(row)
    chance = random.Random(recipe.seed)  # noqa: S311 # reproducible sampling, no secret
    for _ in range(recipe.epochs):
        batches = []
        for rows in groups.values():
            chance.shuffle(rows)
            batches += [rows[i : i + recipe.batch] for i in range(0, len(rows), recipe.batch)]
        chance.shuffle(batches)
        yield from (batch for batch in batches if len(batch) >= recipe.batch // 8)


def _features(side: Side, rows: list[int]) -> dict[str, torch.Tensor]:
    chosen = [side[row] for row in rows]
    starts = np.cumsum([0, *(len(ids) for ids in chosen[:-1])])
    return {"input_ids": torch.from_numpy(np.concatenate(chosen)).long(), "offsets": torch.from_numpy(starts).long()}


def _rate(step: int, steps: int, warm_up: float) -> float:
    done = step / max(1, steps)
    return done / warm_up if done < warm_up else (1 - done) / (1 - warm_up)
