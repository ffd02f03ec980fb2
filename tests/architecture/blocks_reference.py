"""The parts of the reference that are made from code: the command line, the hooks, and what travels sealed."""

import inspect
from collections.abc import Iterator
from html import escape
from importlib import import_module
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel
from typer.main import get_command

from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.sealed import Sealed
from kring_shared.runtime.cli import app
from kring_shared.runtime.published.schemas import sentence_of
from tests.architecture.tree import SERVICES, package_of

FENCE: Final = "```"
HOOK_HEADS: Final = ("hook", "what it is", "what it offers")
SEALED_HEADS: Final = ("message", "reach", "sealed fields", "what the message says")
_NOTHING: Final = "Show this message and exit."


def command_line() -> str:
    """Write every command of `kring`, with its arguments, options and example."""
    return "\n\n".join(_command(get_command(app), "kring", None, depth=1)).strip()


def _command(command: Any, name: str, above: Any, *, depth: int) -> Iterator[str]:  # noqa: ANN401 - Typer shows no class
    context = command.context_class(command, info_name=name, parent=above)
    if above is not None:
        yield f"{'#' * depth} {context.command_path}"
        yield from (_one_line(part) for part in (command.help or "").split("\n\n"))
        if not hasattr(command, "list_commands"):
            yield f"{FENCE}text\n{' '.join([context.command_path, *command.collect_usage_pieces(context)])}\n{FENCE}"
        yield from _parameters(command, context)
        yield from _example(command.epilog or "")
    for inner in command.list_commands(context) if hasattr(command, "list_commands") else ():
        yield from _command(command.get_command(context, inner), inner, context, depth=depth + 1)


def _parameters(command: Any, context: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    records = [one.get_help_record(context) for one in command.get_params(context)]
    rows = [(_typed(word), _one_line(said)) for word, said in filter(None, records) if said != _NOTHING]
    if rows:
        lines = [("argument or option", "what it is"), ("---", "---"), *rows]
        yield "\n".join(f"| {word} | {said.replace('|', '&#124;')} |" for word, said in lines)


def _typed(word: str) -> str:
    """Show a word as it is typed; a bar in it would end the cell of a table, in ways that differ by reader."""
    return f"<code>{escape(word).replace('|', '&#124;')}</code>" if "|" in word else f"`{word}`"


def _example(epilog: str) -> Iterator[str]:
    lines = epilog.removeprefix("\b\n").removeprefix("Example: ").rstrip()
    if lines:
        yield f"{FENCE}console\n{inspect.cleandoc(lines)}\n{FENCE}"


def _one_line(text: str) -> str:
    return " ".join(text.replace("\b", "").split())


def hook_rows() -> list[tuple[str, ...]]:
    """Give every hook: what a plugin may offer, and what it is then asked."""
    rows: list[tuple[str, ...]] = []
    for name in SERVICES:
        if (package_of(name) / "hooks.py").exists():
            module = import_module(f"kring_{name}.hooks")
            found = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if _is_hook(kind)]
            rows += [_hook(module.__name__, kind) for kind in found]
    return rows


def _is_hook(kind: type) -> bool:
    return bool(getattr(kind, "_is_protocol", False)) and kind.__module__.startswith("kring_")


def _hook(module: str, kind: type) -> tuple[str, ...]:
    offers = [f"`{name}`" for name in (*vars(kind).get("__annotations__", {}), *vars(kind)) if not name.startswith("_")]
    return f"`{module}.{kind.__name__}`", _first(kind), ", ".join(dict.fromkeys(offers))


def _first(kind: type) -> str:
    return _one_line((inspect.getdoc(kind) or "").split("\n\n")[0])


def sealed_rows() -> list[tuple[str, ...]]:
    """Give every message that carries something sealed: how far it may travel, and which of its fields are sealed."""
    rows: list[tuple[str, ...]] = []
    for message in (*FACTS.values(), *COMMANDS.values(), *QUERIES.values()):
        fields = [f"`{path}`" for path in _sealed_in(message, "", ())]
        if fields:
            rows.append((f"`{message.kind()}`", _reach(message), ", ".join(fields), sentence_of(message)))
    return rows


def _reach(message: type[Named]) -> str:
    return str(getattr(message, "reach", "")) or "asked and answered"


def _sealed_in(model: type[BaseModel], place: str, within: tuple[type[BaseModel], ...]) -> Iterator[str]:
    for field in model.model_fields.values():
        path = f"{place}{field.alias}"
        for inner in _models_in(field.annotation):
            if issubclass(inner, Sealed):
                yield path
            elif inner not in within:
                yield from _sealed_in(inner, f"{path}.", (*within, inner))


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - a type, or what one can be written with
    if inspect.isclass(annotation) and get_origin(annotation) is None:
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for part in get_args(annotation):
        yield from _models_in(part)
