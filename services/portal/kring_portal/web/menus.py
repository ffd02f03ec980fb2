"""Where each role begins, and what stands in its menu."""

from dataclasses import dataclass
from typing import Final

from kring_shared.contracts.actor import Role


@dataclass(frozen=True)
class Door:
    """One place in the menu of a role: where it is, and the key of its words."""

    path: str
    key: str


MENUS: Final[dict[Role, tuple[Door, ...]]] = {
    Role.REGIONAL_MANAGER: (
        Door("/manager/today", "menu-today"),
        Door("/manager/requests", "menu-requests"),
        Door("/manager/conferences", "menu-conferences"),
        Door("/manager/matching", "menu-matching"),
        Door("/manager/coordinators", "menu-coordinators"),
        Door("/manager/messages", "menu-messages"),
        Door("/manager/figures", "menu-figures"),
    ),
    Role.COORDINATOR: (
        Door("/coordinator/today", "menu-today"),
        Door("/coordinator/conferences", "menu-my-conferences"),
        Door("/coordinator/claims", "menu-claims"),
        Door("/coordinator/profile", "menu-profile"),
    ),
    Role.CANDIDATE: (Door("/candidate", "menu-my-way"),),
    Role.TRAINER: (Door("/trainer", "menu-gatherings"),),
    Role.SUPERVISOR: (Door("/supervisor", "menu-supported"), Door("/supervisor/helpdesk", "menu-helpdesk")),
    Role.MANDATED_PROFESSIONAL: (Door("/professional", "menu-my-part"),),
    Role.INFORMATION_GIVER: (Door("/information-giver", "menu-my-part"),),
    Role.SAFETY_OFFICER: (Door("/safety-officer", "menu-signals"),),
    Role.RESEARCHER: (Door("/researcher", "menu-figures"),),
    Role.OPERATOR: (Door("/operator", "menu-state"), Door("/operator/dead-letters", "menu-dead-letters")),
    Role.ADMINISTRATOR: (
        Door("/administrator/today", "menu-today"),
        Door("/administrator/accounts", "menu-accounts"),
        Door("/administrator/invite", "menu-invite"),
        Door("/administrator/systems", "menu-systems"),
        Door("/administrator/journal", "menu-journal"),
    ),
    Role.REQUESTER: (Door("/referrer", "menu-referrals"),),
}
"""The first is where somebody in that role begins."""


def menu_of(role: Role | None) -> tuple[Door, ...]:
    """Give the menu of a role."""
    return MENUS.get(role, ()) if role else ()


def home_of(role: Role | None) -> str:
    """Give the page a role begins at; where to choose a role for whoever has none yet."""
    doors = menu_of(role)
    return doors[0].path if doors else "/choose-role"
