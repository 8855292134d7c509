"""Commands that are imported when they are run.

commands.COMMANDS ─stand_ins─▶ what typer lists ─(a name is given)─▶ its module imported, its options read
"""

from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from services.cli.commands import Command, Group


class Later(TyperCommand):
    """A command known by its name and its summary, until it is run or its own help is asked for."""

    def __init__(self, name: str, command: Command) -> None:
        super().__init__(name, help=command.summary)
        self._command = command

    @cached_property
    def loaded(self) -> TyperCommand:
        """The command itself, with its options and its whole help; read once a process."""
        module, _, function = self._command.place.partition(":")
        # Of one function typer makes a command, not a group.
        alone = typer.Typer(add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False)
        settings = {"ignore_unknown_options": True} if self._command.passes_on else {}
        alone.command(self.name, context_settings=settings)(getattr(import_module(module), function))
        command = typer.main.get_command(alone)
        assert isinstance(command, TyperCommand)  # noqa: S101 (for the type alone)
        return command

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:  # noqa: ANN401 (typer's types, which are private)
        """Return the context of the command itself, so that it is what typer goes on with."""
        return self.loaded.make_context(info_name, args, parent, **extra)


def stand_ins(commands: Mapping[str, Command | Group]) -> dict[str, Later | TyperGroup]:
    """Return what typer needs to list *commands* and to find one of them."""
    return {
        name: Later(name, each)
        if isinstance(each, Command)
        else TyperGroup(
            name=name,
            help=each.summary,
            commands=dict(stand_ins(each.commands)),
            no_args_is_help=True,
            rich_markup_mode="rich",
        )
        for name, each in commands.items()
    }
