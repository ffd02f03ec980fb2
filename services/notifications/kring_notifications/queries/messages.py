"""Which messages a case had, and where each stands."""

from kring_notifications.domain import Correspondence, Notification
from kring_shared.contracts.notifications import ListMessages, MessageLine, MessageList
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader


def list_messages(query: ListMessages, reader: Reader) -> MessageList:
    """List a case's messages, oldest first: no words, no address."""
    if reader.get(Correspondence, query.case_id) is None:
        raise NotFound("no messages are known for that case in this office")
    notifications: list[Notification] = reader.all(Notification, query.case_id)
    return MessageList(
        messages=tuple(
            MessageLine(
                message_id=n.message_id,
                moment=n.moment,
                person_id=n.person_id,
                language=n.language,
                channel=n.channel,
                status=n.status,
                wording=n.wording,
                tries=n.tries,
                because=n.because,
                code=n.code,
                send_at=n.send_at,
            )
            for n in notifications
            if n.case_id == query.case_id
        )
    )
