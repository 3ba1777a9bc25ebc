"""Train the classifier of questions: `python -m training.intents`; writes search/data/understanding/intents.npz.

The questions stand in training/intents/*.txt, written by hand; the wordings that are learned from and those that it is
measured on do not overlap, nor do the subjects they are asked about. Knows these files; must not know how cues are
found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.resources import INTENT_WEIGHTS
from search.result import Intent
from search.understanding.intent import INTENTS, ROWS, IntentModel, rows_of

LANGUAGES = ("sv", "da", "en")
_FOLDER = Path(__file__).parent / "intents"
_RIDGE = 2e-3
_STEPS = 300
_RATE = 0.05
_FILLED = 4
"""Subjects that each wording is learned with."""

_MOMENTUM, _SQUARES, _TINY = 0.9, 0.999, 1e-8

_SUBJECTS = {
    "sv": {
        "train": ("besök i häkte", "transporter", "sekretess", "permission", "tolkar", "våld i nära relationer",
                  "upphandling av fordon", "stöd till anhöriga", "informationssäkerhet", "villkorlig frigivning"),
        "held": ("brevgranskning", "lokaler", "vittnesstöd", "ungdomsövervakning"),
    },
    "da": {
        "train": ("besøg i arresten", "transporter", "tavshedspligt", "udgang", "tolke", "vold i nære relationer",
                  "indkøb af biler", "støtte til pårørende", "informationssikkerhed", "prøveløsladelse"),
        "held": ("brevkontrol", "lokaler", "vidnestøtte", "ungdomskriminalitet"),
    },
    "en": {
        "train": ("prison visits", "transport", "confidentiality", "leave", "interpreters", "domestic violence",
                  "purchase of vehicles", "support for relatives", "information security", "parole"),
        "held": ("mail control", "premises", "witness support", "youth supervision"),
    },
}  # fmt: skip
_ABBREVIATIONS = {"train": ("PKC", "KiF", "SSP", "BOJ"), "held": ("NOA", "MR", "POI")}


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with what it asks for."""

    question: str
    intent: Intent
    language: str


def gold(part: str) -> Iterator[Gold]:
    """Yield the questions of a part, "train" or "held": there each wording once, here with several subjects."""
    for language in LANGUAGES:
        subjects = _SUBJECTS[language][part]
        lines = (_FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
            intent, its_part, wording = (field.strip() for field in line.split("|", 2))
            if its_part == part:
                for place in range(_FILLED if part == "train" else 1):
                    yield Gold(_filled(wording, subjects, part, number + place), intent, language)  # type: ignore[arg-type]


def _filled(wording: str, subjects: Sequence[str], part: str, place: int) -> str:
    short = _ABBREVIATIONS[part]
    return wording.replace("{x}", subjects[place % len(subjects)]).replace("{a}", short[place % len(short)])


def main() -> None:
    """Train, report what it gets right of questions it has not seen, and write the weights."""
    learned, held = list(gold("train")), list(gold("held"))
    weights = fit(learned).astype(np.float16)
    model = IntentModel(weights.astype(np.float32))
    print(f"{len({each.question for each in learned})} questions to learn from, {len(held)} held out")
    print(f"held out, right: {accuracy(model, held):.3f}")
    for language in LANGUAGES:
        print(f"  {language}: {accuracy(model, [each for each in held if each.language == language]):.3f}")
    for each in held:
        if model.intent(each.question) != each.intent:
            print(f"  {each.question!r}: {model.intent(each.question)}, not {each.intent}")
    INTENT_WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(INTENT_WEIGHTS, weights=weights, intents=np.array(INTENTS))


def accuracy(model: IntentModel, questions: Sequence[Gold]) -> float:
    """Return the share of questions whose intent is told right."""
    return sum(model.intent(each.question) == each.intent for each in questions) / len(questions)


def fit(questions: Sequence[Gold]) -> NDArray[np.float64]:
    """Return the weights of multinomial logistic regression with a ridge, by Adam over all questions at once."""
    held = np.zeros((len(questions), ROWS))
    for row, each in zip(held, questions, strict=True):
        row[rows_of(each.question)] = 1
    used = held.any(axis=0)
    x = held[:, used]
    y = np.eye(len(INTENTS))[[INTENTS.index(each.intent) for each in questions]]
    small = np.zeros((x.shape[1], len(INTENTS)))
    mean, square = np.zeros_like(small), np.zeros_like(small)
    for step in range(1, _STEPS + 1):
        gradient = x.T @ (_softmax(x @ small) - y) / len(x) + _RIDGE * small
        mean = _MOMENTUM * mean + (1 - _MOMENTUM) * gradient
        square = _SQUARES * square + (1 - _SQUARES) * gradient**2
        unbiased = mean / (1 - _MOMENTUM**step), square / (1 - _SQUARES**step)
        small -= _RATE * unbiased[0] / (np.sqrt(unbiased[1]) + _TINY)
    weights = np.zeros((ROWS, len(INTENTS)))
    weights[used] = small
    return weights


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares


if __name__ == "__main__":
    main()
