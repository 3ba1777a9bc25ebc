"""`samsok search` and `samsok ask`.

Translate arguments to `Query` and results to JSON or text for a terminal.
"""

from datetime import datetime
from typing import Any, get_args

import click

from api.answer_view import SURE, words_beside
from api.cli import settings_of
from api.labels import language_label
from api.payload import answer_payload, encode_json, search_payload
from api.question import read_question
from api.searching import open_searcher
from api.view import Piece, badge_of, excerpt, expansion_words, hits_words, page_words
from api.words import ENGLISH
from search.document import DocumentType, Language
from search.result import Answer, Filters, Hit, Query, Quote, SearchResponse


def _question_options(command: Any) -> Any:
    options = [
        click.argument("question", nargs=-1, required=True),
        click.option("--language", multiple=True, type=click.Choice(get_args(Language)), help="Only these languages."),
        click.option("--organisation", multiple=True, help="Only papers of these organisations."),
        click.option(
            "--document-type", multiple=True, type=click.Choice(get_args(DocumentType)), help="Only these kinds."
        ),
        click.option("--area", multiple=True, help="Only these areas of cooperation."),
        click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Judge validity for this day."),
        click.option("--include-expired", is_flag=True, help="Include papers no longer in force."),
        click.option("--no-expand", is_flag=True, help="Search for the words of the question alone."),
        click.option("--json", "as_json", is_flag=True, help="Write the JSON of the HTTP contract."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@_question_options
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="Most results.")
@click.option("--cursor", help="next_cursor of an earlier response.")
@click.option("--no-answer", is_flag=True, help="Look for passages only.")
@click.option("--explain", is_flag=True, help="Tell the signals behind each score.")
@click.pass_context
def search(ctx: click.Context, /, *, as_json: bool, **asked: Any) -> None:
    """Find passages for QUESTION, in Swedish, Danish or English.

    Where this data folder is being served, the running service is asked.
    """
    settings = settings_of(ctx)
    query = _query(asked, settings.max_query_characters)
    with open_searcher(settings) as searcher:
        response = searcher.search(query)
    click.echo(encode_json(search_payload(response)).decode() if as_json else _response_text(response))


@click.command()
@_question_options
@click.pass_context
def ask(ctx: click.Context, /, *, as_json: bool, **asked: Any) -> None:
    """Answer QUESTION with the words of the papers, or say that they do not tell.

    Where this data folder is being served, the running service is asked.
    """
    settings = settings_of(ctx)
    query = _query(asked, settings.max_query_characters)
    with open_searcher(settings) as searcher:
        answer = searcher.answer(query)
    click.echo(encode_json(answer_payload(answer)).decode() if as_json else _answer_text(answer))


def _query(asked: dict[str, Any], max_characters: int) -> Query:
    day: datetime | None = asked["as_of"]
    return Query(
        text=read_question(" ".join(asked["question"]), max_characters),
        limit=asked.get("limit", 10),
        cursor=asked.get("cursor"),
        filters=Filters(asked["language"], asked["organisation"], asked["document_type"], asked["area"]),
        as_of=None if day is None else day.date(),
        include_expired=asked["include_expired"],
        answer=not asked.get("no_answer", False),
        explain=asked.get("explain", False),
        expand=not asked["no_expand"],
    )


def _response_text(response: SearchResponse) -> str:
    parts = [] if response.answer is None else [_answer_text(response.answer)]
    parts.append(click.style(hits_words(response.total, ENGLISH), bold=True))
    if response.did_you_mean:
        parts.append(f"Did you mean: {response.did_you_mean}")
    if response.expansions:
        parts.append(f"Also searched for: {'; '.join(expansion_words(response.expansions, ENGLISH))}")
    parts += [_hit_text(number, hit) for number, hit in enumerate(response.results, 1)]
    if response.next_cursor:
        parts.append(f"More: --cursor {response.next_cursor}")
    return "\n\n".join(parts)


def _hit_text(number: int, hit: Hit) -> str:
    lines = [
        click.style(f"{number}. {hit.title or 'Untitled'}", bold=True),
        _where(hit),
        "".join(_piece_text(piece) for piece in excerpt(hit.text, hit.highlights, "".join(hit.section_path[-1:]))),
        f"[{_known(hit)}]",
    ]
    if hit.explain is not None:
        lines.append("  ".join(f"{name}={value}" for name, value in {"score": hit.score, **hit.explain}.items()))
    return "\n   ".join(line.replace("\n", "\n   ") for line in lines if line)


def _known(hit: Hit) -> str:
    badge = badge_of(hit.validity, ENGLISH)
    return "; ".join([hit.source, language_label(hit.language, ENGLISH), *([badge.text] if badge else [])])


def _piece_text(piece: Piece) -> str:
    return click.style(piece.text, underline=True) if piece.marked else piece.text


def _where(found: Hit | Quote) -> str:
    page = page_words(found.page, getattr(found, "page_label", None), ENGLISH)
    return ", ".join([*([" › ".join(found.section_path)] if found.section_path else []), *([page] if page else [])])


def _answer_text(answer: Answer) -> str:
    found = "Answer" if answer.confidence >= SURE else "Possible answer"
    heading = found if answer.status == "answered" else "No answer in the papers"
    lines = [click.style(heading, bold=True), answer.text if answer.kind == "contact" else words_beside(answer, ())]
    for quote in answer.quotes:
        where = _where(quote)
        lines += [f"“{quote.text}”", f"   {quote.title}{', ' + where if where else ''} [{quote.source}]"]
    lines += [f"See also: {entry.get('title', '')} [{entry.get('source', '')}]" for entry in answer.see_also]
    return "\n".join(line for line in lines if line)
