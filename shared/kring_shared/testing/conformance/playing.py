"""Plays a scenario, and judges each step; whatever is not right is said so that a stranger knows what to look at."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from kring_shared.kernel.errors import KringError
from kring_shared.testing.conformance.ear import Told
from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.steps import (
    ANY_CODE,
    ANYTHING,
    WITHIN_SECONDS,
    Ask,
    Do,
    Expect,
    ExpectNothing,
    Step,
    Tell,
    found_at,
    missing_in,
)
from kring_shared.testing.conformance.street import Answered, Street
from kring_shared.testing.waiting import NeverHappened, until

PLACE: Final = "docs/contracts/"
DONE: Final = "kring.done"


class NotConform(KringError):
    """A check was not passed."""

    code = "kring.not-conform"


Between = Callable[[], Awaitable[None]]


async def nothing() -> None:
    """Do nothing between two steps."""


@dataclass
class Play:
    """One run of a scenario's steps, in its own case, with its own people."""

    street: Street
    some: Invented
    twice: bool = False
    """Whether every fact is delivered twice and every command sent twice under its id."""
    settled: Between = nothing
    """Waits until the candidate has taken and told everything."""
    kill: Between | None = None
    """Kills the candidate and starts it again: at each fact, and while a command is on its way."""
    taken: list[Told] = field(default_factory=list)
    """What was told and expected."""
    begun: int = 0
    """How much was told before this run; nothing of it is about it."""
    before: str = "the candidate started"
    """What was done last, for whoever reads a failure."""

    async def run(self, steps: Iterable[Step]) -> None:
        """Take the steps one by one.

        Raises:
            NotConform: one of them is not as the contract says.
        """
        self.begun = len(await self.street.ear.listen())
        for step in steps:
            await self._take(step)

    async def told(self) -> Counter[str]:
        """Count what the candidate told about this run, by kind and by what it is about, in words of the scenario."""
        words = self.some.words()
        heard = [fact for fact in await self.street.ear.listen() if fact.about in words]
        return Counter(f"{fact.kind} about {words[fact.about]}" for fact in heard)

    async def _take(self, step: Step) -> None:
        match step:
            case Tell():
                await self._tell(step)
            case Do():
                await self._do(step)
            case Ask():
                await self._ask(step)
            case Expect():
                await self._expect(step)
            case ExpectNothing():
                await self._expect_nothing(step)
            case _:
                await step.taken(self)

    async def _tell(self, step: Tell) -> None:
        sent = self.street.told(step.fact, step.office, by=step.by)
        await self.street.publish(sent)
        if self.kill is not None:
            await self.kill()
        if self.twice:
            await self.street.publish(sent, again=True)
        self.before = str(step)

    async def _do(self, step: Do) -> None:
        self.before = str(step)
        command_id, body = self.street.new_id(), step.command.to_json()
        answers = []
        if self.kill is not None and step.on_its_way:
            first = self.street.asked(
                "do", type(step.command), body, actor=self.street.actor(step.by), command_id=command_id
            )
            lost = asyncio.create_task(first)
            await self.street.house.desk.flush()
            await self.kill()
            lost.cancel()
        for _ in range(2 if self.twice else 1):
            actor = self.street.actor(step.by)
            said = await self.street.asked("do", type(step.command), body, actor=actor, command_id=command_id)
            answers.append(said)
        said, wanted = answers[0], step.refused or DONE
        if not _is(said, wanted):
            raise NotConform(self._differs(f"commands/{step.command.kind()}", f"a receipt with {wanted}", said))
        if not step.refused and said.body != answers[-1].body:
            again = f"{self.before} again under the same id"
            raise NotConform(f"{again}: expected the same receipt, {said}; came {answers[-1]}")

    async def _ask(self, step: Ask) -> None:
        self.before = str(step)
        wrong = [await self._asked(step)]

        async def right() -> bool:
            wrong.append(await self._asked(step))
            return not wrong[-1]

        if wrong[0] and step.patient:
            with contextlib.suppress(NeverHappened):
                await until(right, "it is answered so", within=WITHIN_SECONDS)
        if wrong[-1]:
            raise NotConform(wrong[-1])

    async def _asked(self, step: Ask) -> str:
        """Ask once, and say what is wrong with the answer."""
        actor = self.street.actor(step.by)
        said = await self.street.asked("ask", type(step.query), step.query.to_json(), actor=actor)
        where = f"queries/{step.query.kind()}"
        if step.refused:
            return "" if _is(said, step.refused) else self._differs(where, f"a refusal with {step.refused}", said)
        if said.code or not isinstance(said.document, dict):
            return self._differs(where, "an answer", said)
        missing = missing_in(said.document, step.shows)
        return self._differs(where, f"an answer with {missing}", said) if missing else ""

    async def _expect(self, step: Expect) -> None:
        async def found() -> bool:
            return self._found(step, await self.street.ear.listen()) is not None

        try:
            await until(found, "it is told", within=step.within)
        except NeverHappened:
            raise NotConform(self._not_told(step)) from None
        if (fact := self._found(step, self.street.ear.told)) is not None:
            self.taken.append(fact)
            for place, word in step.names.items():
                self.some.is_called(word, str(found_at(fact.data, place)))

    async def _expect_nothing(self, step: ExpectNothing) -> None:
        await self.settled()
        kinds = {fact.kind() for fact in step.facts}
        expected = {fact.id for fact in self.taken}
        heard = await self.street.ear.listen()
        wrong = [fact for fact in heard if fact.about == step.about and fact.kind in kinds and fact.id not in expected]
        if wrong:
            raise NotConform(f"after {self.before}: expected {step}; the candidate told {wrong[0].kind}")

    def _found(self, step: Expect, told: list[Told]) -> Told | None:
        """Find what is expected: of facts about the same, it stands behind all that was expected before."""
        for fact in told[self.begun :]:
            if fact.kind != step.fact.kind() or fact.about != (step.about or fact.about) or self._is_taken(fact):
                continue
            if not missing_in(fact.data, step.wanted):
                return fact
        return None

    def _is_taken(self, fact: Told) -> bool:
        same = [one for one in self.taken if (one.stream, one.about) == (fact.stream, fact.about)]
        return any(fact.place <= one.place for one in same)

    def _not_told(self, step: Expect) -> str:
        told = [fact for fact in self.street.ear.told if fact.about == step.about]
        near = [fact for fact in told if fact.kind == step.fact.kind()]
        said = ", ".join(fact.kind for fact in told) or "nothing"
        shown = "".join(f" with {place} {_said(value)}" for place, value in step.wanted.items())
        came = f"the candidate told about it: {said}"
        came += f"; the last of that kind: {near[-1].body.decode(errors='replace')[:400]}" if near else ""
        service = self.street.house.service.name
        where = f"{PLACE}facts/{step.fact.kind()}.json"
        return f"after {self.before}, {service} told no {step}{shown} within {step.within:g} s; {came}; see {where}"

    def _differs(self, where: str, wanted: str, said: Answered) -> str:
        return f"{self.before}: expected {wanted}; came {said}; see {PLACE}{where}.json"


def _said(value: object) -> str:
    return "given" if value is ANYTHING else f"= {value}"


def _is(said: Answered, wanted: str) -> bool:
    return said.code not in {"", DONE} if wanted == ANY_CODE else said.code == wanted
