"""The command line, `kring`: run a Kring, ask its services, look after what waits for a person.

Each room holds one kind of command; beside this stands what commands of every room need.
"""

import logging
import sys
from collections.abc import Callable
from typing import Any

import typer

from kring_shared.runtime.cli.asking import by_name, cases, looking, messages, route
from kring_shared.runtime.cli.authority import commands as authority
from kring_shared.runtime.cli.authority import groups
from kring_shared.runtime.cli.brought import WithBrought
from kring_shared.runtime.cli.describing import chart, contracts
from kring_shared.runtime.cli.doctor import command as doctor
from kring_shared.runtime.cli.failing import EXIT_CODES, failure_of
from kring_shared.runtime.cli.importing import commands as importing
from kring_shared.runtime.cli.mail import bounces
from kring_shared.runtime.cli.new import command as beginning
from kring_shared.runtime.cli.operating import (
    backup,
    letters,
    migrate,
    ready,
    rebuild,
    replay,
    restore,
    run,
    snapshots,
    up,
)
from kring_shared.runtime.cli.options import as_it_is
from kring_shared.runtime.cli.papers import agenda, calendar, certificate, copying, plan
from kring_shared.runtime.cli.referring import refer

app = typer.Typer(
    name="kring",
    cls=WithBrought,
    help="Kring runs the Eigen Kracht route: request, matching, conference, plan, follow-up, registration.",
    epilog=as_it_is(EXIT_CODES),
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help is quick, and reads the same everywhere
    pretty_exceptions_enable=False,
)

COMMANDS: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("up", up.up, up.EXAMPLE),
    ("run", run.run, run.EXAMPLE),
    ("ready", ready.ready, ready.EXAMPLE),
    ("doctor", doctor.doctor, doctor.EXAMPLE),
    ("refer", refer.refer, refer.EXAMPLE),
    ("cases", cases.cases, cases.EXAMPLE),
    ("route", route.route, route.EXAMPLE),
    ("do", by_name.do, by_name.DO_EXAMPLE),
    ("ask", by_name.ask, by_name.ASK_EXAMPLE),
    ("bounces", bounces.bounces, bounces.EXAMPLE),
    ("messages", messages.messages, messages.MESSAGES_EXAMPLE),
    ("to-tell", messages.to_tell, messages.TO_TELL_EXAMPLE),
    ("agenda", agenda.agenda, agenda.EXAMPLE),
    ("rebuild-stream", rebuild.rebuild_stream, rebuild.EXAMPLE),
    ("replay", replay.replay, replay.EXAMPLE),
    ("contracts", contracts.contracts, contracts.EXAMPLE),
    ("certificate", certificate.certificate, certificate.EXAMPLE),
    ("plan", plan.plan, plan.EXAMPLE),
    ("calendar", calendar.calendar, calendar.EXAMPLE),
    ("copy", copying.copy, copying.EXAMPLE),
    ("who-looked", looking.who_looked, looking.LOOKED_EXAMPLE),
    ("emergencies", looking.emergencies, looking.EMERGENCIES_EXAMPLE),
    ("chart", chart.chart, chart.EXAMPLE),
    ("migrate", migrate.migrate, migrate.EXAMPLE),
    ("backup", backup.backup, backup.EXAMPLE),
    ("restore", restore.restore, restore.EXAMPLE),
    ("snapshots", snapshots.snapshots, snapshots.EXAMPLE),
)
for _name, _function, _example in COMMANDS:
    app.command(_name, epilog=as_it_is(_example))(_function)
app.add_typer(
    letters.letters,
    name="dead-letters",
    help="See what did not arrive, and try it again.",
    epilog=as_it_is(letters.EXAMPLE),
)
app.add_typer(
    importing.imports,
    name="import",
    help="Take in an office's own list of coordinators, candidates, running cases or past figures.",
    epilog=as_it_is(importing.EXAMPLE),
)
app.add_typer(beginning.new, name="new", help="Begin a plugin of your own.", epilog=as_it_is(beginning.EXAMPLE))
for _group, _name, _help, _example in (
    (authority.authority, "authority", "Make the authority of a bus, and what its servers need.", authority.EXAMPLE),
    (groups.offices, "offices", "Let the servers of offices connect to the hub.", groups.OFFICES_EXAMPLE),
    (groups.services, "services", "Let services onto the bus.", groups.SERVICES_EXAMPLE),
    (groups.systems, "systems", "Let systems refer to an office.", groups.SYSTEMS_EXAMPLE),
):
    app.add_typer(_group, name=_name, help=_help, epilog=as_it_is(_example))


def main() -> None:
    """Run the command that was typed, and end with its exit code."""
    sys.exit(run_words(sys.argv[1:]))


def run_words(words: list[str]) -> int:
    """Run a command and give its exit code; whatever goes wrong is said in one line."""
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it warns of how every secure connection ends
    try:
        ended = app(words or ["--help"], prog_name="kring", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - nobody is shown a traceback
        failure = failure_of(error)
        failure.say(as_json="--json" in words)
        return failure.exit_code
    return ended if isinstance(ended, int) else 0
