"""Says when the service starts which letters a live office cannot send yet."""

import structlog

from kring_notifications.house import House
from kring_notifications.wording.book import OFFICE_LANGUAGE, Wording
from kring_shared.contracts.notifications import Moment, Way

log = structlog.get_logger()


def warn_of_drafts(words: Wording, house: House) -> None:
    """Say of each live office which letters it cannot send yet, since no speaker approved their words."""
    drafts = [moment for moment in Moment if words.choose(moment, (), Way.LETTER, live=True) is None]
    for office in filter(house.is_live, house.offices) if drafts else ():
        log.warning("notifications.words.not-approved", office=office, language=OFFICE_LANGUAGE, count=len(drafts))
