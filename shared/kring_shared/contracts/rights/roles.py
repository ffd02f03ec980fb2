"""How far each role may reach; the tables are written in these."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.actor import Role


class Right(StrEnum):
    """How far a role may reach with one command or query."""

    OFFICE = "office"
    OWN = "own"


MANAGER: Final = {Role.REGIONAL_MANAGER: Right.OFFICE}
COORDINATOR: Final = {Role.COORDINATOR: Right.OWN}
MAIN_PERSON: Final = {Role.MAIN_PERSON: Right.OWN}
REPRESENTATIVE: Final = {Role.LEGAL_REPRESENTATIVE: Right.OWN}
CANDIDATE: Final = {Role.CANDIDATE: Right.OWN}
CIRCLE: Final = {Role.CIRCLE_MEMBER: Right.OWN}
PROFESSIONAL: Final = {Role.MANDATED_PROFESSIONAL: Right.OWN}
INFORMS: Final = {Role.INFORMATION_GIVER: Right.OWN}
OFFICER: Final = {Role.SAFETY_OFFICER: Right.OWN}
OPERATOR: Final = {Role.OPERATOR: Right.OFFICE}
TRAINER: Final = {Role.TRAINER: Right.OFFICE}
SUPERVISOR: Final = {Role.SUPERVISOR: Right.OFFICE}
REQUESTER: Final = {Role.REQUESTER: Right.OWN}
EDGE: Final = {Role.EDGE: Right.OFFICE}
"""The portal itself: what a link opens, and nothing of any case. Who opened it asks for the rest in their own part."""
OUTSIDE: Final = {Role.FUNDER: Right.OFFICE, Role.RESEARCHER: Right.OFFICE, Role.OTHER_OFFICE: Right.OFFICE}
"""Who sees published figures of which small numbers are suppressed, and nothing else."""
