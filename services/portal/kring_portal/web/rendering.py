"""Templates, and what every one of them can use."""

from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from kring_portal.web.menus import menu_of
from kring_portal.web.words import Words

REFUSED: Final = "refused "


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
    said, refused = (notice, None) if not notice.startswith(REFUSED) else ("", _refusal(notice))
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
            said=said,
            refused=refused,
            **values,
        )
    )


def _refusal(notice: str) -> dict[str, Any]:
    """Read back what was refused, from codes alone."""
    _, code, asked, stage, fields, missing = f"{notice} ".split(" ", 5)
    lacks = [one for one in missing.strip().split(",") if one]
    return {"code": code, "asked": asked, "stage": stage, "fields": fields, "missing": lacks}
