"""Stream, consumer, inbox and parked rows: two replicas of a service hear two facts of one case, and a command.

Fact 2 only has something told; fact 1 and the command change what the service keeps of the case.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.unit.model.exploring import Model, Off, Step

FACTS: Final = ("fact 1", "fact 2")
COMMAND: Final = "command"
ONLY_TELLS: Final = "fact 2"
Told = tuple[str, int]
"""Which message had something told, and under which id: 0 is the one that follows from its cause."""


class Rows(NamedTuple):
    """What the service's database holds."""

    version: int = 0
    case: tuple[str, ...] = ()
    inbox: frozenset[str] = frozenset()
    outbox: tuple[Told, ...] = ()
    parked: tuple[str, ...] = ()


class Replica(NamedTuple):
    """What a replica has in hand: messages, up to which place they acknowledge, and what it read before it wrote."""

    hand: tuple[str, ...] = ()
    up_to: int = 0
    is_again: bool = False
    read: Rows | None = None
    stage: str = ""
    has_lease: bool = True


class World(NamedTuple):
    """What the bus and the database hold, and the replicas that live."""

    faults: int
    failures: int
    stream: tuple[str, ...] = FACTS
    cursor: int = 0
    floor: int = 0
    rows: Rows = Rows()
    replicas: tuple[Replica | None, Replica | None] = (None, None)
    is_answered: bool = False
    is_older_copy: bool = False
    outside: frozenset[Told] = frozenset()


def steps(s: World, off: Off) -> Iterator[Step[World]]:
    """Say what may happen."""
    for n, replica in enumerate(s.replicas):
        who = "AB"[n]
        if replica is None:
            is_free = not any(other is not None and other.has_lease for other in s.replicas)
            if (is_free or "lease" in off) and (n == 0 or s.replicas[0] is not None):  # which of two is first is one
                cursor = s.cursor if "floor" in off else s.floor
                yield Step(f"{who} takes the lease and attaches", put(s, n, Replica())._replace(cursor=cursor))
            continue
        yield from _works(s, n, replica, off)
        if s.faults:
            yield from _faults(s._replace(faults=s.faults - 1), n, replica)
    if s.faults and s.stream == FACTS:
        yield from _faults_of_others(s._replace(faults=s.faults - 1))


def _works(s: World, n: int, r: Replica, off: Off) -> Iterator[Step[World]]:
    who = "AB"[n]
    if r.hand and r.stage == "committed":
        rows = s.rows._replace(inbox=s.rows.inbox | frozenset(r.hand)) if "same-commit" in off else s.rows
        done = put(s, n, r._replace(hand=(), read=None, stage=""))
        done = done._replace(floor=max(s.floor, r.up_to), rows=rows, is_answered=s.is_answered or COMMAND in r.hand)
        yield Step(f"{who} acknowledges {_and(r.hand)}", done)
    elif r.hand and r.read is None:
        yield Step(f"{who} reads what it has of the case", put(s, n, r._replace(read=s.rows)))
    elif r.hand:
        yield from _commits(s, n, r, off)
    elif not r.has_lease:
        yield Step(f"{who} sees that its lease is gone, and stops", put(s, n, None))
    else:
        yield from _takes(s, n, r, off)


def _takes(s: World, n: int, r: Replica, off: Off) -> Iterator[Step[World]]:
    who = "AB"[n]
    for last in range(s.cursor + 1, len(s.stream) + 1):
        hand = s.stream[s.cursor : last]
        fetched = put(s, n, r._replace(hand=hand, up_to=last))._replace(cursor=last)
        fetched = fetched._replace(floor=last) if "acknowledge-last" in off else fetched
        yield Step(f"{who} fetches {_and(hand)}", fetched)
    if s.floor < s.cursor == len(s.stream) and not any(other is not None and other.hand for other in s.replicas):
        yield Step("what was not acknowledged comes again", s._replace(cursor=s.floor))
    if not s.is_answered:
        yield Step(f"{who} hears the command", put(s, n, r._replace(hand=(COMMAND,), up_to=0)))
    if s.rows.parked:
        again = put(s, n, r._replace(hand=s.rows.parked, up_to=0, is_again=True))
        yield Step(f"{who} takes up again {_and(s.rows.parked)}", again)


def _commits(s: World, n: int, r: Replica, off: Off) -> Iterator[Step[World]]:
    fresh = [message for message in r.hand if message not in (r.read or s.rows).inbox or "inbox" in off]
    for failing in ("", *fresh) if s.failures and COMMAND not in fresh else ("",):  # a command is only refused
        rows, reason = settled(s.rows, r, failing, off)
        said = f"{'AB'[n]} commits {_and(r.hand)}" + (f", but {failing} has to wait" if failing else "")
        if reason:
            refused = put(s, n, r._replace(read=None))
            yield Step(f"{'AB'[n]} is refused: {reason}", refused)
        else:
            then = put(s._replace(rows=rows), n, r._replace(read=None, stage="committed", is_again=False))
            then = then._replace(failures=s.failures - bool(failing), outside=s.outside | set(rows.outbox))
            yield Step(said, then)


def settled(now: Rows, r: Replica, failing: str, off: Off) -> tuple[Rows, str]:
    """Settle what is in hand on what was read: the rows after it, or why the database refuses them."""
    assert r.read is not None
    case, told, known, parked = list(r.read.case), list[Told](), set[str](), list(r.read.parked)
    for message in dict.fromkeys(r.hand):
        line = parked[: parked.index(message)] if message in parked else parked
        if message in r.read.inbox and "inbox" not in off:
            parked = [other for other in parked if other != message or "leaves-line" in off]
        elif message != COMMAND and line and "behind" not in off:
            parked += [message] * (message not in parked)
        elif message == failing:
            parked += [message] * (message not in parked and "park" not in off)
        else:
            told.append((message, now.version + 1 if "follows" in off else 0))
            known.add(message)
            parked = [other for other in parked if other != message or ("leaves-line" in off and not r.is_again)]
            if message != ONLY_TELLS:
                case.append(message)
    changes = len(case) != len(r.read.case)
    if changes and now.version != r.read.version and "fence" not in off:
        return now, "another wrote the case since"
    if known & now.inbox and not {"inbox-key", "inbox", "same-commit"} & off:
        return now, "the inbox has it"
    inbox = now.inbox if "same-commit" in off else now.inbox | known
    left = tuple(other for other in now.parked if other in parked or other not in r.read.parked)
    parked_now = (*left, *(other for other in parked if other not in now.parked and other not in r.read.parked))
    version = now.version + changes
    return Rows(version, tuple(case) if changes else now.case, inbox, (*now.outbox, *told), parked_now), ""


def _faults(s: World, n: int, r: Replica) -> Iterator[Step[World]]:
    who = "AB"[n]
    at = "before-acknowledge, after-commit" if r.stage else "before-commit" if r.read else "rest"
    yield Step(f"{who} is killed at {at}", put(s, n, None), is_fault=True)
    if r.has_lease:
        yield Step(f"{who} loses its lease unseen", put(s, n, r._replace(has_lease=False)), is_fault=True)
    if r.stage:
        lost = put(s, n, r._replace(hand=(), read=None, stage=""))
        yield Step(f"the acknowledgement of {_and(r.hand)} is lost", lost, is_fault=True)


def _faults_of_others(s: World) -> Iterator[Step[World]]:
    for first in range(len(FACTS)):
        again = FACTS[first:]
        yield Step(f"{_and(again)} stand in the stream twice", s._replace(stream=FACTS + again), is_fault=True)
    if s.replicas == (None, None) and s.rows != Rows():
        copy = s._replace(rows=Rows(), floor=0, is_older_copy=True)
        yield Step("the database is put back as it was before, and the consumer too", copy, is_fault=True)


def put(s: World, n: int, replica: Replica | None) -> World:
    """Give the world with another replica in a place."""
    a, b = s.replicas
    return s._replace(replicas=(replica, b) if n == 0 else (a, replica))


def broken(s: World) -> str:
    """Say which promise this state breaks: one effect each, in order, and none undone by another."""
    rows = s.rows
    done = [message for message, _ in rows.outbox]
    facts = [message for message in done if message != COMMAND]
    if len(set(done)) != len(done) or len(set(rows.case)) != len(rows.case):
        return f"{_and(sorted({message for message in done if done.count(message) > 1}))} took effect twice"
    if facts != sorted(facts):
        return f"{_and(facts)} took effect out of order"
    if gone := (set(done) - {ONLY_TELLS}) - set(rows.case):
        return f"{_and(sorted(gone))} took effect, and what it changed was overwritten"
    if len({message for message, _ in s.outside}) != len(s.outside):
        return "the same was told under two ids, so every hearer counts it twice"
    return "the command is answered and was not done" if s.is_answered and not _is_done(s) else ""


def missing(s: World) -> str:
    """Say what is missing where nothing more happens: each fact in effect, nothing left apart."""
    done = {message for message, _ in s.rows.outbox}
    if left := set(FACTS) - done:
        return f"{_and(sorted(left))} never took effect"
    if s.rows.parked:
        return f"{_and(s.rows.parked)} stays apart for ever"
    return "" if _is_done(s) else "the command was never done"


def _is_done(s: World) -> bool:
    return COMMAND in s.rows.case or s.is_older_copy  # what came after a copy was made is not in it


def _and(messages: tuple[str, ...] | list[str]) -> str:
    return " and ".join(messages)


def hearing(faults: int, failures: int) -> Model[World]:
    """Give a service that hears, with so many faults and so many attempts of a handler that fail."""
    return Model("hearing", World(faults, failures), steps, broken, missing)
