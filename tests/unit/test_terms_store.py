import logging
import shutil
import time
from pathlib import Path

import pytest

from search.analysis import Analyzer
from search.errors import MissingResource, NotFound
from search.resources import LEXICON, TERMS
from search.terms import TermStore
from search.terms import store as module

ANALYZER = Analyzer(LEXICON)
ROW = "notation,prefLabel@sv,altLabel@sv,prefLabel@en\n"


def patient(store: TermStore) -> TermStore:
    """Let the store look at its folder again as if its pause were over."""
    store._state.looked_at = -module.LOOK_EVERY_S
    return store


def texts(store: TermStore, question: str) -> list[str]:
    terms = store.current()
    return [
        terms.bank.concepts[number].notation
        for match in terms.matcher.matches(question, "sv")
        for number in match.concepts
    ]


def test_a_users_terms_are_found_beside_the_shipped(tmp_path: Path) -> None:
    """No code is needed, and the glossary has them too."""
    (tmp_path / "own.csv").write_text(ROW + "our-desk,zorbulinjour,ZJK,zorbulin desk\n", encoding="utf-8")
    store = TermStore(TERMS, ANALYZER, tmp_path)
    assert texts(store, "zorbulinjouren i häktet") == ["our-desk", "prison-remand-prison"]
    assert texts(store, "ring ZJK") == ["our-desk"]
    assert store.bank().concept("our-desk").name_in("en") == "zorbulin desk"
    assert store.fault is None


def test_a_users_row_replaces_the_shipped_one(tmp_path: Path) -> None:
    """By notation; labels that only the shipped row had are found no more."""
    (tmp_path / "own.csv").write_text(ROW + "prison-remand-prison,häkteshuset,,\n", encoding="utf-8")
    store = TermStore(TERMS, ANALYZER, tmp_path)
    assert len(store.bank()) == len(TermStore(TERMS, ANALYZER).bank())
    assert "prison-remand-prison" not in texts(store, "häktesavdelning")
    assert texts(store, "häkteshuset") == ["prison-remand-prison"]


def test_a_broken_file_leaves_the_bank_as_it_was(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The last good bank goes on, the log names the line once, and the fault is told until the file is mended."""
    own = tmp_path / "own.csv"
    own.write_text(ROW + "our-desk,zorbulinjour,,\n", encoding="utf-8")
    store = TermStore(TERMS, ANALYZER, tmp_path)
    assert texts(store, "zorbulinjour") == ["our-desk"]
    own.write_text(ROW + "our-desk,zorbulinjour,,\nOur Desk,x,,\n", encoding="utf-8")
    with caplog.at_level(logging.ERROR, "samsok.terms"):
        for _ in range(3):
            assert texts(patient(store), "zorbulinjour") == ["our-desk"]
    assert store.fault is not None
    assert "own.csv, line 3, column notation" in store.fault
    assert [record.getMessage() for record in caplog.records] == [f"the term bank stays as it was: {store.fault}"]
    own.write_text(ROW + "our-desk,krumelurjour,,\n", encoding="utf-8")
    assert texts(patient(store), "zorbulinjour krumelurjour") == ["our-desk"]
    assert store.fault is None


def test_a_file_broken_from_the_start_leaves_the_shipped_bank(tmp_path: Path) -> None:
    """The service starts and says what is wrong."""
    (tmp_path / "own.csv").write_text("nonsense", encoding="utf-8")
    store = TermStore(TERMS, ANALYZER, tmp_path)
    assert texts(store, "häkte") == ["prison-remand-prison"]
    assert store.fault is not None
    assert "own.csv, line 1" in store.fault


def test_a_folder_that_went_away_is_a_fault(tmp_path: Path) -> None:
    """Nothing falls over when a share is unmounted."""
    folder = tmp_path / "terms"
    folder.mkdir()
    store = TermStore(TERMS, ANALYZER, folder)
    assert store.fault is None
    folder.rmdir()
    assert "is not a folder" in str(patient(store).fault)
    assert texts(store, "häkte") == ["prison-remand-prison"]


def test_a_changed_shipped_file_does_without_the_compiled_index(tmp_path: Path) -> None:
    """What was compiled for other files is never used."""
    for path in TERMS.iterdir():
        shutil.copy(path, tmp_path)
    with (tmp_path / "zz.csv").open("w", encoding="utf-8") as file:
        file.write(ROW + "our-desk,zorbulinjour,,\n")
    assert texts(TermStore(tmp_path, ANALYZER), "zorbulinjour") == ["our-desk"]


@pytest.mark.parametrize("content", [None, "nonsense"])
def test_a_damaged_package_is_told(tmp_path: Path, content: str | None) -> None:
    """The shipped files are part of the installation."""
    if content:
        (tmp_path / "prison.csv").write_text(content, encoding="utf-8")
    with pytest.raises(MissingResource, match="reinstall samsok"):
        TermStore(tmp_path, ANALYZER).current()


def test_the_bank_is_read_when_it_is_first_asked_for(tmp_path: Path) -> None:
    """Opening a service costs nothing; the reading is quick enough to be done with the first question."""
    TermStore(tmp_path / "nowhere", ANALYZER)
    began = time.process_time()
    TermStore(TERMS, ANALYZER).current()
    assert time.process_time() - began < 0.5


def test_an_unknown_notation_is_not_found() -> None:
    """The glossary says so."""
    with pytest.raises(NotFound, match='notation "nothing"'):
        TermStore(TERMS, ANALYZER).bank().concept("nothing")
