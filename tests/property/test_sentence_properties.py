from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answering.sentence import sentences

TEXTS = st.lists(
    st.sampled_from(
        ["Avtalet", "gäller", "kl.", "8.", "1.", "a)", "bl.a.", "(dnr.", "\u201d§", "3.", "maj", "X.", "Vem?", "Ja!"]
    )
    | st.sampled_from([" ", "  ", "\n", "\n\n", "\u00a0", "\t"])
).map("".join)


@given(TEXTS | st.text(max_size=80))
def test_sentences_hold_all_of_a_text_but_white_space(text: str) -> None:
    """They stand in order, begin and end with what is seen, and leave nothing of it out."""
    spans = sentences(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Avtalet gäller. Det följs upp.", ["Avtalet gäller.", "Det följs upp."]),
        ("Ring kl. 8 varje dag. Tack!", ["Ring kl. 8 varje dag.", "Tack!"]),
        ("Se (bil. 2) och (\u201dprop. 3\u201d). Slut.", ["Se (bil. 2) och (\u201dprop. 3\u201d).", "Slut."]),
        ("Den 3. maj 2024 trådte den i kraft. Den gælder.", ["Den 3. maj 2024 trådte den i kraft.", "Den gælder."]),
        ("Kap. 4. Regler. 5. Andra regler.", ["Kap. 4.", "Regler.", "5. Andra regler."]),
        ("1. Transporter\n2. Besök", ["1. Transporter", "2. Besök"]),
        ("Skrivet av J. Berg . Slut", ["Skrivet av J. Berg .", "Slut"]),
    ],
)
def test_a_full_stop_ends_a_sentence_unless_it_ends_a_short_word(text: str, found: list[str]) -> None:
    """Abbreviations, days of dates, initials and marks of lists end none."""
    assert [text[start:end] for start, end in sentences(text)] == found
