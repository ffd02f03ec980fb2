"""What is said about each code, read from the text file beside this one."""

import tomllib
from functools import cache
from importlib.resources import files

from kring_intake.hooks import Remark
from kring_intake.plugins.open_question.codes import Code


@cache
def explanations() -> dict[str, dict[str, str]]:
    """Give the explanations by code and language."""
    text = files(__package__).joinpath("explanations.toml").read_text(encoding="utf-8")
    said: dict[str, dict[str, str]] = tomllib.loads(text)
    return said


def remark(code: Code, span: tuple[int, int] | None = None) -> Remark:
    """Give what is said about a code, in both languages."""
    said = explanations()[code]
    return Remark(code.value, said["nl"], said["en"], span)
