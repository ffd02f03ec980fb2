"""`kring offices`, `kring services` and `kring systems`: who is let into a bus."""

from typing import Annotated, Final

import typer

from kring_shared.runtime.cli import options as opt
from kring_shared.runtime.cli.authority import letting
from kring_shared.runtime.cli.authority import options as at_opt
from kring_shared.runtime.cli.authority.letting import Belongs
from kring_shared.runtime.cli.options import as_it_is

OFFICES_EXAMPLE: Final = "Example: kring offices add utrecht --at /srv/authority --nats tls://hub:4222"
SERVICES_EXAMPLE: Final = "Example: kring services add intake --office utrecht --at /srv/authority"
SYSTEMS_EXAMPLE: Final = "Example: kring systems add wijkteam-noord --office utrecht --at /srv/authority"
LINE: Final = "line"
SYSTEM: Final = "system"
EVERY_OFFICE: Final = "*"
_GROUP_OF: Final = {LINE: "offices", SYSTEM: "systems"}

offices = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
services = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
systems = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@offices.command("add", epilog=as_it_is(OFFICES_EXAMPLE))
def add_office(
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="The office's id.")],
    *,
    at: at_opt.At,
    out: at_opt.Out = None,
    days: at_opt.Days = 0,
    hub_domain: at_opt.HubDomain = "hub",
    nats: at_opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Let the server of an office connect to the hub. Used at the hub.

    The office's line may tell that office's own backbone facts and hear what its services hear, and nothing else.
    """
    from kring_shared.runtime.authority.tags import Wanted

    wanted = Wanted(offices=(office,), domain=hub_domain)
    use = "and hand it to the office, which names it in `kring authority config --line`"
    letting.let_in(at, LINE, wanted, out=out, days=days, nats=nats, as_json=as_json, use=use)


@services.command("add", epilog=as_it_is(SERVICES_EXAMPLE))
def add_service(
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="A service's name, or desk, or admin.")],
    *,
    at: at_opt.At,
    office: at_opt.Offices = [EVERY_OFFICE],  # noqa: B006 - Typer copies it
    out: at_opt.Out = None,
    days: at_opt.Days = 0,
    hub_domain: at_opt.HubDomain = "hub",
    nats: at_opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Let a service onto the bus, for some offices or for all.

    It may tell what it declares that it tells and hear what it hears. `desk` is who asks, as the command line does;
    `admin` sets up streams and consumers with `kring migrate`, and belongs to no office.
    """
    from kring_shared.runtime.authority.roles import ADMIN
    from kring_shared.runtime.authority.tags import Wanted

    if service in {LINE, SYSTEM}:
        raise typer.BadParameter(f"a {service} is no service: see `kring {_GROUP_OF[service]} add --help`")
    wanted = Wanted() if service == ADMIN else Wanted(offices=tuple(office), domain=hub_domain)
    use = "and name it in KRING_NATS_CREDS where that runs"
    letting.let_in(at, service, wanted, out=out, days=days, nats=nats, as_json=as_json, use=use)


@systems.command("add", epilog=as_it_is(SYSTEMS_EXAMPLE))
def add_system(
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="What it is called in subjects.")],
    *,
    office: at_opt.Offices,
    at: at_opt.At,
    out: at_opt.Out = None,
    days: at_opt.Days = 0,
    nats: at_opt.Nats = "",
    as_json: opt.AsJson = False,
) -> None:
    """Let a system refer to an office, and read the receipts of what it referred."""
    from kring_shared.runtime.authority.tags import Wanted

    wanted = Wanted(offices=tuple(office), system=system)
    use = "and hand it to whoever runs that system"
    letting.let_in(at, SYSTEM, wanted, out=out, days=days, nats=nats, as_json=as_json, use=use)


def _common(group: typer.Typer, called: str, one: str, belongs: Belongs) -> None:
    """Give a group the commands that are the same in each."""
    example = f"Example: kring {called} {{}} --at /srv/authority"

    @group.command("list", epilog=as_it_is(example.format("list")))
    def list_(*, at: at_opt.At, as_json: opt.AsJson = False) -> None:
        letting.show(at, belongs, as_json=as_json)

    @group.command("revoke", epilog=as_it_is(example.format(f"revoke {one}")))
    def revoke(
        name: at_opt.Name,
        *,
        at: at_opt.At,
        later: at_opt.Later = False,
        nats: at_opt.Nats = "",
        as_json: opt.AsJson = False,
    ) -> None:
        letting.revoke(at, belongs, name, later=later, nats=nats, as_json=as_json)

    @group.command("rotate", epilog=as_it_is(example.format(f"rotate {one}")))
    def rotate(
        name: at_opt.Name,
        *,
        at: at_opt.At,
        out: at_opt.Out = None,
        days: at_opt.Days = 0,
        later: at_opt.Later = False,
        nats: at_opt.Nats = "",
        as_json: opt.AsJson = False,
    ) -> None:
        letting.rotate(at, belongs, name, out=out, days=days, later=later, nats=nats, as_json=as_json)

    list_.__doc__ = "List who was let in: since when, until when, and who was revoked."
    revoke.__doc__ = "Let one in no more. Its connections end as soon as the servers are told."
    rotate.__doc__ = "Give one a new key. The old one ends as soon as the servers are told; `--later` leaves time."


_common(offices, "offices", "utrecht", lambda role: role == LINE)
_common(services, "services", "intake_utrecht", lambda role: role not in {LINE, SYSTEM})
_common(systems, "systems", "wijkteam-noord", lambda role: role == SYSTEM)
