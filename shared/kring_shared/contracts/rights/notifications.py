"""Who may ask what of notifications."""

from typing import Final

from kring_shared.contracts import notifications
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.rights.roles import CIRCLE, COORDINATOR, EDGE, MAIN_PERSON, MANAGER, OPERATOR, Right

RIGHTS: Final[dict[type[Named], dict[Role, Right]]] = {
    notifications.RecordContactWishes: MANAGER | COORDINATOR | MAIN_PERSON | CIRCLE,
    notifications.CorrectContact: MANAGER | COORDINATOR | MAIN_PERSON | CIRCLE,
    notifications.ResendMessage: MANAGER | COORDINATOR,
    notifications.NoteTold: MANAGER | COORDINATOR,
    notifications.ReportArrival: OPERATOR,
    notifications.ListMessages: MANAGER | COORDINATOR,
    notifications.ListToTell: MANAGER | COORDINATOR,
    notifications.ShowToTell: MANAGER | COORDINATOR,
    notifications.GiveLink: MANAGER | COORDINATOR,
    notifications.RevokeLinks: MANAGER | COORDINATOR,
    notifications.ListLinks: MANAGER | COORDINATOR,
    notifications.ShowLink: MANAGER | COORDINATOR,
    notifications.GiveCode: COORDINATOR,
    notifications.ShowCode: COORDINATOR,
    notifications.OpenLink: EDGE,
    notifications.UseLink: EDGE,
    notifications.CheckCode: EDGE,
}
