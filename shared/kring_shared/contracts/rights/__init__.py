"""The one table of who may ask what: every command and query, and the roles that may give it.

`OFFICE` means any case of the actor's own office; `OWN` means only a case (or a register entry) the actor takes part
in, in that role. A message that is not in this table is refused for everyone. The office of the actor must always be
the office that is asked.
"""

from enum import StrEnum

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import notifications as n
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Named, Query
from kring_shared.contracts.rights import conference, every_service, intake, matching, notifications, registry
from kring_shared.contracts.rights.roles import Right

__all__ = ["EMERGENCY", "RIGHTS", "Basis", "Right", "ground_of"]


class Basis(StrEnum):
    """On what ground somebody asked; it stands in the access log."""

    OFFICE = "office"
    OWN = "own"
    EMERGENCY = "emergency"
    NONE = "none"


RIGHTS: dict[type[Named], dict[Role, Right]] = {
    asked: roles
    for service in (intake, matching, conference, notifications, registry, every_service)
    for asked, roles in service.RIGHTS.items()
}
"""`Ready` is the one question without an actor: it says nothing about anybody."""

EMERGENCY: dict[type[Query], frozenset[Role]] = {
    i.ShowRequest: frozenset({Role.COORDINATOR}),
    c.ShowConference: frozenset({Role.COORDINATOR}),
    n.ListToTell: frozenset({Role.COORDINATOR}),
    n.ShowToTell: frozenset({Role.COORDINATOR}),
    c.ShowSafetySignal: frozenset({Role.SAFETY_OFFICER}),
}
"""What may be asked outside own cases when it cannot wait: who the people are, where they meet, how to reach them.

Only questions, only of the actor's own office, and only what the role sees in a case of its own: the plan, which is the
circle's, is not in it. Each use is in the access log with its reason, and the regional manager looks at it afterwards.
"""


def ground_of(actor: Actor, message: Named) -> Basis:
    """Say on what ground an actor asks something; `none` when the table gives the role no right to it.

    An emergency is about one case: what asks for a whole office at once is never one.
    """
    asked = type(message)
    right = RIGHTS.get(asked, {}).get(actor.role)
    if right is Right.OWN and actor.emergency is not None and issubclass(asked, Query) and message.key():
        return Basis.EMERGENCY if actor.role in EMERGENCY.get(asked, ()) else Basis.OWN
    return Basis.NONE if right is None else Basis(right)
