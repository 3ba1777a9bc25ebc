"""Pages with nothing set apart, and the words of an element put together from its pieces."""

from ingest.limits import Limits
from ingest.parse import parse
from ingest.parse.html import blocks_of_fragment
from ingest.parsed import ParsedBlock

_HEAD = '<!DOCTYPE html><html lang="sv"><head><title>Beslut</title></head><body>'
_SENTENCE = "Myndigheterna har i avtal nummer {} kommit överens om hur samarbetet ska gå till under året."


def _blocks(body: str) -> list[tuple[str, str]]:
    page = f"{_HEAD}{body}</body></html>".encode()
    return [(block.kind, block.text) for block in parse(page, "beslut.html", Limits()).blocks]


def test_a_page_without_boxes_and_links_is_all_content() -> None:
    """Captions and lists of names, which a judge of pages counts as furniture, stay where nothing is set apart."""
    text = "".join(f"<p>{_SENTENCE.format(number)}</p>" for number in range(8))
    blocks = _blocks(f"{text}<figure><figcaption>Bild ett</figcaption></figure><ul><li>Twitter</li></ul>{text}")
    assert len(blocks) == 18
    assert blocks[8:10] == [("paragraph", "Bild ett"), ("list_item", "Twitter")]


def test_a_page_of_boxes_is_judged_as_before() -> None:
    """A page with a menu of links and no landmarks keeps its text and loses its menu."""
    menu = "".join(f'<li><a href="/{n}">Sida {n}</a></li>' for n in range(12))
    text = "".join(f"<p>{_SENTENCE.format(number)}</p>" for number in range(8))
    texts = [words for _, words in _blocks(f"<div class='x1'><ul>{menu}</ul></div><div class='x2'>{text}</div>")]
    assert len([words for words in texts if words.startswith("Myndigheterna")]) == 8
    assert not any(words.startswith("Sida") for words in texts)


def test_blanks_between_pieces_stand_where_the_markup_has_them() -> None:
    """Runs of blanks and breaks in the markup are one blank, none is made up, and <br> begins a line."""
    html = "<p>ett<b>tvåa</b> tre \n <i> fyra</i><br/>fem\u00a0 <span></span>sex<br><br>  </p>"
    assert blocks_of_fragment(html) == [ParsedBlock("paragraph", "etttvåa tre fyra\nfem sex")]


def test_only_what_is_wholly_bold_stands_out() -> None:
    """Blanks between bold pieces do not make a paragraph plain; a plain word does."""
    bold, mixed = blocks_of_fragment("<p> <b>Helt</b> <strong>fet</strong> </p><p><b>Halvt</b> fet</p>")
    assert (bold.kind, bold.text, bold.bold or bold.level > 0) == ("heading", "Helt fet", True)
    assert (mixed.kind, mixed.bold) == ("paragraph", False)


def test_what_is_nested_too_deep_keeps_its_lines() -> None:
    """Elements below the depth that is walked through are read as text, with the line breaks they are written with."""
    html = f"{'<div>' * 200}ett  två\ntre{'</div>' * 200}"
    assert [block.text for block in blocks_of_fragment(html)] == ["ett två\ntre"]
