"""`kring asked`: what people ask about their own data, who handles it, and by when it is answered."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.options import as_it_is

if TYPE_CHECKING:
    from kring_shared.contracts.registry import AskedShown

LIST_EXAMPLE: Final = "Example: kring asked list --office utrecht"
TAKE_EXAMPLE: Final = "Example: kring asked take 019aa0000000700080000000000000a1 --as anna --office utrecht"
EXTEND_EXAMPLE: Final = (
    "Example: kring asked extend 019aa0000000700080000000000000a1 --code much-to-gather --office utrecht"
)
ANSWER_EXAMPLE: Final = (
    "Example: kring asked answer 019aa0000000700080000000000000a1 --with done --as anna --office utrecht"
)

Which = Annotated[str, typer.Argument(metavar="ASKED", help="Its id, as `kring asked list` shows it.")]

asked = typer.Typer(
    help="See what people ask about their own data, and answer it.",
    epilog=as_it_is(LIST_EXAMPLE),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@asked.command("list", epilog=as_it_is(LIST_EXAMPLE))
@at_a_desk()
def list_asked(
    *,
    everything: Annotated[bool, typer.Option("--all", help="Also what was answered.")] = False,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """List what people asked, the first to answer first; a complaint is not shown to whom it is about."""
    from kring_shared.contracts.registry import AskedList, ListAsked
    from kring_shared.runtime.cli.printing import json_line, note, table

    found = desk.ask(ListAsked(open_only=not everything), AskedList)
    if as_json:
        for one in found.asked:
            json_line(one)
    elif not found.asked:
        note("kring: nobody asked anything that is not answered")
    else:
        table(("asked", "for", "stage", "answer by", "handled by", "answered with"), map(_row, found.asked))


@asked.command("take", epilog=as_it_is(TAKE_EXAMPLE))
@at_a_desk()
def take(
    which: Which,
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Take it up, and read what they said; it is noted that you read it."""
    from kring_shared.contracts.registry import AskedShown, ShowAsked, TakeUpAsked
    from kring_shared.runtime.cli.bodies import made
    from kring_shared.runtime.cli.printing import json_line, note

    desk.do(made(TakeUpAsked, asked_id=which))
    shown = desk.ask(made(ShowAsked, asked_id=which), AskedShown)
    if as_json:
        json_line(shown)
        return
    typer.echo(f"{shown.asks_for.value}, by person {shown.person_id} in case {shown.case_id}")
    typer.echo(f"answer by {shown.answer_by:%d-%m-%Y}")
    typer.echo(shown.words if isinstance(shown.words, str) else "(what they said is erased)")
    if shown.see:
        note(f"kring: what does it: {', '.join(shown.see)}")


@asked.command("extend", epilog=as_it_is(EXTEND_EXAMPLE))
@at_a_desk()
def extend(
    which: Which,
    *,
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="Why, as a code.")],
    desk: Desk,
) -> None:
    """Take two months more, once; you tell whoever asked why."""
    from kring_shared.contracts.registry import ExtendAnswer
    from kring_shared.runtime.cli.bodies import made

    desk.do(made(ExtendAnswer, asked_id=which, code=code))
    typer.echo(f"{which}: two months more; tell whoever asked, and why ({code})")


@asked.command("answer", epilog=as_it_is(ANSWER_EXAMPLE))
@at_a_desk()
def answer(
    which: Which,
    *,
    with_: Annotated[str, typer.Option("--with", metavar="HOW", help="done, partly, refused or withdrawn.")],
    code: Annotated[str, typer.Option("--code", metavar="CODE", help="Why not all of it, as a code.")] = "",
    desk: Desk,
) -> None:
    """Answer it; an erasure that is granted is ordered at once in every service."""
    from kring_shared.contracts.registry import AnswerPerson
    from kring_shared.runtime.cli.bodies import made

    receipt = desk.do(made(AnswerPerson, asked_id=which, with_=with_, code=code))
    typer.echo(f"{which} answered: {with_}")
    said = receipt.answer or {}
    if said.get("erasureId"):
        typer.echo(f"the order to erase is {said['erasureId']}; `kring erasures` shows its receipt")


def _row(one: "AskedShown") -> tuple[str, ...]:
    with_ = one.answered_with.value if one.answered_with else "-"
    return (one.asked_id, one.asks_for.value, one.stage, f"{one.answer_by:%d-%m-%Y}", one.handler or "-", with_)
