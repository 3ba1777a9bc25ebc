"""The embedding model: a vector for each word piece, a text being their mean.

It first learns to point where a teacher points, then to find the other half of a pair without forgetting the teacher.
Knows sentence-transformers' StaticEmbedding module and losses. The library's own trainer spends most of its time
tokenizing again in each epoch; here the texts are tokenized once.

Sources: in-batch negatives, Henderson et al. 2017; static embeddings trained so, sentence-transformers'
documentation of `StaticEmbedding`; the teacher, `training/teacher.py`.
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
from sentence_transformers.losses import MultipleNegativesRankingLoss
from sentence_transformers.models import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from training.sources import Pair
from training.teacher import Lessons


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the model is trained. Source of the defaults: docs/evaluation.md, "Dense model".

    Attributes:
        taught_epochs, taught_batch: of the texts that the teacher has seen, before the pairs.
        taught_beside: such texts beside each batch of pairs.
        taught_weight: what the distance from the teacher counts beside the loss over pairs.
    """

    vocabulary: int = 60_000
    dim: int = 256
    batch: int = 2048
    epochs: int = 4
    taught_epochs: int = 4
    taught_batch: int = 4096
    taught_beside: int = 1024
    taught_weight: float = 4.0
    peak_rate: float = 0.03
    warm_up: float = 0.1
    max_tokens: int = 192
    scale: float = 20.0
    seed: int = 20201214


_SPREAD = 0.1
"""Standard deviation of the weights when training on pairs begins."""

_TOLD_EVERY = 100
_TOKENIZED_AT_ONCE, _MOST_CHARACTERS = 20_000, 1200

Side = list[NDArray[np.int32]]


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """Return a lower-casing WordPiece tokenizer trained on the texts."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106 # a token of text
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=size, special_tokens=["[PAD]", "[UNK]"], show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def train(pairs: Sequence[Pair], tokenizer: Tokenizer, recipe: Recipe, lessons: Lessons) -> SentenceTransformer:
    """Train and return the model; the same pairs, recipe and thread count give the same model."""
    torch.manual_seed(recipe.seed)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=recipe.dim)], device="cpu")
    torch.nn.init.normal_(model[0].embedding.weight, std=_SPREAD)
    taught = _Taught(model, lessons, tokenizer, recipe)
    _descend(model, (taught.distance(rows) for rows in taught.epochs(recipe)), taught.steps(recipe), recipe)
    with torch.no_grad():
        weights = model[0].embedding.weight
        weights *= _SPREAD / weights.std()
    left, right = _tokenize(pairs, tokenizer, recipe)
    batches = list(_batches(pairs, left, right, recipe))
    loss_of = MultipleNegativesRankingLoss(
        model, scale=recipe.scale, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    losses = (
        loss_of([_features(left, rows), _features(right, rows)], None)
        + recipe.taught_weight * taught.distance(taught.some(recipe.taught_beside))
        for rows in batches
    )
    _descend(model, losses, len(batches), recipe)
    return model


def _descend(model: SentenceTransformer, losses: Iterable[torch.Tensor], steps: int, recipe: Recipe) -> None:
    """Take a step down each loss, with a rate that rises and falls."""
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.peak_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps, recipe.warm_up))
    started = time.monotonic()
    for step, loss in enumerate(losses):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % _TOLD_EVERY == 0:
            print(f"step {step}/{steps} loss {loss.item():.3f} {time.monotonic() - started:.0f} s", flush=True)


class _Taught:
    """The texts that the teacher has seen, and how far a model is from the teacher over them."""

    def __init__(self, model: SentenceTransformer, lessons: Lessons, tokenizer: Tokenizer, recipe: Recipe) -> None:
        self._model = model
        ids = _ids(lessons.texts, tokenizer, recipe)
        known = np.array([bool(len(each)) for each in ids])
        self._ids = [each for each in ids if len(each)]
        self._rows = lessons.rows[known]
        self._targets = torch.from_numpy(lessons.targets)
        self._chance = np.random.default_rng(recipe.seed)
        self._left: list[int] = []

    def steps(self, recipe: Recipe) -> int:
        """Return the number of batches of all epochs."""
        return recipe.taught_epochs * -(-len(self._ids) // recipe.taught_batch)

    def epochs(self, recipe: Recipe) -> Iterator[list[int]]:
        """Yield the batches of all epochs."""
        for _ in range(recipe.taught_epochs):
            order = self._chance.permutation(len(self._ids)).tolist()
            yield from (order[i : i + recipe.taught_batch] for i in range(0, len(order), recipe.taught_batch))

    def some(self, number: int) -> list[int]:
        """Return texts at random, each once before any comes again."""
        if len(self._left) < number:
            self._left = self._chance.permutation(len(self._ids)).tolist()
        chosen, self._left = self._left[:number], self._left[number:]
        return chosen

    def distance(self, rows: list[int]) -> torch.Tensor:
        """Return how far the model points from the teacher for these texts, 1 - cosine on average."""
        vectors = self._model(_features(self._ids, rows))["sentence_embedding"]
        return (1 - torch.nn.functional.cosine_similarity(vectors, self._targets[self._rows[rows]])).mean()


def save(model: SentenceTransformer, folder: Path) -> None:
    """Write the model as a sentence-transformers folder with float16 weights."""
    model.half().save_pretrained(str(folder), create_model_card=False)


def _tokenize(pairs: Sequence[Pair], tokenizer: Tokenizer, recipe: Recipe) -> tuple[Side, Side]:
    return _ids([pair.a for pair in pairs], tokenizer, recipe), _ids([pair.b for pair in pairs], tokenizer, recipe)


def _ids(texts: Sequence[str], tokenizer: Tokenizer, recipe: Recipe) -> Side:
    rows: Side = []
    for begin in range(0, len(texts), _TOKENIZED_AT_ONCE):
        some = [text[:_MOST_CHARACTERS] for text in texts[begin : begin + _TOKENIZED_AT_ONCE]]
        encodings = tokenizer.encode_batch_fast(some, add_special_tokens=False)
        rows += [np.array(e.ids[: recipe.max_tokens], dtype=np.int32) for e in encodings]
    return rows


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
