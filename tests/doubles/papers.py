"""Writes a few small papers for tests that take in real files."""

from pathlib import Path

AGREEMENT = """# Överenskommelse om samverkan

Detta är ett exempel.

## 1 Syfte

Parterna samverkar för att transporter av frihetsberövade ska vara trygga.

## 2 Kontaktpersoner

- Transporter: transport@exempel.example, telefon 000-00 00 01
- Häkte: hakte@exempel.example, telefon 000-00 00 02
"""

GUIDE = """# Vejledning om varetægt

Dette er et eksempel.

## Kontakt

Ved spørgsmål om varetægt kontaktes arresthuset på telefon 00 00 00 03.
"""


def write_papers(folder: Path) -> Path:
    """Write a Swedish agreement and a Danish guide."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "overenskommelse.md").write_text(AGREEMENT, encoding="utf-8")
    (folder / "vejledning.md").write_text(GUIDE, encoding="utf-8")
    return folder
