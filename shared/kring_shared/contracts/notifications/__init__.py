"""The fourth step beside the others: every moment of the route reaches the right person."""

from kring_shared.contracts.notifications.erased import MessagesErased as MessagesErased
from kring_shared.contracts.notifications.asked import (
    AnswerAwaited as AnswerAwaited,
    CorrectContact as CorrectContact,
    DigestDue as DigestDue,
    ListMessages as ListMessages,
    ListToTell as ListToTell,
    MessageLine as MessageLine,
    MessageList as MessageList,
    NoteTold as NoteTold,
    RecordContactWishes as RecordContactWishes,
    ReminderDue as ReminderDue,
    ReportArrival as ReportArrival,
    ResendMessage as ResendMessage,
    ShowToTell as ShowToTell,
    ToTellLine as ToTellLine,
    ToTellList as ToTellList,
    ToTellShown as ToTellShown,
)
from kring_shared.contracts.notifications.told import (
    ContactCorrected as ContactCorrected,
    ContactWishesRecorded as ContactWishesRecorded,
    NotificationDelayed as NotificationDelayed,
    NotificationDelivered as NotificationDelivered,
    NotificationFailed as NotificationFailed,
    NotificationQueued as NotificationQueued,
    NotificationSent as NotificationSent,
    NotificationSuppressed as NotificationSuppressed,
    NotificationToTell as NotificationToTell,
    NotificationUnreached as NotificationUnreached,
    NotificationTold as NotificationTold,
    TranslationMissing as TranslationMissing,
)
from kring_shared.contracts.notifications.words import (
    Arrived as Arrived,
    Moment as Moment,
    SuppressedBecause as SuppressedBecause,
    ToTellBecause as ToTellBecause,
    Way as Way,
)
