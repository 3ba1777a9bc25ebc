import pytest

from search.analysis import Analyzer
from search.resources import LEXICON, TERMS
from search.terms import Concept, Labels, TermBank
from search.terms.keys import TermKeys, fold
from search.terms.match import TermMatcher, is_abbreviation
from search.terms.store import load

ANALYZER = Analyzer(LEXICON)
SHIPPED = load(TERMS, ANALYZER, None)


def found(question: str, language: str) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (match.text, tuple(SHIPPED.bank.concepts[number].notation for number in match.concepts))
        for match in SHIPPED.matcher.matches(question, language)
    ]


def matcher(*concepts: Concept) -> TermMatcher:
    bank = TermBank(concepts)
    return TermMatcher(bank, ANALYZER, [(TermKeys(ANALYZER).trie(bank, range(len(bank))), frozenset())])


def meant(question: str, language: str, *concepts: Concept) -> list[str]:
    ours = matcher(*concepts)
    return [concepts[number].notation for match in ours.matches(question, language) for number in match.concepts]


def concept(notation: str, *labels: str, language: str = "sv", close: tuple[str, ...] = ()) -> Concept:
    return Concept(notation, "", "concept", {language: Labels(labels[0], tuple(labels[1:]))}, close_match=close)


@pytest.mark.parametrize(
    ("question", "language", "text", "notation"),
    [
        ("var sitter häktade", "sv", "häktade", "prison-remand-prisoner"),
        ("hvad gør man i udsatte områder", "da", "udsatte områder", "police-vulnerable-housing-area"),
        ("who runs prison transports", "en", "prison transports", "prison-prisoner-transport"),
        ("Vem talar med brottsoffren?", "sv", "brottsoffren", "victim-crime-victim"),
        ("Kriminalvårdens lokaler", "sv", "Kriminalvårdens", "org-kriminalvarden"),
    ],
)
def test_inflected_terms_are_found(question: str, language: str, text: str, notation: str) -> None:
    """Plural, definite and genitive forms meet the label, in each language."""
    assert (text, (notation,)) in found(question, language)


def test_the_longest_term_wins() -> None:
    """A phrase is one term and not the sum of shorter ones."""
    assert found("who do I call about transport of people in custody", "en") == [
        ("transport of people in custody", ("prison-prisoner-transport",))
    ]


@pytest.mark.parametrize(
    "question", ["haktade fangar", "brottsoffer stöd", "brottsofferstöd", "brottsoffer-stöd", "BROTTSOFFERSTÖD"]
)
def test_spelling_is_forgiven(question: str) -> None:
    """Missing diacritics, hyphens, words written apart and capitals."""
    assert found(question, "sv")


@pytest.mark.parametrize(
    "question", ["vad gör BRÅ", "vad gör Brå", "vad gör brå", "VAD GÖR BRÅ", "om BRÅ:s och SSP's rapport"]
)
def test_an_abbreviation_is_found_as_people_write_it(question: str) -> None:
    """In capitals, as a name, or in a question that has no capitals."""
    assert next(notations for _, notations in found(question, "sv")) == ("org-bra",)


@pytest.mark.parametrize(
    ("question", "language"),
    [("det var bra", "sv"), ("Bra", "sv"), ("Hvad er det, der skal til", "da"), ("it is us who do it", "en")],
)
def test_an_ordinary_word_is_no_abbreviation(question: str, language: str) -> None:
    """ "bra" is good, "it" is no technology."""
    assert not [text for text, _ in found(question, language) if is_abbreviation(text.upper())]


def test_capitals_tell_an_abbreviation_from_a_word() -> None:
    """The alcohol test AUDIT is not an audit."""
    test, audit = concept("test", "AUDIT", language="en"), concept("audit", "audit", language="en")
    assert meant("the AUDIT test", "en", test, audit) == ["test"]
    assert meant("the audit of 2020", "en", test, audit) == ["audit"]


def test_a_label_of_different_things_means_none() -> None:
    """One label, two concepts: no expansion is better than a wrong one; where one is called so first, it is meant."""
    one, other = concept("code", "rättegångsbalken", "RB"), concept("letter", "regleringsbrev", "RB")
    assert meant("vad säger RB", "sv", one, other) == []
    assert meant("vad säger RB", "sv", one) == ["code"]
    assert meant("en pension", "sv", concept("a", "pension"), concept("b", "vila", "pension")) == ["a"]


def test_counterparts_may_share_a_label() -> None:
    """What both countries have under one name means both."""
    pair = concept("one", "kontaktförbud", close=("other",)), concept("other", "kontaktförbud")
    assert meant("om kontaktförbud", "sv", *pair) == ["one", "other"]


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("parental leave", "parents"),
        ("who arranges it", "arrangement"),
        ("active gang criminals", "criminality"),
        ("when they meet", "meeting"),
    ],
)
def test_another_word_of_one_stem_is_not_meant(question: str, label: str) -> None:
    """English stems join words that mean different things."""
    assert meant(question, "en", concept("other", label, language="en")) == []


@pytest.mark.parametrize(
    ("text", "folded"), [("häktade", "haktade"), ("fængsel", "fangsel"), ("løsladelse", "losladelse"), ("aa", "a")]
)
def test_folding_leaves_plain_letters(text: str, folded: str) -> None:
    """Both ways of writing end in the same."""
    assert fold(text) == folded


def test_nothing_is_found_in_nothing() -> None:
    """Signs, numbers and stop words hold no terms."""
    assert [found(question, "sv") for question in ("", "?!", "§ 7 2018:26", "och att det som")] == [[], [], [], []]
