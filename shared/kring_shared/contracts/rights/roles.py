"""How far each role may reach; the tables are written in these."""

from enum import StrEnum

from kring_shared.contracts.actor import Role


class Right(StrEnum):
    """How far a role may reach with one command or query."""

    OFFICE = "office"
    OWN = "own"


MANAGER = {Role.REGIONAL_MANAGER: Right.OFFICE}
COORDINATOR = {Role.COORDINATOR: Right.OWN}
MAIN_PERSON = {Role.MAIN_PERSON: Right.OWN}
REPRESENTATIVE = {Role.LEGAL_REPRESENTATIVE: Right.OWN}
CANDIDATE = {Role.CANDIDATE: Right.OWN}
CIRCLE = {Role.CIRCLE_MEMBER: Right.OWN}
PROFESSIONAL = {Role.MANDATED_PROFESSIONAL: Right.OWN}
INFORMS = {Role.INFORMATION_GIVER: Right.OWN}
OFFICER = {Role.SAFETY_OFFICER: Right.OWN}
OPERATOR = {Role.OPERATOR: Right.OFFICE}
OUTSIDE = {Role.FUNDER: Right.OFFICE, Role.RESEARCHER: Right.OFFICE, Role.OTHER_OFFICE: Right.OFFICE}
"""Who sees published figures of which small numbers are suppressed, and nothing else."""
