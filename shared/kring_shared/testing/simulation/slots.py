"""The moments at which anything happens in a simulated history: two a day, so that much is done at once.

A clock that stops for every half hour of every family spends its time on asking whether all is at rest.
"""

from datetime import datetime, timedelta
from typing import Final

from kring_shared.testing.people.agenda import Act, Agenda

SLOTS: Final = (8, 18)
"""In UTC: when offices are at work, and the evening in which most circles meet."""


def slot_before(moment: datetime) -> datetime:
    """Give the last slot at or before a moment."""
    day = moment.replace(minute=0, second=0, microsecond=0)
    if moment.hour < SLOTS[0]:
        day -= timedelta(days=1)
        return day.replace(hour=SLOTS[-1])
    return day.replace(hour=max(hour for hour in SLOTS if hour <= moment.hour))


def slot_after(moment: datetime) -> datetime:
    """Give the first slot at or after a moment."""
    before = slot_before(moment)
    if before == moment:
        return moment
    later = [hour for hour in SLOTS if hour > before.hour]
    return before.replace(hour=later[0]) if later else (before + timedelta(days=1)).replace(hour=SLOTS[0])


class SlotAgenda(Agenda):
    """Puts every act in the slot it falls in: what is meant for half past nine is done when the office opens."""

    def plan_at(self, moment: datetime, case_id: str, act: Act) -> None:
        """Plan an act of a case in the slot of a moment."""
        super().plan_at(slot_before(moment), case_id, act)
