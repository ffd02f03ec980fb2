"""`kring plan`: the circle's plan on paper, as far as whoever asks may read it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli.desk import MUST_BE_NAMED, Desk, at_a_desk

if TYPE_CHECKING:
    from kring_shared.contracts.conference import PlanShown

EXAMPLE: Final = (
    "Example: kring plan 019aa0000000700080000000000000a1 --office utrecht "
    "--as 019aa0000000700080000000000000b2 --out plan.pdf"
)
COORDINATOR: Final = "coordinator"


@at_a_desk(role=COORDINATOR, actor=MUST_BE_NAMED)
def plan(
    case_id: Annotated[str, typer.Argument(metavar="CASE", help="The case.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the PDF goes; `-` is standard output.")],
    *,
    language: Annotated[
        str, typer.Option(metavar="TAG", help="Language of the headings; a translation into it is put behind the plan.")
    ] = "nl",
    large_print: Annotated[bool, typer.Option("--large-print", help="16 points instead of 11.")] = False,
    version: Annotated[int | None, typer.Option(min=1, help="An earlier version; else the one that counts.")] = None,
    desk: Desk,
) -> None:
    """Put the circle's plan on paper, as PDF of A4 pages.

    Who may read all of it gets all of it; a professional gets what binds them and what is asked of them.
    """
    from kring_shared.contracts.conference import PlanShown, ShowPlan
    from kring_shared.runtime.cli.bodies import made_of_ids
    from kring_shared.runtime.cli.writing import write_out
    from kring_shared.runtime.paper.plan import paper_of

    shown = desk.ask(made_of_ids(ShowPlan, "CASE", case_id=case_id, plan_version=version), PlanShown)
    _must_have_headings(shown, language)
    write_out(out, paper_of(shown, language, large_print=large_print), "the plan")


def _must_have_headings(shown: "PlanShown", language: str) -> None:
    from kring_shared.kernel.language_tags import main_part
    from kring_shared.runtime.paper.plan.headings import LANGUAGES, has_headings

    translated = {main_part(translation.language) for translation in shown.translations}
    if not has_headings(language) and main_part(language) not in translated:
        there = ", ".join([*LANGUAGES, *sorted(translated - set(LANGUAGES))])
        raise typer.BadParameter(f"there is {there}", param_hint="--language")
