"""Commands that a service brings along: found by their entry point, and loaded when they are asked for."""

from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

GROUP: Final = "kring.commands"
OURS: Final = "kring-"
"""How the packages of Kring's own services are called. The command line signs in anybody's name and reads what is
personal, so a package that merely happens to be installed adds nothing to it; nor does it take the place of a command.
"""


class WithBrought(TyperGroup):
    """Our own commands, and behind them those that installed services bring along.

    Nothing is looked for while one of our own is run: `kring cases` is as quick as if there were no others.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - Typer's context, whose class it does not show
        """Name them all, our own first."""
        own = super().list_commands(ctx)
        return [*own, *sorted(set(_points()) - set(own))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - and its commands
        """Give a command by its name; nothing where there is none."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        point = _points().get(cmd_name)
        return None if point is None else _loaded(point)


def _points() -> dict[str, EntryPoint]:
    ours = (point for point in entry_points(group=GROUP) if _package(point).startswith(OURS))
    return {point.name: point for point in sorted(ours, key=_package, reverse=True)}


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else ""


def _loaded(point: EntryPoint) -> Any:  # noqa: ANN401 - as above
    try:
        found = point.load()
        if not isinstance(found, typer.Typer):
            return _broken(point, "is not a Typer app")
        group = get_group(found)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the other commands go on
        return _broken(point, f"cannot be loaded ({type(error).__name__})")
    group.name = point.name
    return group


def _broken(point: EntryPoint, what: str) -> Any:  # noqa: ANN401 - as above
    """Give a command that says what is wrong, in the list of commands and when it is typed."""
    said = f"command {point.name!r} of package {_package(point)} {what}: mend the package or take it away"

    def broken() -> None:
        from kring_shared.kernel.errors import WrongSetup

        raise WrongSetup(said)

    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    anything = {"ignore_unknown_options": True, "allow_extra_args": True}
    alone.command(point.name, help=f"Not there: {said}.", context_settings=anything)(broken)
    return get_command(alone)
