"""Who may ask what every service answers."""

from typing import Final

from kring_shared.contracts import every_service
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.rights.roles import (
    CIRCLE,
    COORDINATOR,
    MAIN_PERSON,
    MANAGER,
    OPERATOR,
    REPRESENTATIVE,
    Right,
)

RIGHTS: Final[dict[type[Named], dict[Role, Right]]] = {
    every_service.CaseFacts: MANAGER | COORDINATOR,
    every_service.ListDeadLetters: MANAGER | OPERATOR,
    every_service.RetryDeadLetter: MANAGER | OPERATOR,
    every_service.WhoLooked: MANAGER | COORDINATOR | MAIN_PERSON | REPRESENTATIVE | CIRCLE,
    every_service.ListEmergencies: MANAGER,
    every_service.PersonData: MANAGER | MAIN_PERSON | REPRESENTATIVE | CIRCLE,
}
