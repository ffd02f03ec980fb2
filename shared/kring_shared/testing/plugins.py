"""What every plugin has to keep to: a class of tests that the makers of a plugin inherit by way of its kind.

`CriterionContract` and `RuleContract` stand in `kring_matching.testing`, `QuestionCheckContract` in
`kring_intake.testing`, `ChannelContract` in `kring_notifications.testing`; an adapter has `AdapterContract` beside it.
"""

import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import ValidationError

from kring_shared.kernel.plugins import API, Manifest

TIMES: Final = 50
QUICK_S: Final = 0.01
"""For the quickest of so many answers, which a busy machine does not slow down; a ranking asks thousands of times."""
OUTSIDE: Final = ("open", "os.", "socket.", "subprocess.", "sqlite3.", "shutil.")
"""What Python's audit events are called when a program reaches out of itself."""


class PluginContract:
    """Inherit one of its kinds, set what is named here, and let pytest run it."""

    manifest: Manifest
    """The plugin's card: what its entry point leads to."""
    project: Path
    """The folder in which its pyproject.toml stands."""
    wrong_settings: tuple[Mapping[str, Any], ...] = ()
    """Settings that an operator could write by mistake. Each has to be refused."""

    def settings(self, _folder: Path) -> dict[str, Any]:
        """Give settings that are right; `_folder` is an empty one, of this test."""
        return {}

    def built(self, folder: Path = Path()) -> Any:  # noqa: ANN401 - a plugin
        """Build the plugin anew, as Kring does when it starts."""
        return self.manifest.build(self.manifest.settings.model_validate(self.settings(folder)))

    def test_its_card_is_one_that_kring_takes(self) -> None:
        """Look at what the manifest says of itself."""
        card = self.manifest
        assert isinstance(card, Manifest), "the entry point must lead to a Manifest"
        assert card.service in API, f"service: one of {', '.join(API)}"
        assert card.api == API[card.service], f"api: the hooks of {card.service} are version {API[card.service]} here"
        assert card.title.endswith("."), "title: one sentence, with a full stop"
        assert "\n" not in card.title, "title: one line"

    def test_its_entry_point_leads_to_its_card(self) -> None:
        """Follow pyproject.toml to the manifest, as an installed package is followed."""
        card, group = self.manifest, f"kring.plugins.{self.manifest.service}"
        written = tomllib.loads((self.project / "pyproject.toml").read_text(encoding="utf-8"))
        points = written["project"].get("entry-points", {}).get(group, {})
        assert card.name in points, f'pyproject.toml needs {card.name} under [project.entry-points."{group}"]'
        module, _, name = points[card.name].partition(":")
        assert getattr(import_module(module), name) == card, f"{points[card.name]} is not the manifest that is tested"

    def test_every_setting_says_what_it_is(self) -> None:
        """Look for a description of each: it is all that an operator sees of it."""
        silent = [name for name, field in self.manifest.settings.model_fields.items() if not field.description]
        assert silent == [], f"these settings need a description: {', '.join(silent)}"

    def test_wrong_settings_are_refused_before_anything_is_built(self) -> None:
        """Try each; Kring then says in one line where they are wrong."""
        for wrong in self.wrong_settings:
            try:
                self.manifest.settings.model_validate(wrong)
            except ValidationError:
                continue
            pytest.fail(f"{wrong} was taken for right; a wrong name passes where extra is not forbidden")

    def test_it_is_built_from_settings_that_are_right(self, tmp_path: Path) -> None:
        """Build it twice: two of one kind stand beside each other, as in a service with two offices."""
        assert self.built(tmp_path) is not None, "build gave nothing"
        assert self.built(tmp_path) is not None, "build gave nothing the second time"


def quick_and_pure(ask: Callable[[], object]) -> None:
    """Ask many times, and fail when it reaches out of the program, or when the quickest answer is a slow one.

    It was asked once before, so that what is read once and kept is not held against it. Looking at the clock is not
    seen.
    """
    ask()
    took: list[float] = []
    with _watched() as reached:
        for _ in range(TIMES):
            began = time.perf_counter()
            ask()
            took.append(time.perf_counter() - began)
    assert reached == [], f"it must do no I/O; seen: {', '.join(sorted(set(reached)))}"
    assert min(took) < QUICK_S, f"an answer takes {min(took) * 1000:.0f} ms; at most {QUICK_S * 1000:.0f}"


@contextmanager
def _watched() -> Iterator[list[str]]:
    """Write down what this thread reaches for outside."""
    _listen()
    here = threading.get_ident()
    seen: list[str] = []
    _HEARD[here] = seen
    try:
        yield seen
    finally:
        del _HEARD[here]


@cache
def _listen() -> None:
    """Hear Python's audit events, from now on: it takes no hook away again, so there is one."""
    sys.addaudithook(_hear)


def _hear(event: str, _: object) -> None:
    if _HEARD and event.startswith(OUTSIDE) and (seen := _HEARD.get(threading.get_ident())) is not None:
        seen.append(event)


_HEARD: Final[dict[int, list[str]]] = {}
"""What was heard of a thread that is watched."""
