import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.resources import LEXICON
from search.spelling import Speller, slip_cost
from search.vocabulary import Vocabulary

SPELLER = Speller(Analyzer(LEXICON))
HELD = Vocabulary.of(
    {
        "häktade": 9, "transporter": 12, "kontaktperson": 8, "överenskommelse": 20, "överenskommelsen": 20,
        "restriktioner": 5, "hotbildsbedömning": 2, "gryningsvall": 3, "vestergård": 4, "och": 90, "hånd": 6,
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("haktade med restriktioner", "häktade med restriktioner"),
        ("HAKTADE", "HÄKTADE"),
        ("vem ansvarar för forundersokning", "vem ansvarar för förundersökning"),
        ("aendring af aftalen", "ändring af aftalen"),
        ("Koebenhavn", "København"),
    ],
)
def test_missing_marks_are_restored_silently(question: str, meant: str) -> None:
    """Whose keyboard lacks å, ä and ö is understood, in the case that was written, and nothing is offered."""
    reading = SPELLER.read(question, HELD)
    assert (reading.text, reading.corrected) == (meant, None)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("kontakt för transpoter", "kontakt för transporter"),
        ("kontakt för trasnporter", "kontakt för transporter"),
        ("kontaktpesron", "kontaktperson"),
        ("hotbidsbedömnin", "hotbildsbedömning"),
        ("grynigsvall", "gryningsvall"),
        ("polisn", "polisen"),
        ("myndigheet", "myndighet"),
    ],
)
def test_slips_are_corrected_from_the_collection_and_the_lexicons(question: str, meant: str) -> None:
    """The nearest word that is held, or else a common one, is offered; two slips are forgiven in a long word."""
    assert SPELLER.read(question, HELD).corrected == meant


COMPOUNDS = Vocabulary.of({"handleplanen": 4, "planen": 9, "transport": 9, "samverkansmötet": 3, "avtal": 12})


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("hvornår skal handelplanen være klar", "hvornår skal handleplanen være klar"),
        ("boka fångtransprot", "boka fångtransport"),
    ],
)
def test_a_slip_that_leaves_a_compound_or_stands_in_a_part_of_one_is_corrected(question: str, meant: str) -> None:
    """A compound that nobody wrote before is likelier the collection's own, and a part is read as a word of it."""
    assert SPELLER.read(question, COMPOUNDS).corrected == meant


@pytest.mark.parametrize("question", ["samverkansmöte", "vårdavtal", "ubåtskapten", "fiskeavtal", "tågtransport"])
def test_other_forms_and_new_compounds_are_left_alone(question: str) -> None:
    """Of a word that the collection holds, and of words that are words."""
    assert SPELLER.read(question, COMPOUNDS).corrected is None


@pytest.mark.parametrize(
    "question",
    ["vem är kontakt för transporter", "hvem skal jeg ringe til", "who is in charge of release", "PKC", "2018:26",
     "Zorbulin", "samverkansöverenskommelserna", "asdfghjkl", "é", "🙂", "a b c"],
)  # fmt: skip
def test_words_abbreviations_and_nonsense_are_left_alone(question: str) -> None:
    """Nothing is offered where all words are known, nor where nothing is near."""
    reading = SPELLER.read(question, HELD)
    assert (reading.text, reading.corrected, reading.meant) == (question, None, ())


def test_a_word_of_the_neighbour_is_also_read_with_marks() -> None:
    """Swedish "hand" may be Danish "hånd", which the collection holds; neither replaces the other."""
    reading = SPELLER.read("ge en hand", HELD)
    assert reading.text == "ge en hand"
    assert reading.variants == "ge en hånd"


def test_no_answer_rests_on_a_corrected_name() -> None:
    """What is written as a name may be one that no paper holds."""
    reading = SPELLER.read("telefon till Vestergord", HELD)
    assert (reading.corrected, reading.is_sure) == ("telefon till Vestergård", True) or not reading.is_sure


@pytest.mark.parametrize("question", ["../../etc/passwd", "transpotrer@example.org", "transpotrer=1"])
def test_no_answer_rests_on_a_correction_within_code(question: str) -> None:
    """Addresses, paths and formulas have no slips that an answer may rest on."""
    assert not SPELLER.read(question, HELD).is_sure
    assert SPELLER.read("häktade/transpotrer", HELD).is_sure


def test_a_pasted_text_is_not_corrected() -> None:
    """Beyond forty words nothing was typed."""
    assert SPELLER.read("transpoter " * 60, HELD).corrected is None


def test_likelier_slips_cost_less() -> None:
    """A neighbouring key, a doubled letter and a missing mark are likelier than another letter."""
    assert slip_cost("häkte", "häkta", 2) > slip_cost("häkre", "häkte", 2) > slip_cost("hakte", "häkte", 2) > 0
    assert slip_cost("häktte", "häkte", 2) < slip_cost("häkate", "häkte", 2)
    assert slip_cost("hätke", "häkte", 2) == 1


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """A reading is text again, and the weights of what it adds lie below the words as written."""
    reading = SPELLER.read(text, HELD)
    assert all(0 < found.weight < 1 for _, found in reading.meant)
    assert (reading.corrected is None) == all(found.how != "spelling" for _, found in reading.meant)
