"""Finds, checks and builds plugins. Built-ins and third parties come through the same entry points.

A plugin of another package is used only when `KRING_PLUGINS` names it: nothing is switched on by being installed.
"""

from collections.abc import Collection
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

import structlog
from pydantic import BaseModel, ValidationError

from kring_shared.kernel.errors import WrongSetup
from kring_shared.kernel.plugins import API, Manifest
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.lane.receipts import pointers
from kring_shared.runtime.settings import SharedSettings

log = structlog.get_logger()
SERVICES: Final = "kring.services"


def service_names() -> list[str]:
    """Name the services that are installed."""
    return sorted(entry_points(group=SERVICES).names)


def service(name: str) -> Service:
    """Load a service by name.

    Raises:
        WrongSetup: none of that name is installed, or its entry point gives something else.
    """
    for point in entry_points(group=SERVICES, name=name):
        found = _imported(point, f"service {name!r}")
        if isinstance(found, Service):
            return found
        raise WrongSetup(f"the entry point of service {name!r} does not give a Service")
    raise WrongSetup(f"no service called {name!r} is installed; installed: {', '.join(service_names()) or 'none'}")


def load(wanted: Service, shared: SharedSettings) -> dict[str, Any]:
    """Build the plugins of a service: its own built-ins, and those of others that the settings allow.

    Raises:
        WrongSetup: a plugin that was asked for is not there, is written for other hooks, or its settings are wrong.
    """
    built = load_group(wanted.name, wanted.plugin_group or "", shared)
    for name in sorted(set(entry_points(group=wanted.plugin_group or "").names) - set(built)):
        log.info("plugin.not-allowed", plugin=name, service=wanted.name)
    return built


def load_group(service_name: str, group: str, shared: SharedSettings) -> dict[str, Any]:
    """Build the plugins of a service by its name, without loading the service itself: the command line uses some.

    Raises:
        WrongSetup: as for `load`.
    """
    allowed = {name.partition(":")[2] for name in shared.plugins if name.startswith(f"{service_name}:")}
    points = _points(service_name, group, allowed)
    _check_names(service_name, points, shared)
    return {
        name: _build(name, point, service_name, shared)
        for name, point in points.items()
        if _is_built_in(point, service_name) or name in allowed
    }


def _points(service_name: str, group: str, allowed: set[str]) -> dict[str, EntryPoint]:
    """Give what is installed for a service, by name; a built-in gives way to nobody."""
    found: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=group), key=lambda p: (p.name, not _is_built_in(p, service_name))):
        if found.setdefault(point.name, point) is not point and point.name in allowed:
            raise WrongSetup(f"two installed packages offer a plugin {point.name!r} for {service_name}: keep one")
    return found


def _check_names(service_name: str, points: Collection[str], shared: SharedSettings) -> None:
    """Refuse a name that can mean nothing; what is for another service is for that service to know."""
    for setting, names in (("KRING_PLUGINS", shared.plugins), ("KRING_PLUGIN_SETTINGS", shared.plugin_settings)):
        for written in names:
            service_part, _, name = written.partition(":")
            if service_part not in API:
                near = _meant(service_part, API)
                raise WrongSetup(
                    f"{setting} names {written!r}: {near}write service:name, the service one of {', '.join(API)}"
                )
            if service_part == service_name and name not in points:
                hint = f"{_meant(name, points)}{service_name} has {', '.join(points)}"
                raise WrongSetup(f"{setting} names {written!r}, but it is not installed: {hint}")


def _meant(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}? " if near else ""


def _imported(point: EntryPoint, what: str) -> Any:  # noqa: ANN401 - whatever the package gives
    try:
        return point.load()
    except Exception as error:
        package = point.dist.name if point.dist else point.value
        raise WrongSetup(
            f"{what} of package {package} cannot be imported ({type(error).__name__}): mend it or take it away"
        ) from error


def _is_built_in(point: EntryPoint, service_name: str) -> bool:
    return point.dist is not None and point.dist.name == f"kring-{service_name}"


def _build(name: str, point: EntryPoint, service_name: str, shared: SharedSettings) -> Any:  # noqa: ANN401 - a plugin
    manifest = _imported(point, f"plugin {name!r}")
    if not isinstance(manifest, Manifest) or manifest.name != name or manifest.service != service_name:
        raise WrongSetup(f"plugin {name!r} has no manifest of that name for {service_name}")
    offered = API.get(service_name)
    if manifest.api != offered:
        raise WrongSetup(
            f"plugin {name!r} is written for hooks version {manifest.api} of {service_name}; here is {offered}"
        )
    settings = _settings(name, manifest.settings, shared.plugin_settings.get(f"{service_name}:{name}", {}))
    try:
        return manifest.build(settings)
    except WrongSetup:
        raise
    except Exception as error:
        raise WrongSetup(f"plugin {name!r} cannot be built from its settings ({type(error).__name__})") from error


def _settings(name: str, kind: type[BaseModel], given: dict[str, object]) -> BaseModel:
    """Read a plugin's settings; one that it does not have is a misspelt one, unless it says that it takes others."""
    try:
        return kind.model_validate(given, extra=None if "extra" in kind.model_config else "forbid")
    except ValidationError as error:
        unknown = [one["loc"] for one in error.errors(include_input=False) if one["type"] == "extra_forbidden"]
        meant = "".join(_meant(str(place[0]), kind.model_fields) for place in unknown if len(place) == 1).rstrip()
        hint = f": {meant}" if meant else ""
        raise WrongSetup(f"settings of plugin {name!r} are wrong at {', '.join(pointers(error))}{hint}") from error
