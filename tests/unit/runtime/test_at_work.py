"""A Kring is at rest when nothing is under way and nothing is due, whoever looked at that last."""

from typing import Any, cast

from kring_shared.runtime.running.at_work import AtWork


class Timers:
    handed_over = 0

    async def look(self) -> bool:
        return False


class One:
    """Idle twice; then a look of its own takes on what is due, which keeps it busy for two questions."""

    def __init__(self) -> None:
        self.timers = Timers()
        self.asked = 0

    async def idle(self) -> bool:
        self.asked += 1
        if self.asked == 2:
            self.timers.handed_over = 1
        return self.asked not in {3, 4}


async def test_what_came_due_between_two_questions_is_waited_for() -> None:
    kring, one = AtWork(), One()
    kring.running = [cast("Any", one)]
    await kring.settle(within=5)
    assert one.asked > 4
