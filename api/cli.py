"""The command `samsok`: which commands there are, and how errors become one line and an exit code.

Knows names and exit codes only. Each command's module is loaded when it is called, so that `samsok --help` is quick
and serving does not pay for parsers.
"""

import importlib
import os
import sys
from collections.abc import Mapping

import click

from api.settings import Settings, describe_settings, load_settings
from search.errors import BackendError, DocumentError, RequestError, SamsokError, SetupError

EXIT_CODES: dict[type[SamsokError], int] = {DocumentError: 1, RequestError: 2, BackendError: 3, SetupError: 4}
FAILED = 1

COMMANDS: Mapping[str, tuple[str, str]] = {
    "ingest": ("api.cli_ingest:ingest", "Take in files, folders and web pages."),
    "search": ("api.cli_search:search", "Find passages for a question."),
    "ask": ("api.cli_search:ask", "Answer a question from the papers."),
    "serve": ("api.cli_serve:serve", "Answer over HTTP, with a search page."),
    "evaluate": ("api.cli_evaluate:evaluate", "Measure how well questions are answered."),
    "reindex": ("api.cli_ingest:reindex", "Rebuild the index from the catalog."),
    "delete": ("api.cli_ingest:delete", "Remove documents."),
    "feedback": ("api.cli_feedback:feedback", "Show what readers said."),
    "contacts": ("api.cli_contacts:contacts", "Write contacts to a file, or take in your own."),
    "doctor": ("api.cli_doctor:doctor", "Check that the installation fits together."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the settings and the exit codes."""
        with formatter.section("Environment"):
            formatter.write_dl(describe_settings())
        with formatter.section("Exit codes"):
            formatter.write_dl(
                [
                    ("0", "Done."),
                    ("1", "Some documents failed; the report names them."),
                    ("2", "The command or the question must be changed."),
                    ("3", "A store or service cannot be used now; try again."),
                    ("4", "The installation or its settings must be mended."),
                ]
            )


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", metavar="FOLDER", help="Data folder; stronger than SAMSOK_DATA.")
@click.version_option(package_name="samsok", prog_name="samsok")
@click.pass_context
def group(ctx: click.Context, data: str | None) -> None:
    """Search and answers over the papers of agencies that work together.

    Results go to standard output, progress and logs to standard error.
    """
    ctx.obj = {"data": data} if data else {}


def settings_of(ctx: click.Context, **overrides: str | None) -> Settings:
    """Return the settings with what the command line overrides; also sets up the log."""
    given = {**ctx.find_root().obj, **{name: value for name, value in overrides.items() if value is not None}}
    settings = load_settings(os.environ, given)
    start_log(settings.log_level)
    return settings


def start_log(level: str) -> None:
    """Send the log of Samsök's own parts to standard error; libraries only warn."""
    import logging  # noqa: PLC0415 - --help does without

    from api.log import log_handler  # noqa: PLC0415

    logging.basicConfig(level="WARNING", handlers=[log_handler(sys.stderr)])
    for name in ("samsok", "api", "ingest", "search", "uvicorn"):
        logging.getLogger(name).setLevel(level.upper())


def exit_code_of(error: SamsokError) -> int:
    """Return the exit code that tells who must act."""
    return next((EXIT_CODES[cls] for cls in type(error).__mro__ if cls in EXIT_CODES), EXIT_CODES[SetupError])


def main() -> None:
    """Run the command line; every SamsokError is one line on standard error."""
    try:
        group.main(prog_name="samsok")
    except SamsokError as error:
        from search.personal import mask  # noqa: PLC0415 - --help does without

        # what stands on standard error ends up in somebody's log
        click.echo(f"samsok: {mask(' '.join(str(error).split())).text}", err=True)
        sys.exit(exit_code_of(error))


if __name__ == "__main__":
    main()
