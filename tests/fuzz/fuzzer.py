"""Puts inputs before one parser and looks at what it does: a value, one of its refusals, or something that is wrong.

Everything follows from the seed. An input that is found is made shorter, as long as the same is wrong with it.
"""

import signal
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from random import Random
from time import process_time
from typing import Any, Final

from tests.fuzz.mutations import mutated

SECONDS: Final = 1.0
"""Of the processor's time, so that a busy machine makes nobody slow."""
MOST_MEGABYTES: Final = 256
"""By which one input may raise what this process uses, at its highest."""
TRIES: Final = 400
STATUS: Final = Path("/proc/self/status")
FORGET_THE_MOST: Final = Path("/proc/self/clear_refs")
PERSONAL: Final = ("Filip", "Rachel", "Jansen", "opgroeien", "@wijkteam.example", "0612345678", "Lindestraat")
"""What stands in the examples about people; where a refusal promises it, none of it is repeated."""


class TooSlow(BaseException):
    """The time is over; no parser may catch it, so it is no `Exception`."""


@dataclass(frozen=True)
class NotTaken:
    """What a parser gives back that refuses by a value: its words, which are looked at like those of an error."""

    words: str


@dataclass(frozen=True)
class Parser:
    """One way in: how it is called, what it grows from, and what it may raise."""

    name: str
    reads: Callable[[bytes], object]
    examples: tuple[bytes, ...]
    refuses: tuple[type[Exception], ...] = ()
    rooms: tuple[str, ...] = ()
    """The modules that are put to the test by it."""
    quiet: bool = True
    """Its refusals repeat nothing about people."""
    share: float = 0.2
    """How many inputs it gets beside others: fewer where each takes long, more where it takes next to nothing."""


@dataclass
class Found:
    """What came of the inputs of one parser; `wrong` says what, and `culprit` is the input."""

    inputs: int = 0
    refused: int = 0
    taken: int = 0
    slowest: float = 0.0
    wrong: str = ""
    culprit: bytes = field(default=b"", repr=False)

    def line(self, name: str) -> str:
        """Say it in one line."""
        return f"{name:<48} {self.inputs:>8,} {self.refused:>9,} {self.taken:>9,} {self.slowest * 1000:>7.0f} ms"


def put_to_the_test(parser: Parser, inputs: int, seed: str) -> Found:
    """Put its examples and then so many inputs before a parser; stop at the first that is wrong."""
    chance, found = Random(f"{seed}/{parser.name}"), Found()  # noqa: S311 - to be repeated, not to be secret
    for example in parser.examples[:3]:  # what is loaded the first time it is needed is nobody's slowness
        with suppress(Exception):
            parser.reads(example)
    with _watched():
        for number in range(max(inputs, len(parser.examples))):
            examples = parser.examples
            content = examples[number] if number < len(examples) else mutated(examples, chance)
            began, before = process_time(), _used_now()
            wrong, refused = _tried(parser, content)
            found.slowest = max(found.slowest, process_time() - began)
            found.inputs, found.refused, found.taken = number + 1, found.refused + refused, found.taken + (not refused)
            if not wrong and _most_used() - before > MOST_MEGABYTES:
                wrong = f"used {_most_used() - before} MB more"
            if wrong:
                found.wrong, found.culprit = wrong, _shorter(parser, content, wrong)
                break
    return found


def _tried(parser: Parser, content: bytes) -> tuple[str, bool]:
    """Give what is wrong, if anything is, and whether it was refused."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        said: object = parser.reads(content)
    except parser.refuses as refusal:
        said = NotTaken(_words(refusal))
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"raised {type(error).__name__}", False
    except (TooSlow, BaseExceptionGroup):  # a group of tasks wraps whatever ends them
        return f"took longer than {SECONDS:g} s", False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    if not isinstance(said, NotTaken):
        return "", False
    repeated = [word for word in PERSONAL if word in said.words] if parser.quiet else []
    return (f"repeats in its refusal: {', '.join(repeated)}" if repeated else ""), True


def _words(refusal: Exception) -> str:
    receipt: Any = getattr(refusal, "receipt", "")
    return f"{refusal} {refusal.args} {vars(refusal)} {receipt}"


def _shorter(parser: Parser, content: bytes, wrong: str) -> bytes:
    """Take out whatever may be missing: a half, a quarter, down to single bytes; each try costs one call."""
    if wrong.startswith(("took", "used")):
        return content
    step, tries = max(1, len(content) // 2), 0
    while tries < TRIES:
        at = 0
        while at < len(content) and tries < TRIES:
            without, tries = content[:at] + content[at + step :], tries + 1
            if _tried(parser, without)[0] == wrong:
                content = without
            else:
                at += step
        if step == 1:
            break
        step = max(1, step // 2)
    return content


def _most_used() -> int:
    """Give the most megabytes that were used at once since they were last looked at by `_used_now`."""
    status = STATUS.read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _used_now() -> int:
    """Give the megabytes in use, and count the most from here: what an earlier one used hides nothing."""
    FORGET_THE_MOST.write_text("5", encoding="ascii")
    return _most_used()


@contextmanager
def _watched() -> Any:  # noqa: ANN401 - a context manager
    def over(_number: int, _frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, over)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def shared_out(parsers: Sequence[Parser], inputs: int) -> dict[str, int]:
    """Share a number of inputs out over the parsers, at least one each."""
    shares = sum(one.share for one in parsers)
    return {one.name: max(1, ceil(inputs * one.share / shares)) for one in parsers}
