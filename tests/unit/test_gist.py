from search.analysis import Analyzer
from search.gist import MOST_WORDS, gist
from search.resources import LEXICON

ANALYZER = Analyzer(LEXICON)
VERBS = [
    "träffa",
    "ringa",
    "höra",
    "skydda",
    "stödja",
    "möta",
    "följa",
    "nå",
    "se",
    "ta",
    "hämta",
    "lämna",
    "köra",
    "flytta",
    "skriva",
    "läsa",
]
PASTED = " ".join(f"Myndigheten ska {verb} personen senast dag {n}." for n, verb in enumerate(VERBS))


def test_a_question_in_own_words_stays_as_it_is() -> None:
    """Nothing is taken from what somebody typed."""
    assert gist("Vem är kontakt för transporter?", "sv", ANALYZER) == "Vem är kontakt för transporter?"


def test_of_a_pasted_paragraph_the_rare_words_are_kept_in_order() -> None:
    """What is common goes first; stop words all go."""
    unknown = [f"ordet{letter}" for letter in "abcdefghij"]
    kept = gist(f"{PASTED} Gör en hotbildsbedömning. {' '.join(unknown)}", "sv", ANALYZER).split()
    assert len(kept) == MOST_WORDS
    assert "hotbildsbedömning" in kept
    assert "och" not in kept
    assert kept[-len(unknown) :] == unknown
