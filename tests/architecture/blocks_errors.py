"""Every error that has a code of its own, as the pages show them."""

from collections.abc import Iterator
from importlib import import_module

from kring_shared.kernel.errors import KringError, NotYet, Refused
from tests.architecture.tree import ROOT, SHIPPED, sources

KINDS = ((Refused, "refused"), (NotYet, "not yet"))
HEADS = ("code", "what it means", "kind", "exit code")


def every_error() -> list[type[KringError]]:
    """Give every error that has a code of its own; those of tests are left out."""
    homes = (ROOT / "shared", *(ROOT / "services" / name for name in SHIPPED))
    for home in homes:
        for path in sources(home):
            if '    code = "kring.' in path.read_text(encoding="utf-8"):
                import_module(".".join(path.relative_to(home).with_suffix("").parts))
    return list(_family(KringError))


def _family(error: type[KringError]) -> Iterator[type[KringError]]:
    ours = error.__module__.startswith("kring_") and not error.__module__.startswith("kring_shared.testing")
    if ours and "code" in vars(error):
        yield error
    for kind in error.__subclasses__():
        yield from _family(kind)


def error_rows() -> list[tuple[str, ...]]:
    """Give each code with what it means, which of the three kinds it is, and the exit code it ends with."""
    by_code: dict[str, list[type[KringError]]] = {}
    for error in every_error():
        by_code.setdefault(error.code, []).append(error)
    return [
        (
            f"`{code}`",
            " ".join(dict.fromkeys((error.__doc__ or "").split("\n\n")[0].replace("\n    ", " ") for error in errors)),
            next((name for kind, name in KINDS if issubclass(errors[0], kind)), ""),
            str(errors[0].exit_code),
        )
        for code, errors in sorted(by_code.items())
    ]
