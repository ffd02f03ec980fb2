"""What holds the lane's promises: each guard, the function that holds it, and the smallest model that misses it."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final, NamedTuple

from tests.unit.model.exploring import Model
from tests.unit.model.hearing import hearing
from tests.unit.model.telling import far, near
from tests.unit.model.waiting import waiting

LANE: Final = "kring_shared.runtime.lane"


class Guard(NamedTuple):
    """One guard: where the code holds it, what it does, and which promise breaks without it, in a few words."""

    where: str
    does: str
    breaks: str
    model: Callable[[], Model[Any]]


_near, _far = partial(near, 1), partial(far, 1)
_hears, _fails, _put_back = partial(hearing, 1, 0), partial(hearing, 1, 1), partial(hearing, 2, 0)
_waits, _waits_failing = partial(waiting, 1, 0), partial(waiting, 1, 1)

TELLING: Final = {
    "outbox": Guard(f"{LANE}.pages:Pages.write", "what is told is a row of the same commit", "order", _near),
    "unsent": Guard(f"{LANE}.relay:Relay.unsent", "what is not known to be told is read at the start", "order", _near),
    "message-id": Guard("kring_shared.runtime.bus.wire:headers_of", "a row bears its id to the bus", "twice", _near),
    "in-order": Guard(f"{LANE}.relay:publish", "rows go out in their order", "order", _near),
    "same-again": Guard(
        f"{LANE}.relay:Teller._failed", "after an unclear answer the same rows go again", "order", _near
    ),
    "place-after": Guard(f"{LANE}.relay:Teller._tell", "a place is noted when the bus gave it", "other places", _near),
    "new-line": Guard(f"{LANE}.relay:Teller.run", "on a new connection it looks first", "order", _near),
    "came-before": Guard(f"{LANE}.relay:Teller._tell", "a place that came before makes it look", "never told", _far),
    "now-and-then": Guard(f"{LANE}.relay:Teller._wait", "across a line it looks now and then", "never told", _far),
    "forgot": Guard(f"{LANE}.lost_by_the_bus:Look._after", "what the stream lost is told again", "order", _near),
    "was-there": Guard(
        f"{LANE}.lost_by_the_bus:Look._after",
        "what was there at the last look is looked up too",
        "never told",
        partial(far, 2),
    ),
    "room": Guard(
        f"{LANE}.lost_by_the_bus:Look._is_told_after", "a later row too near proves nothing", "never told", _near
    ),
    "again": Guard(
        f"{LANE}.lost_by_the_bus:Look._is_told_after",
        "what is told again needs room as well",
        "never told",
        partial(near, 3),
    ),
    "by-place": Guard(
        f"{LANE}.lost_by_the_bus:Look._newest_told", "it looks for what stands last", "never told", partial(near, 2)
    ),
    "behind": Guard(
        f"{LANE}.lost_by_the_bus:Look._mark_untold",
        "what stands behind a lost place is lost",
        "never told",
        partial(near, 2),
    ),
    "furthest": Guard(
        f"{LANE}.relay:Teller._tell", "it keeps the furthest place of all it told", "never told", partial(far, 2)
    ),
    "newest": Guard(
        f"{LANE}.relay:Teller._look_first", "every look reads as far as the last", "order", partial(near, 3)
    ),
    "unclear": Guard(
        f"{LANE}.lost_by_the_bus:Look._settle_unclear",
        "old rows of unclear state are looked up",
        "twice",
        partial(near, 2),
    ),
}
HEARING: Final = {
    "inbox": Guard(f"{LANE}.settle:_known", "what the inbox knows is not done again", "twice", _hears),
    "same-commit": Guard(f"{LANE}.pages:Pages.write", "the inbox is of the same commit", "twice", _hears),
    "inbox-key": Guard("kring_shared.runtime.storage.tables:INBOX", "an id is in the inbox once", "twice", _hears),
    "acknowledge-last": Guard(f"{LANE}.lane:Lane.run", "it acknowledges after the commit", "never took effect", _hears),
    "floor": Guard(f"{LANE}.fetch:Fetcher.run", "its consumer is set back when it attaches", "order", _hears),
    "lease": Guard("kring_shared.runtime.running.lease:Lease.take", "one replica works at a time", "order", _hears),
    "fence": Guard("kring_shared.runtime.storage.shelves:save", "the version is a fence", "overwritten", _hears),
    "park": Guard(f"{LANE}.parked:Parking.park", "what cannot be handled is a row", "order", _fails),
    "behind": Guard(f"{LANE}.parked:Parking.is_behind", "later ones of its case wait behind it", "order", _fails),
    "leaves-line": Guard(f"{LANE}.parked:Parking.settled", "what was settled leaves its line", "for ever", _fails),
    "follows": Guard(
        "kring_shared.kernel.work:Work.new_id", "what is told has an id of its cause", "under two ids", _put_back
    ),
}
WAITING: Final = {
    "inbox": Guard(f"{LANE}.settle:_known", "what the inbox knows is not done again", "twice", _waits),
    "met": Guard(f"{LANE}.pages:Pages.write", "a deadline that was met is gone with the commit", "for ever", _waits),
    "called-off": Guard(f"{LANE}.called_off:call_off", "calling off takes the row away", "called off", _waits),
    "called-off-apart": Guard(
        f"{LANE}.called_off:call_off", "also one that stands apart", "called off", _waits_failing
    ),
    "still-stands": Guard(
        f"{LANE}.called_off:CalledOff.is_it", "only one whose row stands strikes", "called off", _waits
    ),
    "begun-first": Guard(
        f"{LANE}.timers:Timers._carry_out", "a letter is noted before it goes", "went out twice", _waits
    ),
    "begins": Guard(f"{LANE}.timers:Timers._begin", "only what still waits begins", "called back", _waits),
    "only-waiting": Guard(
        f"{LANE}.timers:Timers._due_errands", "what was begun is not begun again", "called back", _waits
    ),
    "unclear": Guard(f"{LANE}.timers:Timers.give_up_begun", "what a killed run began is handed in", "nobody", _waits),
    "erasure-row": Guard(f"{LANE}.erasures:write", "an erasure is a row of the same commit", "still there", _waits),
    "erased-later": Guard(
        f"{LANE}.timers:Timers._erase", "what was not destroyed is destroyed later", "still there", _waits
    ),
    "after-commit": Guard(f"{LANE}.settle:_once", "a key is destroyed after the commit", "nobody decided", _waits),
}
GUARDS: Final = {
    (name, guard): held
    for name, guards in (("telling", TELLING), ("hearing", HEARING), ("waiting", WAITING))
    for guard, held in guards.items()
}
