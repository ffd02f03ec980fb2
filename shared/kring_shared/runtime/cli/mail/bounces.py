"""`kring bounces`: reads what mail servers sent back, so that what did not arrive goes by another way."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.desk import Desk, at_a_desk
from kring_shared.runtime.cli.failing import REFUSED

if TYPE_CHECKING:
    from kring_shared.contracts.envelope import Receipt
    from kring_shared.kernel.delivery_reports import DeliveryReport
    from kring_shared.runtime.bus.client import Client
    from kring_shared.runtime.cli.mail.maildir import Maildir

EXAMPLE: Final = "Example: kring bounces /srv/mail/bounces --office utrecht"
OPERATOR: Final = "operator"
COMES_BACK_WITHIN_DAYS: Final = 30
"""Servers give up within days; after so many a report about a letter that nobody knows is about one that is erased, or
of another Kring, and holds an address either way."""

Mailbox = Annotated[Path, typer.Argument(metavar="MAILDIR", help="The maildir folder that bounces are delivered to.")]


@at_a_desk(role=OPERATOR)
def bounces(
    mailbox: Mailbox,
    *,
    desk: Desk,
    as_json: opt.AsJson = False,
) -> None:
    """Note what mail servers report about letters: arrived, delayed, or never.

    Prints one line for each report and a count. A report that was noted is erased; every other mail stays as it is,
    but for a report about a letter that no office knows: that is erased after thirty days, since it holds an address.
    Exit status 0 when no report was refused, else 3. Without --office each office is asked in turn.
    """
    from kring_shared.runtime.cli.mail.maildir import Maildir

    found = Maildir.at(mailbox)
    if found is None:
        raise typer.BadParameter(f"{mailbox} is no maildir folder: it has no new and cur", param_hint="MAILDIR")
    round_ = Round(found, desk, as_json)
    round_.make()
    if round_.counts["refused"]:
        raise typer.Exit(REFUSED)


@dataclass(frozen=True)
class Round:
    """One round through a mailbox: who makes it at which offices, and what came of it so far."""

    mailbox: "Maildir"
    desk: Desk
    as_json: bool
    counts: Counter[str] = field(default_factory=Counter)

    def make(self) -> None:
        """Read every mail that waits, and print the count, also when the bus goes away in between.

        Raises:
            NoAnswer: notifications did not answer; what was not noted stays, so the next round does it.
            WrongSetup: the mailbox cannot be used.
        """
        try:
            self.desk.run(self._read)
        finally:
            self._print_count()

    async def _read(self, client: "Client") -> None:
        from kring_shared.kernel.delivery_reports import MOST_REPORT_BYTES, read_delivery_report
        from kring_shared.runtime.cli.mail.maildir import read_at_most

        for mail in self.mailbox.messages():
            content = read_at_most(mail, MOST_REPORT_BYTES)
            report = read_delivery_report(content) if content is not None else None
            if report is None:
                self.counts["left"] += content is not None
            elif await self._is_over(report, mail, client):
                self.mailbox.erase(mail)

    async def _is_over(self, report: "DeliveryReport", mail: Path, client: "Client") -> bool:
        """Hand in a report; tell whether nobody needs it any more."""
        from kring_shared.kernel.errors import NotFound
        from kring_shared.runtime.cli.mail.maildir import days_old

        receipt = await self._given(report, client)
        outcome = "noted" if receipt.status == "done" else "refused"
        if receipt.code == NotFound.code and days_old(mail) > COMES_BACK_WITHIN_DAYS:
            outcome = "erased"
        self.counts[outcome] += 1
        self._print(report, outcome, receipt)
        return outcome != "refused"

    async def _given(self, report: "DeliveryReport", client: "Client") -> "Receipt":
        """Tell notifications; the first office that knows the letter notes it."""
        from kring_shared.contracts.notifications import ReportArrival

        command = ReportArrival(message_id=report.message_id, arrived=report.arrived, code=report.code)
        return await self.desk.do_in_turn(client, command)

    def _print(self, report: "DeliveryReport", outcome: str, receipt: "Receipt") -> None:
        from kring_shared.runtime.cli.printing import json_line

        why = "" if outcome == "noted" else receipt.message
        if self.as_json:
            line: dict[str, Any] = {"messageId": report.message_id, "arrived": report.arrived, "code": report.code}
            json_line(line | {"outcome": outcome, "receipt": receipt.code, "why": why})
            return
        typer.echo(f"{report.message_id}  {report.arrived:<9}  {report.code or '-':<7}  {outcome:<7}  {why}".rstrip())

    def _print_count(self) -> None:
        from kring_shared.runtime.cli.printing import json_line

        counts = {what: self.counts[what] for what in ("noted", "refused", "erased", "left")}
        if self.as_json:
            json_line(counts)
            return
        typer.echo(
            "{noted} reports noted, {refused} refused, {erased} erased as too old, "
            "{left} other mails left as they are".format(**counts)
        )
