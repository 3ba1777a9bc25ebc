"""`samsok evaluate`: figures over the knowledge base, or over any judged passages.

Knows which figures there are to show; must not know how they are computed.
"""

from collections.abc import Mapping
from pathlib import Path

import click

from api.cli import settings_of
from api.payload import encode_json
from api.searching import open_searcher
from api.settings import Settings
from search import evaluation

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("questions", required=False, type=_FILE)
@click.option("--queries", type=_FILE, help="Judged questions, one {query, positives} a line.")
@click.option("--passages", type=_FILE, help="Passages, one {id, lang, text, title?} a line.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def evaluate(
    ctx: click.Context, *, questions: Path | None, queries: Path | None, passages: Path | None, as_json: bool
) -> None:
    """Measure how well QUESTIONS are answered over the knowledge base.

    With --queries and --passages instead: how well judged passages are ranked, in a temporary index made by the same
    code that serves.
    """
    settings = settings_of(ctx)
    figures: Mapping[str, object]
    if questions and not (queries or passages):
        figures = _over_knowledge(settings, questions)
    elif queries and passages and not questions:
        figures = _over_passages(settings, queries, passages)
    else:
        raise click.UsageError("Give either QUESTIONS, or both --queries and --passages.")
    click.echo(encode_json(figures).decode() if as_json else figures_text(figures))


def _over_knowledge(settings: Settings, path: Path) -> Mapping[str, object]:
    questions = evaluation.read_questions(path)
    with open_searcher(settings) as searcher:
        return evaluation.evaluate_questions(searcher.search, questions)


def _over_passages(settings: Settings, queries: Path, passages: Path) -> Mapping[str, object]:
    from api.wiring import open_temporary  # noqa: PLC0415 - asking a running service needs no model

    judged = evaluation.read_judged(queries)
    with open_temporary(settings) as knowledge:
        evaluation.build(evaluation.read_passages(passages), knowledge.catalog, knowledge.store, knowledge.indexer)
        count = knowledge.catalog.count_passages(1)
        return evaluation.evaluate_queries(knowledge.service.search, judged, count).to_json()


def figures_text(figures: Mapping[str, object]) -> str:
    """Return figures as lines; groups of figures are indented under their name."""
    lines = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            lines += [f"{name}:", *(f"  {line}" for line in figures_text(value).split("\n"))]
        else:
            lines.append(f"{name:<14} {value}")
    return "\n".join(lines)
