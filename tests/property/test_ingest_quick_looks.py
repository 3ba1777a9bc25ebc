"""What is looked for first to save time never hides what the careful look would find."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean import clean_text
from ingest.language import block_language, document_language
from ingest.organisation import SPELLINGS, organisations_in
from ingest.parsed import ParsedBlock

INVISIBLE = "\u200b"
NORWEGIAN = "Det er ikke noe som kan gjøres etter at de har vært i fengsel, og jeg mener at det er til hjelp for alle. "
GERMAN = "Der Mann mit dem Hut ist der Chef der Abteilung, und vor dem Haus steht er mit der Tasche bei der Arbeit. "
DUTCH = "De minister is van oordeel dat het op grond van de wet niet mogelijk is om dit in alle gevallen te doen. "
DANISH = "Det er ikke så let, og jeg har selv sagt det til dem, der skal gå i gang med det. Derfor er jeg glad. "


@given(st.sampled_from(sorted(SPELLINGS)).flatmap(lambda name: st.tuples(
    st.just(name), st.from_regex(rf"(?:{SPELLINGS[name]})\s", fullmatch=True)
)))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_every_spelling_of_an_organisation_is_found(drawn: tuple[str, str]) -> None:
    """However an organisation's name is spelled, the plain words looked for first are in it."""
    name, spelled = drawn
    assert name in set(organisations_in(f"Hos {spelled} finns mer."))


@given(
    st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \t\u00a0\ufb01\ufffde\u0301å"), max_size=60)
)
def test_text_that_looks_clean_is_clean(text: str) -> None:
    """The quick way through cleaning gives what the careful one gives, which an invisible character brings about."""
    assert clean_text(text) == clean_text(text.replace("\r", "\n") + INVISIBLE)


@pytest.mark.parametrize("text", [NORWEGIAN, GERMAN, DUTCH])
def test_function_words_do_not_claim_neighbouring_languages(text: str) -> None:
    """Norwegian, German and Dutch share function words with Danish and English, and are told from them."""
    assert document_language([ParsedBlock("paragraph", text * 5)], None) == "und"


def test_danish_without_tell_tale_words_is_danish() -> None:
    """Danish that reads like Norwegian word by word, but holds no Norwegian word, is Danish."""
    block = ParsedBlock("paragraph", DANISH * 5)
    assert document_language([block], None) == "da"
    assert block_language(block, "da") == "da"
