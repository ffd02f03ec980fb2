"""Which messages a case had, and where each stands."""

from kring_notifications.domain import Correspondence, Notification
from kring_shared.contracts.notifications import ListMessages, MessageLine, MessageList
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader


def list_messages(query: ListMessages, reader: Reader) -> MessageList:
    """List a case's messages, oldest first: no words, no address."""
    if reader.get(Correspondence, query.case_id) is None:
        raise NotFound("no messages are known for that case in this office")
    every: list[Notification] = reader.all(Notification, query.case_id)
    people = frozenset(query.person_ids)
    asked = [
        note
        for note in every
        if note.case_id == query.case_id
        and query.status in {"", note.status}
        and (not people or note.person_id in people)
        and note.message_id > query.after
    ]
    asked.sort(key=lambda note: note.message_id)
    page = asked[: query.limit]
    return MessageList(
        next=page[-1].message_id if len(page) < len(asked) else "",
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
            for n in page
        ),
    )
