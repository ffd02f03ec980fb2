"""Deadlines, errands and erasures: rows that come back, while the case they are of is opened and closed.

Opening sets a deadline and sends a letter out; closing calls both off and erases a key. Whoever asks for either asks
again until it is answered.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.unit.model.exploring import Model, Off, Step

OPEN: Final = "opening"
CLOSE: Final = "closing"
DEADLINE: Final = "the deadline"
RESULT: Final = "what came of the letter"


class Rows(NamedTuple):
    """What the service's database holds."""

    done: tuple[str, ...] = ()
    inbox: frozenset[str] = frozenset()
    deadline: bool = False
    parked: bool = False
    letter: str = ""
    erasure: str = ""


class Process(NamedTuple):
    """What is lost when it is killed: the lane's queue and what lies in it, the letter under way, a key to destroy."""

    queue: tuple[str, ...] = ()
    taken: frozenset[str] = frozenset()
    finishing: tuple[str, ...] = ()
    letter: str = ""
    erases: bool = False


class World(NamedTuple):
    """What the database, the vault and the outside hold, and the process, if it lives."""

    faults: int
    failures: int
    rows: Rows = Rows()
    is_due: bool = False
    has_key: bool = True
    letters: int = 0
    letters_at_close: int = -1
    answered: frozenset[str] = frozenset()
    process: Process | None = None


def steps(s: World, off: Off) -> Iterator[Step[World]]:
    """Say what may happen."""
    if s.rows.deadline and not s.is_due:
        yield Step("the deadline's time comes", s._replace(is_due=True))
    p = s.process
    if p is None:
        begun = s.rows.letter == "begun"
        unclear = (RESULT,) if begun and "unclear" not in off else ()
        yield Step("the service starts", s._replace(process=Process(queue=unclear, taken=frozenset(unclear))))
        return
    yield from _arrives(s, p)
    yield from _comes_due(s, p, off)
    yield from _letter(s, p, off)
    yield from _lane(s, p, off)
    if s.faults:
        killed = s._replace(process=None, faults=s.faults - 1)
        yield Step(f"the service is killed{_instant(p)}", killed, is_fault=True)


def _arrives(s: World, p: Process) -> Iterator[Step[World]]:
    for command in (OPEN, CLOSE):
        is_next = command == OPEN or OPEN in s.answered
        if is_next and command not in s.answered and command not in p.queue + p.finishing:
            yield Step(f"{command} is asked for", s._replace(process=p._replace(queue=(*p.queue, command))))


def _comes_due(s: World, p: Process, off: Off) -> Iterator[Step[World]]:
    if DEADLINE not in p.taken and ((s.rows.deadline and s.is_due) or s.rows.parked):
        taken = p._replace(queue=(*p.queue, DEADLINE), taken=p.taken | {DEADLINE})
        yield Step("the timers hand the deadline to the lane", s._replace(process=taken))
    if s.rows.erasure == "decided" and not p.erases and "erased-later" not in off:
        yield Step("the timers destroy the key", destroyed(s))


def _letter(s: World, p: Process, off: Off) -> Iterator[Step[World]]:
    state = s.rows.letter
    if (
        state in {"waiting"} | ({"begun"} if "only-waiting" in off else set())
        and not p.letter
        and RESULT not in p.taken
    ):
        if "begun-first" in off:
            yield Step("the letter goes out", sent(s, p))
        else:
            yield Step("the letter's turn comes", s._replace(process=p._replace(letter="turn")))
    if p.letter == "turn":
        begins = state == "waiting" or "begins" in off or "only-waiting" in off
        begun = s._replace(rows=s.rows._replace(letter="begun"), process=p._replace(letter="begun"))
        called_back = s._replace(process=p._replace(letter=""))
        yield Step(
            "it is noted that the letter begins" if begins else "it was called back", begun if begins else called_back
        )
    if p.letter == "begun":
        yield Step("the letter goes out", sent(s, p))
    if p.letter == "sent":
        back = p._replace(queue=(*p.queue, RESULT), taken=p.taken | {RESULT}, letter="")
        yield Step("what came of the letter is handed to the lane", s._replace(process=back))


def _lane(s: World, p: Process, off: Off) -> Iterator[Step[World]]:
    if p.erases:
        yield Step("the key is destroyed", destroyed(s))
    elif p.finishing:
        answered = s.answered | ({OPEN, CLOSE} & set(p.finishing))
        done = p._replace(finishing=(), taken=p.taken - set(p.finishing))
        yield Step(f"{_and(p.finishing)} is answered", s._replace(answered=answered, process=done))
    elif p.queue:
        for size in range(1, len(p.queue) + 1):
            batch = p.queue[:size]
            yield Step(f"{_and(batch)} is committed", committed(s, p, batch, off))
            if s.failures and DEADLINE in batch:
                failed = committed(s._replace(failures=s.failures - 1), p, batch, off, fails=True)
                yield Step(f"{_and(batch)} is committed, but the deadline's handler failed", failed)
        if CLOSE in p.queue and "after-commit" in off:
            yield Step("the key is destroyed for a batch that is not committed", s._replace(has_key=False))


def committed(s: World, p: Process, batch: tuple[str, ...], off: Off, *, fails: bool = False) -> World:
    """Settle a batch: each message does what it does on what the ones before it left, all in one commit."""
    rows = s.rows
    for message in batch:
        if message not in rows.inbox or "inbox" in off:
            rows = _handled(rows, message, off, fails=fails)
    closes = CLOSE in rows.done and CLOSE not in s.rows.done
    p = p._replace(queue=p.queue[len(batch) :], finishing=batch, erases=closes)
    at_close = s.letters + (rows.letter == "begun") if closes else s.letters_at_close
    return s._replace(rows=rows, process=p, letters_at_close=at_close)


def _handled(rows: Rows, message: str, off: Off, *, fails: bool) -> Rows:
    known = rows._replace(inbox=rows.inbox | {message})
    if message == OPEN:
        return known._replace(done=(*rows.done, OPEN), deadline=True, letter="waiting")
    if message == RESULT:
        return known._replace(letter="")
    if message == CLOSE:
        return known._replace(
            done=(*rows.done, CLOSE),
            deadline=rows.deadline and "called-off" in off,
            parked=rows.parked and "called-off-apart" in off,
            letter="" if rows.letter == "waiting" else rows.letter,
            erasure="" if "erasure-row" in off else "decided",
        )
    if not (rows.deadline or rows.parked) and "still-stands" not in off:
        return known
    if fails:
        return rows._replace(parked=True, deadline=False)
    left = rows.deadline and "met" in off
    return known._replace(done=(*rows.done, DEADLINE), deadline=left, parked=False)


def destroyed(s: World) -> World:
    """Destroy the key and note that it is done; a second time does no harm."""
    p = s.process._replace(erases=False) if s.process else None
    erasure = "done" if s.rows.erasure else ""
    return s._replace(has_key=False, rows=s.rows._replace(erasure=erasure), process=p)


def sent(s: World, p: Process) -> World:
    """Let the letter go out."""
    return s._replace(letters=s.letters + 1, process=p._replace(letter="sent"))


def broken(s: World) -> str:
    """Say which promise this state breaks: each deadline and letter once, and neither after it was called off."""
    done = s.rows.done
    if len(set(done)) != len(done):
        return f"{_and([message for message in set(done) if done.count(message) > 1])} took effect twice"
    if DEADLINE in done and CLOSE in done[: done.index(DEADLINE)]:
        return "the deadline was met after it was called off"
    if s.letters > 1:
        return "the letter went out twice"
    if s.letters > s.letters_at_close >= 0:
        return "the letter went out after it was called back"
    return "" if s.has_key or CLOSE in done else "the key is gone, and nobody decided that"


def missing(s: World) -> str:
    """Say what is missing where nothing more happens: all settled, no row left, the key destroyed."""
    if s.rows.letter:
        return "nobody ever hears what came of the letter"
    if s.rows.deadline or s.rows.parked:
        return "the deadline stays for ever"
    if s.failures == 0 and DEADLINE not in s.rows.done and CLOSE not in s.rows.done:
        return "the deadline was never met"
    return "the key is still there" if s.has_key else ""


def _and(messages: tuple[str, ...] | list[str]) -> str:
    return " and ".join(messages)


def _instant(p: Process) -> str:
    at = [
        "before-commit" * bool(p.queue),
        "before-erase" * p.erases,
        "before-acknowledge" * bool(p.finishing and not p.erases),
        "during-errand" * (p.letter == "begun"),
        "after-errand" * (p.letter == "sent"),
    ]
    return f" at {', '.join(filter(None, at))}" if any(at) else " at rest"


def waiting(faults: int, failures: int) -> Model[World]:
    """Give a service with a clock, with so many kills and so many attempts at the deadline that fail."""
    return Model("waiting", World(faults, failures), steps, broken, missing)
