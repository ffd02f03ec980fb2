"""What people do at an office, and what falls due there, among all that the office keeps: loaded as the lane does."""

from datetime import datetime

from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Command, Named
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Found, Work
from kring_shared.runtime.declared.routes import must_belong
from kring_shared.testing.work import NOON, a_work, an_actor
from tests.unit.intake.made import routes
from tests.unit.intake.sent import Desk


def act(desk: Desk, message: Named, *, actor: Actor | None = None, now: datetime = NOON) -> Work:
    """Let intake handle a command of the office, or a deadline; what it changes and removes is kept so."""
    route = routes()[message.kind()]
    keys = route.keys(message, desk.office)
    for _ in range(2 if route.then else 0):
        seen = a_work("intake", *_found_by(desk, keys))
        assert route.then is not None
        keys = (*keys, *route.then(message, desk.office, Found(seen.loaded, seen.groups)))
    asks = (actor or an_actor(office=desk.office)) if isinstance(message, Command) else None
    cause = id_at(now, f"{message.name}/{len(desk.kept)}/{id(message)}")
    about = _found_by(desk, keys)
    work = a_work("intake", *about, actor=asks, office=desk.office, now=now, cause=cause)
    if asks is not None:
        must_belong(about, asks.office)
    route.handle(message, work)
    for place in work.removed:
        desk.kept.pop(place, None)
    desk.kept |= work.changed
    return work


def _found_by(desk: Desk, keys: tuple[str, ...]) -> list[Aggregate]:
    wanted = set(keys)
    return [kept for kept in desk.kept.values() if wanted & set(kept.keys())]
