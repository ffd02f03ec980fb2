"""Tells the two kinds of matching plugin apart, once, when the service starts."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from kring_matching.hooks import MAY_LOOK_AT, Criterion, Rule
from kring_shared.kernel.errors import WrongSetup


def criteria(plugins: Mapping[str, Any]) -> dict[str, Criterion]:
    """Give what ranks, by name: what was built and has `look` and `weight`.

    Raises:
        WrongSetup: something among them is neither a criterion nor a rule, is both, or says of itself what cannot be.
    """
    return {name: built for name, built in sorted(plugins.items()) if _is_criterion(name, built)}


def rules(plugins: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Give what keeps out, in the order of their names: what was built and has `keeps_out`.

    Raises:
        WrongSetup: something among them is neither a criterion nor a rule, or is both.
    """
    return tuple(built for name, built in sorted(plugins.items()) if not _is_criterion(name, built))


def _is_criterion(name: str, built: object) -> bool:
    ranks = callable(getattr(built, "look", None)) and hasattr(built, "weight")
    keeps_out = callable(getattr(built, "keeps_out", None))
    if ranks is keeps_out:
        found = "is both" if ranks else "is neither"
        raise WrongSetup(
            f"plugin {name!r} of matching {found}: a criterion has `look` and `weight`, a rule has `keeps_out`; "
            "offer one of them, or two plugins"
        )
    _check_looks_at(name, built)
    if ranks and not _counts(getattr(built, "weight", None)):
        raise WrongSetup(f"the weight of plugin {name!r} of matching must be a number, 0 or more")
    return ranks


def _check_looks_at(name: str, built: object) -> None:
    looks_at = getattr(built, "looks_at", ())
    if not isinstance(looks_at, tuple) or not MAY_LOOK_AT.issuperset(looks_at):
        raise WrongSetup(f"`looks_at` of plugin {name!r} of matching must be a tuple of names from `MAY_LOOK_AT`")


def _counts(weight: object) -> bool:
    return isinstance(weight, int | float) and isfinite(weight) and weight >= 0
