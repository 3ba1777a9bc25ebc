"""Where the shipped model, tables and lexicons lie in the installed package."""

from pathlib import Path

_DATA = Path(__file__).parent / "data"

MODEL = _DATA / "model"
LEXICON = _DATA / "lexicon"
TRANSLATION = _DATA / "translation"
TERMS = _DATA / "terms"
ONBOARDING = _DATA / "onboarding" / "path.toml"
