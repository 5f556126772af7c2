"""`parktwin`: one command a file in `ui/commands/`; a `UserError` becomes one sentence and exit code 2."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Sequence
from typing import NoReturn, Protocol, cast

import ui.commands
from gis.errors import UserError
from gis.text import LANGUAGES, set_language, system_language, tr


class Command(Protocol):
    """What a module in `ui/commands/` offers."""

    SUMMARY: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; the exit code comes back."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in the form of every other error."""

    def error(self, message: str) -> NoReturn:
        said = tr("{complaint}.", complaint=message)
        raise UserError(tr("Command line"), said, remedy=tr("See '{command} --help'.", command=self.prog))


def commands() -> dict[str, Command]:
    """Every command by name, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(ui.commands.__path__))
    return {name: cast(Command, importlib.import_module(f"ui.commands.{name}")) for name in names}


def parser(known: dict[str, Command]) -> argparse.ArgumentParser:
    """The parser of the whole command line, which speaks the language in use."""
    # argparse looks its messages up by a module-wide `_` and offers no other door to another language.
    vars(argparse)["_"] = tr
    top = _Parser(prog="parktwin", description=tr("ParkTwin: a digital twin of industrial parks"))
    top.add_argument("--lang", choices=LANGUAGES, help=tr("language of messages and pictures"))
    inner = top.add_subparsers(dest="command", metavar=tr("COMMAND"), required=True)
    for name, command in known.items():
        command.arguments(inner.add_parser(name, help=tr(command.SUMMARY), description=tr(command.SUMMARY)))
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code comes back: 0 done, 1 the command's own no, 2 a `UserError`."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    set_language(_asked_language(words) or system_language())
    try:
        known = commands()
        options = parser(known).parse_args(words)
        return known[options.command].run(options)
    except UserError as error:
        sys.stderr.write(f"parktwin: {error}\n")
        if "--json" in words:
            sys.stdout.write(_document(error))
        return 2
    except KeyboardInterrupt:
        sys.stderr.write(tr("parktwin: stopped") + "\n")
        return 130


def _document(error: UserError) -> str:
    """For a program that reads what is printed: a document with the mistake as its one finding."""
    parts = {"where": error.where, "what": error.what, "expected": error.expected, "remedy": error.remedy}
    document = {"usable": False, "findings": [{"level": "error", **parts}]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _asked_language(words: list[str]) -> str | None:
    """The value of `--lang`, needed before the parser speaks; a wrong one is left for the parser to refuse."""
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        value = following if word == "--lang" else word.partition("--lang=")[2]
        if value in LANGUAGES:
            return value
    return None


if __name__ == "__main__":
    sys.exit(main())
