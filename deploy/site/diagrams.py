"""How a diagram stands on a page: in a frame that scrolls, with words for whoever cannot see it."""

from typing import Any, Final

from pymdownx.superfences import fence_code_format  # type: ignore[import-untyped]  # it ships no types

SAYS: Final = "A diagram. What it shows stands in the text or the table beside it."


def framed(source: str, *rest: Any, **more: Any) -> str:  # noqa: ANN401 - superfences hands over what it has
    """Give the HTML of a diagram, for the theme to draw; a process, with its many stages, gets a wider frame."""
    kind = "diagram diagram--wide" if source.startswith("stateDiagram") else "diagram"
    frame = f'<div class="{kind}" role="region" tabindex="0" aria-label="{SAYS}">'
    return f"{frame}{fence_code_format(source, *rest, **more)}</div>"
