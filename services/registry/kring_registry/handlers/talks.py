"""Talks without obligation are counted beside the requests: how many people were told of it and wanted none."""

from kring_registry.domain.figures.cells import NO_GROUP
from kring_registry.domain.talk import CameOfIt, Talk
from kring_registry.handlers.counting import count
from kring_shared.contracts.intake import (
    InformationTalkCancelled,
    InformationTalkLapsed,
    InformationTalkRequested,
    RequestReceived,
)
from kring_shared.kernel.work import Work


def note_talk(message: InformationTalkRequested, work: Work) -> None:
    """Note that somebody asked for a talk, in this month."""
    talk = Talk(message.case_id, message.office, f"{message.occurred_at:%Y-%m}")
    work.save(talk)
    count(work, talk.office, talk.month, NO_GROUP, talk.contributions())


def note_nothing(message: InformationTalkCancelled | InformationTalkLapsed, work: Work) -> None:
    """Note that nothing came of it."""
    _over(work.need(Talk, message.case_id), CameOfIt.NOTHING, work)


def became_a_request(message: RequestReceived, work: Work) -> None:
    """Note that a request came of it; most requests come without a talk."""
    if (talk := work.get(Talk, message.case_id)) is not None:
        _over(talk, CameOfIt.REQUEST, work)


def _over(talk: Talk, came_of_it: CameOfIt, work: Work) -> None:
    over = talk.over(work.salt(), came_of_it)
    work.remove(talk)
    work.save(over)
    count(work, talk.office, talk.month, NO_GROUP, talk.contributions(), sign=-1)
    count(work, over.office, over.month, NO_GROUP, over.contributions())
