import pytest

from search.answering.behind import goes_on
from search.answering.lines import runs
from search.answering.reference import announced, points_back
from search.answering.sentence import sentences
from search.answering.wrap import is_broken
from search.understanding.opening import settled


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_a_line_that_was_broken_for_its_width_is_no_sentence() -> None:
    """The name at the end of the line does what the next line says."""
    text = "Nästa möte hålls den 27 augusti hos Provverket i Malmö. Susanne Vang\nskriver protokoll."
    assert cut(text) == ["Nästa möte hålls den 27 augusti hos Provverket i Malmö.", "Susanne Vang\nskriver protokoll."]


@pytest.mark.parametrize(
    "text",
    [
        "Frågor om gruppens arbete besvaras av samordnaren på\nsamordnare@example.org",
        "Parterna är överens om att samverka i de frågor som rör\n\nlokaler och transporter",
        "Personer som behöver läkemedel eller annan vård än den som ges\na) i häktet",
        "Ansvarig för transporter inom myndigheten i region Väst | Anna Ek\nhäkten | Bo Al",
        "Pressvakt\npress på telefon",
    ],
)
def test_a_line_that_ends_is_not_joined_with_the_next(text: str) -> None:
    """Addresses, paragraphs, marks of lists, rows of tables and labels begin anew."""
    assert not is_broken(text, text.index("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "Under första halvåret 2023 anmäldes det totalt\n63 fall där vittnen hotades.",
        "Gruppens leder oplyste desuden, at politiet fra den\n1. november 2024 kører alle ture.",
    ],
)
def test_a_line_that_goes_on_with_a_number_or_a_day_is_joined(text: str) -> None:
    """A text file breaks its lines anywhere, before a day's number as well."""
    assert is_broken(text, text.index("\n"))


@pytest.mark.parametrize(
    ("text", "lead_in", "items"),
    [
        ("Planen skrivs i tid. Den ska omfatta\n\nboende\n\narbete\n\nskulder", "Den ska omfatta", 3),
        ("Ledaren ansvarar för\n\natt besök planeras\n\natt besök räknas", "Ledaren ansvarar för", 2),
        ("Boende\n\nArbete\n\nSkulder", None, 3),
    ],
)
def test_a_line_without_a_colon_leads_in_what_ends_its_sentence(text: str, lead_in: str | None, items: int) -> None:
    """Where every item goes on in small letters; lines that all begin anew are led in by none of them."""
    (run,) = runs(text)
    assert (run.lead_in and text[slice(*run.lead_in)], len(run.items)) == (lead_in, items)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Den ska omfatta boende och arbete.", True),
        ("De mødes hver måned.", True),
        ("This is done by the registrar.", True),
        ("Den nationella gruppen möts varje månad.", False),
        ("Den som söker ska skriva under.", False),
        ("IT är ett område.", False),
    ],
)
def test_a_sentence_that_opens_with_a_pronoun_points_back(sentence: str, *, expected: bool) -> None:
    """A pronoun with a verb behind it; with a noun it names its subject anew."""
    assert points_back(sentence) is expected


def test_the_ways_that_a_sentence_announces_belong_to_it() -> None:
    """As many as it says, and none where there are fewer or a colon names them."""
    text = "Arbetet följs upp på tre sätt. Varje månad ges en rapport. Varje år görs en analys. Sist görs en mätning."
    assert announced(text, sentences(text), 0) == 3
    assert announced(text[:60], sentences(text[:60]), 0) == 0
    named = "Arbetet följs upp på två sätt: rapport och analys. Mer finns inte. Inget."
    assert announced(named, sentences(named), 0) == 0


def test_a_list_goes_on_behind_a_passage_as_far_as_its_lines_look_alike() -> None:
    """Running text ends it."""
    behind = (
        "\n\natt besök planeras\n\natt besök räknas\n\nAnsvaret följer av lagen om häkten och av avtalet i övrigt.\n"
    )
    assert behind[: goes_on(behind, "that")].split() == ["att", "besök", "planeras", "att", "besök", "räknas"]


@pytest.mark.parametrize(
    ("question", "read", "intent"),
    [
        ("How are valuables handled when someone is brought in?", "when", "how"),
        ("Hur snart ska en klient besöka kontoret?", "when", "when"),
        ("När räknas en transport som försenad?", "when", "what"),
        ("Hvornår træder aftalen i kraft?", "when", "when"),
        ("Hvad forstår politiet ved et udsat område?", "what", "definition"),
        ("Hvad tid på dagen åbner kontoret?", "what", "when"),
        ("Hvad er fristen for at klage?", "definition", "when"),
        ("What is the date of the decision?", "what", "when"),
        ("Vad är ett häkte?", "definition", "definition"),
        ("Vem är chef för häktet?", "who", "who"),
    ],
)
def test_the_opening_of_a_question_settles_what_it_asks(question: str, read: str, intent: str) -> None:
    """Whatever the classifier makes of its other words."""
    assert settled(question, read) == intent  # type: ignore[arg-type]
