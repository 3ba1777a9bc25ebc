"""Where the shipped model, tables and lexicons lie in the installed package."""

from pathlib import Path

_DATA = Path(__file__).parent / "data"

MODEL = _DATA / "model"
LEXICON = _DATA / "lexicon"
TRANSLATION = _DATA / "translation"
TERMS = _DATA / "terms"
ONBOARDING = _DATA / "onboarding" / "path.toml"
INTENT_WEIGHTS = _DATA / "understanding" / "intents.npz"
SENTENCE_WEIGHTS = _DATA / "answering" / "sentences.npz"
DECISION_WEIGHTS = _DATA / "answering" / "decision.npz"
