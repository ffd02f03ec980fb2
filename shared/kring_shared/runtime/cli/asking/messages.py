"""`kring messages` and `kring to-tell`: what was written to people, and what a person still has to say.

To act on one of them there is `kring do` (resend-message, note-told): the lists give the ids that it asks for.
"""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk

if TYPE_CHECKING:
    from kring_shared.contracts.notifications import MessageLine, ToTellLine, ToTellShown

MESSAGES_EXAMPLE: Final = "Example: kring messages 019aa0000000700080000000000000a1"
TO_TELL_EXAMPLE: Final = "Example: kring to-tell 019aa0000000700080000000000000a1 019aa0000000700080000000000000b2"
NO_ID: Final = "an id is 32 digits and letters a to f; `kring cases` lists cases, `kring messages` the rest"
STANDS: Final = {
    "queued": "waits to go out",
    "delayed": "is tried again later",
    "sent": "went out",
    "delivered": "arrived",
    "failed": "did not arrive, or nobody knows",
    "to-tell": "a person tells it",
    "told": "a person told it",
    "unreached": "a person could not reach them",
    "suppressed": "not sent, on purpose",
}
WHY: Final = {
    "no-way": "no way to reach them",
    "asked-for": "they want to be called",
    "failed": "every way was tried",
    "unclear": "it may have arrived",
    "no-words": "no words that a speaker approved",
}
STOOD_IN_THE_WAY: Final = {
    "kring.channel-away": "what brings it was away",
    "kring.channel-busy": "what brings it was too busy",
    "kring.channel-refused": "it cannot come to them this way",
    "kring.unclear": "it may have gone out",
    "kring.errand-failed": "it may have gone out",
    "kring.no-words": "the words lack what they say",
    "kring.no-such-channel": "what brought it is not set up any more",
}
COME_BACK: Final = "kring.bounced"
LEFT_UNSAID: Final = {
    "withdrawn": "the main person stopped",
    "do-not-contact": "they asked not to hear from us",
    "no-way-to-reach": "no way to reach them, and nobody telephones",
    "erased": "nothing is known of them any more",
    "refused": "the main person said no",
    "rejected": "the office does not take it on",
    "paused": "the case waits, a person speaks with them",
    "transferred": "another office writes",
    "merged": "they hear of it from another request",
    "lapsed": "nobody said yes in time",
    "minor": "a child is not written to about this",
    "access-ended": "the coordinator is out of the case",
    "takes-no-part": "they take no part",
    "cancelled": "the conference stopped",
    "too-late": "it is of no use any more",
}


@at_a_desk()
def messages(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id, as `kring cases` shows it.")],
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """List the messages of one case, oldest first.

    What each was about, to whom, and where it stands; never its words, nor an address. A message is sent again with
    `kring do resend-message`.
    """
    from kring_shared.contracts.notifications import ListMessages, MessageList
    from kring_shared.runtime.cli.bodies import made
    from kring_shared.runtime.cli.printing import json_line, note, table

    found = desk.ask_in_turn(made(ListMessages, NO_ID, case_id=case), MessageList).messages
    if as_json:
        for line in found:
            json_line(line)
    elif not found:
        note("kring: nothing was written to anybody in this case")
    else:
        heads = ("message", "when", "about", "to whom", "language", "by", "where it stands", "words")
        table(heads, map(_row, found))


@at_a_desk()
def to_tell(
    case: Annotated[str, typer.Argument(metavar="CASE", help="One case; else the whole office.")] = "",
    message: Annotated[str, typer.Argument(metavar="MESSAGE", help="One message: shows what to say.")] = "",
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """List what a person still has to tell somebody.

    With a MESSAGE: whom to call, and what to say, ready to be read out. It is noted that you asked. Afterwards
    `kring do note-told` says whether they were reached.
    """
    from kring_shared.contracts.notifications import ListToTell, ShowToTell, ToTellList, ToTellShown
    from kring_shared.runtime.cli.bodies import made
    from kring_shared.runtime.cli.printing import json_line

    if message:
        shown = desk.ask_in_turn(made(ShowToTell, NO_ID, case_id=case, message_id=message), ToTellShown)
        if as_json:
            json_line(shown)
        else:
            _say(shown)
        return
    if case:
        found = desk.ask_in_turn(made(ListToTell, NO_ID, case_id=case), ToTellList).lines
    else:
        every = desk.ask_each(lambda _: ListToTell(), ToTellList)
        found = tuple(sorted((line for each in every for line in each.lines), key=lambda line: line.since))
    _print_waiting(found, as_json=as_json)


def _print_waiting(found: "tuple[ToTellLine, ...]", *, as_json: bool) -> None:
    from kring_shared.runtime.cli.printing import json_line, note, table

    if as_json:
        for line in found:
            json_line(line)
    elif not found:
        note("kring: nothing waits to be told")
    else:
        table(("message", "case", "since", "about", "to whom", "language", "who tells it", "why"), map(_waits, found))
        note("kring: `kring to-tell CASE MESSAGE` shows what to say")


def _row(line: "MessageLine") -> tuple[str, ...]:
    stands = STANDS.get(line.status, line.status)
    told = {
        "to-tell": WHY.get(line.because or "", line.because),
        "delayed": _in_the_way(line.code),
        "failed": _in_the_way(line.code),
        "suppressed": LEFT_UNSAID.get(line.code, line.code),
    }
    why = told.get(line.status)
    when = f"{line.send_at.astimezone():%d-%m-%Y %H:%M}" if line.send_at else "-"
    return (
        line.message_id,
        when,
        line.moment,
        line.person_id,
        line.language or "-",
        line.channel or "-",
        f"{stands}: {why}" if why else stands,
        line.wording or "-",
    )


def _in_the_way(code: str) -> str:
    """Say in words what stood in the way; a code that nobody foresaw is better than nothing."""
    if code.startswith(COME_BACK):
        return f"it came back{code.removeprefix(COME_BACK)}"
    return STOOD_IN_THE_WAY.get(code, code)


def _waits(line: "ToTellLine") -> tuple[str, ...]:
    since = f"{line.since.astimezone():%d-%m-%Y %H:%M}"
    teller = line.coordinator_id or "the office"
    why = WHY.get(line.because, line.because)
    return (line.message_id, line.case_id, since, line.moment, line.person_id, line.language, teller, why)


def _say(shown: "ToTellShown") -> None:
    """Print whom to call, and what to say."""
    from kring_shared.kernel.errors import NotFound

    if not shown.text:
        raise NotFound("nothing is known of this person any more, so there is nobody to tell")
    who = {"name": shown.name, "telephone": shown.phone, "address": shown.postal_address, "language": shown.language}
    for word, known in who.items():
        if known:
            typer.echo(f"{word:<10} {known}")
    if shown.neutral:
        typer.echo("careful    others may listen: say only to the person self who you are, and leave no message behind")
    typer.echo(f"\n{shown.text.rstrip()}")
