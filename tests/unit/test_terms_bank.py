import pytest

from search.terms import Concept, Labels, TermBank

BANK = TermBank(
    (
        Concept("prison", "", "place", {"sv": Labels("fängelse", ("anstalt",)), "en": Labels("prison")}),
        Concept("open-prison", "", "place", {"sv": Labels("öppen anstalt"), "en": Labels("open prison")}),
        Concept("prisoner", "", "role", {"sv": Labels("intagen", ("fånge",), ("fångar",)), "en": Labels("prisoner")}),
    )
)


@pytest.mark.parametrize(
    ("text", "languages", "expected"),
    [
        ("prison", ["en"], ["prison", "prisoner", "open-prison"]),
        ("Anstalt", ["sv"], ["prison", "open-prison"]),
        ("fångar", ["sv"], ["prisoner"]),
        ("fångar", ["en"], []),
        ("fäng", ["sv", "en"], ["prison"]),
        ("ris", ["en"], []),
        ("", ["en"], ["open-prison", "prison", "prisoner"]),
    ],
)
def test_the_glossary_finds_beginnings_of_labels_and_words(
    text: str, languages: list[str], expected: list[str]
) -> None:
    """A whole label first, then usual terms that begin so, then words inside; hidden labels are found too."""
    found, total = BANK.find(text, languages, 10)
    assert [concept.notation for concept in found] == expected
    assert total == len(expected)


def test_the_glossary_counts_what_it_does_not_show() -> None:
    """A limit cuts the list, not the number."""
    found, total = BANK.find("", ["en"], 1)
    assert (len(found), total) == (1, 3)


def test_a_name_falls_back_to_another_language() -> None:
    """A concept without a Danish label still has a name."""
    assert BANK.concept("prison").name_in("da") == "fängelse"
    assert "prison" in BANK
    assert BANK.number("prisoner") == 2
