"""Compile the index of the shipped term bank after a change of its files: `python -m training.terms`.

Checks the files first; a wrong row ends it with its line. Knows where the files lie; must not know how they are read.
"""

from search.analysis import Analyzer
from search.resources import LEXICON, TERMS
from search.terms.keys import TermKeys
from search.terms.store import DIGEST_FILE, INDEX_FILE, digest_of, read_shipped


def main() -> None:
    """Read, check, compile and write."""
    bank = read_shipped(TERMS)
    TermKeys(Analyzer(LEXICON)).trie(bank, range(len(bank))).save(str(TERMS / INDEX_FILE))
    (TERMS / DIGEST_FILE).write_text(f"{digest_of(TERMS)}\n", encoding="ascii")
    print(f"{len(bank)} concepts, {(TERMS / INDEX_FILE).stat().st_size} bytes")


if __name__ == "__main__":
    main()
