import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.references import HEADING, LEADING, passage_references, references


def keys(text: str) -> set[str]:
    return {reference.key for reference in references(text)}


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (["PM 2018:26", "pm 2018:26", "enligt PM2018:26.", "2018:26"], "no:2018:26"),
        (["saknr 190", "Saknr. 190", "saknummer: 190", "SAKNR 190"], "saknr:190"),
        (["2014:18", "SFS 2014:18", "förordning (2014:18)"], "no:2014:18"),
        (["prop. 2016/17:126", "skr. 2016/17:126", "2016/17:126"], "no:2016/17:126"),
        (["Ju2023/01234", "ju2023/1234", "Ju 2023/01234", "dnr Ju2023/01234"], "no:2023/1234"),
        (["Dnr 2026-02797", "dnr. 2026-02797", "diarienummer 2026/02797"], "no:2026/2797"),
        (["A612.304/2020", "dnr A612.304/2020"], "no:a612.304/2020"),
        (["J.nr. 21-6040-0011", "21-6040-0011", "sagsnr. 21-6040-11"], "no:21/6040/11"),
        (["j.nr. 2019-1234", "J.nr. 2019-1234", "sagsnr. 2019-1234"], "no:2019/1234"),
        (["§ 12", "12 §", "12§", "§12", "section 12", "paragraf 12", "§§ 12-14", "12 och 13 §§"], "§:12"),
        (["§ 49 a", "49 a §", "49a §"], "§:49a"),
        (["3 kap. 5 §", "3 kap 5 §", "kap. 3 § 5", "kapitel 3 § 5", "chapter 3 section 5"], "kap:3§5"),
        (["kap. 4", "4 kap.", "kapitel 4", "chapter 4", "Kap 4"], "kap:4"),
        (["stk. 2", "Stk. 2.", "stk 2"], "stk:2"),
        (["§ 12, stk. 2", "§ 12 stk 2", "12 § andra stycket"], "§:12stk2"),
        (["BEK nr 760", "bekendtgørelse nr. 760", "BEK nr. 760 af 25/06/2025", "order no. 760"], "bek:760"),
        (["artikel 6", "art. 6", "Article 6"], "art:6"),
        (
            [
                "2020-01-29", "29 januari 2020", "den 29:e januari 2020", "29. januar 2020", "January 29, 2020",
                "Jan 29, 2020", "29 January 2020", "29/1 2020", "29/1-2020", "29.1.2020", "29/01/2020", "29-01-2020",
            ],
            "date:2020-01-29",
        ),
    ],
)  # fmt: skip
def test_a_reference_has_one_key_however_it_is_spelt(spellings: list[str], key: str) -> None:
    """Spellings of the three languages, with and without points and blanks, are the same reference."""
    assert [text for text in spellings if key not in keys(text)] == []


@pytest.mark.parametrize(
    "text",
    ["kl. 10:30", "010-123 45 67", "10 personer i 3 rum", "avsnitt 4.1.1", "0200-21 20 19", "15 maj", "99/99 2020",
     "andra stycket", "strategien 2023-2026",
     "den 00.00.2020"],
)  # fmt: skip
def test_other_numbers_are_no_references(text: str) -> None:
    """Times, telephone numbers, amounts and days that do not exist name nothing."""
    assert {key for key in keys(text) if not key.startswith("stk:")} == set()


def test_the_section_of_a_chapter_is_known_by_the_heading_above_it() -> None:
    """A passage that opens with its own number is that section of the chapter in its headings; one cited is not."""
    held = passage_references("5 § Den som enligt 12 § begär ersättning ska anmäla det.", "Lag (2018:12) 3 kap. Straff")
    assert held["kap:3§5"] == held["§:5"] == LEADING
    assert held["no:2018:12"] == HEADING
    assert held["§:12"] < HEADING
    assert "kap:3§12" not in held


@given(st.text(max_size=300) | st.text(alphabet="0123456789:/-.§ kapstnrKſİı\n", max_size=80))
def test_any_text_has_references_or_none(text: str) -> None:
    """Keys are unique, weights positive, places within the text."""
    found = references(text)
    assert len({reference.key for reference in found}) == len(found)
    assert all(reference.weight > 0 and 0 <= reference.start < len(text) for reference in found)
