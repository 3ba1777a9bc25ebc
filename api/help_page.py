"""Makes docs/command-line.md from the commands' own help: `python -m api.help_page > docs/command-line.md`."""

import click

from api.cli import COMMANDS, group

_HEAD = """# Command line

This page is made from the commands' own help: `python -m api.help_page > docs/command-line.md`.

`--json` is understood by every command that reports something; it is then the only thing on standard output. Progress
and logs go to standard error. Every error is one line on standard error that says what, which one and what to do.
The settings are described in [settings.md](settings.md), the JSON of `search` and `ask` in [http-api.md](http-api.md).

While a data folder is being served, `samsok search`, `samsok ask` and `samsok evaluate QUESTIONS` ask the running
service, because one process at a time owns an embedded index. `samsok ingest`, `reindex` and `delete` work beside it;
the service moves on to the new state by itself.
"""


def help_markdown() -> str:
    """Return the help of all commands as one page."""
    parts = [_HEAD, _block("samsok", group)]
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        if command is not None:
            parts += [f"## samsok {name}\n", _block(f"samsok {name}", command)]
            below = command.commands if isinstance(command, click.Group) else {}
            parts += [_block(f"samsok {name} {each}", below[each]) for each in below]
    return "\n".join(parts)


def _block(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, help_option_names=["-h", "--help"])
    return f"```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    click.echo(help_markdown(), nl=False)
