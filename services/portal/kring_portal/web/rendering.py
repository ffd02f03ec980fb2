"""Templates, and what every one of them can use."""

from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kring_portal.web.menus import menu_of
from kring_portal.web.reasons import read_back, reason
from kring_portal.web.words import Words


@cache
def environment() -> Environment:
    """Give the templates; whatever is shown is escaped, and a name that is not there is an error."""
    env = Environment(
        loader=PackageLoader("kring_portal"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.add_extension("jinja2.ext.do")
    return env


def rendered(template: str, words: Words, /, *, notice: str = "", **values: Any) -> str:  # noqa: ANN401 - a template's
    """Fill in a template: `t` are the words, `term` the words of codes, `day`, `moment` and `hour` write times."""
    refused = read_back(notice)
    said = "" if refused else notice
    return (
        environment()
        .get_template(template)
        .render(
            t=words,
            term=words.term,
            day=words.day,
            moment=words.moment,
            hour=words.hour,
            language=words.language,
            direction=words.direction,
            menu_of=menu_of,
            why_not=partial(reason, words),
            said=said,
            refused=refused,
            **values,
        )
    )
