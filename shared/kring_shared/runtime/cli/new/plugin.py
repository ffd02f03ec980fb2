"""Puts the files of a new plugin together from templates, and writes them where nothing is in their way."""

import re
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final

from kring_shared.kernel.errors import WrongSetup
from kring_shared.kernel.plugins import API
from kring_shared.runtime.cli.new.kinds import KINDS, Kind

NAME: Final = re.compile(r"(?=.{2,31}\Z)[a-z][a-z0-9]*(-[a-z0-9]+)*")
TEMPLATES: Final = files("kring_shared.runtime.cli.new") / "templates"


def package_of(kind: Kind, name: str) -> str:
    """Give the name of the plugin's Python module.

    Raises:
        WrongSetup: no plugin can have this name, or one that is installed has it.
    """
    service = KINDS[kind].service
    if not NAME.fullmatch(name):
        raise WrongSetup(
            f"{name!r} cannot be the name of a plugin: take small letters and digits, with dashes between words, "
            "2 to 31 of them, like near-school"
        )
    if name in entry_points(group=f"kring.plugins.{service}").names:
        raise WrongSetup(f"{service} has a plugin {name!r} already: take another name")
    return f"{name.replace('-', '_')}_kring"


def files_of(kind: Kind, name: str, package: str) -> dict[str, str]:
    """Give every file of a new plugin, by its place in the folder."""
    about = KINDS[kind]
    words = {
        "name": name,
        "package": package,
        # With an ending of its own, so that no name is a word of Python's or of the template's.
        "a_class": "".join(part.capitalize() for part in name.split("-")) + "Plugin",
        "kind": kind.value.replace("-", " "),
        "service": about.service,
        "api": str(API[about.service]),
        "title": about.title,
        "may_not": about.may_not.rstrip(),
    }
    words["settings"] = _settings(kind, name)
    made_of = {
        ".gitignore": "gitignore",
        "README.md": "readme",
        "pyproject.toml": "pyproject",
        f"{package}.py": kind.value,
        f"tests/test_{package}.py": f"test-{kind.value}",
    }
    return {place: _template(template).substitute(words) for place, template in made_of.items()}


def write(folder: Path, content: dict[str, str]) -> None:
    """Write files into a folder that is new or empty.

    Raises:
        WrongSetup: something is there already, or it cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise WrongSetup(f"{folder} is not an empty folder: name another with --out")
        for place, text in content.items():
            file = folder / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongSetup(f"{folder} cannot be written ({error.strerror}): name another with --out") from None


def _settings(kind: Kind, name: str) -> str:
    """Give the lines of a shell that set the plugin up."""
    about = KINDS[kind]
    lines = (
        f"export KRING_PLUGIN_SETTINGS='{{\"{about.service}:{name}\": {about.settings}}}'\n" if about.settings else ""
    )
    return lines + Template(about.then).substitute(name=name)


def _template(name: str) -> Template:
    return Template((TEMPLATES / f"{name}.txt").read_text(encoding="utf-8"))
