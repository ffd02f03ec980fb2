"""How played people come to a yes: the manager finds out who decides, asks the children, and each decider answers."""

import asyncio
from typing import Final

from kring_shared.contracts import intake as i
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.policies import POLICIES, WhoConsents
from kring_shared.contracts.sealed import Contact
from kring_shared.testing.people.case import Case
from kring_shared.testing.people.desk import Desk

PARENTS: Final = ("Moeder", "Vader")
JUDGE_THEMSELVES: Final = frozenset({AgeBand.FROM_12, AgeBand.FROM_16})


class ConsentActs:
    """What manager, main persons and holders of authority do until everybody who decides has said yes."""

    def __init__(self, desk: Desk) -> None:
        """Act through a desk."""
        self._desk = desk

    async def find_out_who_decides(self, case: Case) -> None:
        """Note ages not told yet, who holds authority over each child, and that the child was asked for its view."""
        shown = await self._shown(case)
        adults = tuple(line.person_id for line in shown.main_persons if _age(line, case) is AgeBand.ADULT)
        unclear = [line for line in shown.main_persons if line.age_band is not AgeBand.ADULT]
        children = [line for line in unclear if line.person_id not in adults]
        await asyncio.gather(*(self._manager(case, _authority(line, case, adults)) for line in unclear))
        voices = (i.RecordVoice(case_id=case.id, person_id=line.person_id, asked=True) for line in children)
        await asyncio.gather(*(self._manager(case, voice) for voice in voices))

    async def everybody_says_yes(self, case: Case) -> None:
        """Let each who decides and has not answered say yes, in their own role."""
        yes = i.GiveConsent(case_id=case.id, method=i.ConsentMethod.IN_PERSON)
        deciders = await self._deciders(case)
        await asyncio.gather(*(self._desk.do(yes, role, who, case.office) for who, role in deciders.items()))

    async def everybody_stops(self, case: Case) -> None:
        """Let each who said yes stop for themselves; with the last one the request is withdrawn.

        Before anybody said yes, a main person stops, and the manager notes it once they have spoken with all.
        """
        shown = await self._shown(case)
        roles, stop = _roles(shown), i.WithdrawRequest(case_id=case.id, reason=case.course.stop_reason)
        said = [line.giver_id for line in shown.consents if line.purpose == i.Purpose.CONFERENCE]
        for giver_id in said or [case.main_person]:
            await self._desk.do(stop, roles[giver_id], giver_id, case.office)
        if not said and i.WithdrawRequest.name in (await self._shown(case)).case.possible:
            await self._manager(case, stop)

    async def _deciders(self, case: Case) -> dict[str, Role]:
        shown = await self._shown(case)
        roles = _roles(shown)
        return {giver_id: roles[giver_id] for giver_id in shown.still_to_ask}

    async def _shown(self, case: Case) -> i.RequestShown:
        query, who = i.ShowRequest(case_id=case.id), f"manager-{case.office}"
        return await self._desk.ask(query, Role.REGIONAL_MANAGER, who, case.office, i.RequestShown)

    async def _manager(self, case: Case, command: Command) -> None:
        await self._desk.do(command, Role.REGIONAL_MANAGER, f"manager-{case.office}", case.office)


def _authority(line: i.PersonLine, case: Case, adults: tuple[str, ...]) -> i.SettleAuthority:
    """Say who decides for somebody: the adults of the case for its children, and where there is none, two parents."""
    age = _age(line, case)
    if age is AgeBand.ADULT:
        return i.SettleAuthority(case_id=case.id, person_id=line.person_id, age_band=age, all_known=True)
    alone = not adults and not line.holders
    return i.SettleAuthority(
        case_id=case.id,
        person_id=line.person_id,
        age_band=age,
        discerning=age in JUDGE_THEMSELVES if _by_discernment(case, age) else None,
        holders=tuple(_parent(who, line.person_id) for who in PARENTS) if alone else (),
        known_holders=adults,
        all_known=True,
    )


def _roles(shown: i.RequestShown) -> dict[str, Role]:
    roles = {holder.person_id: Role.LEGAL_REPRESENTATIVE for line in shown.main_persons for holder in line.holders}
    return roles | {line.person_id: Role.MAIN_PERSON for line in shown.main_persons}


def _age(line: i.PersonLine, case: Case) -> AgeBand:
    """Give the age the referral told; of whom it told none, the manager heard that they are grown up."""
    cards = {card.person_id: card for card in case.received.main_persons}
    if line.age_band is not None:
        return line.age_band
    return AgeBand.FROM_12 if cards[line.person_id].minor else AgeBand.ADULT


def _by_discernment(case: Case, age: AgeBand) -> bool:
    return POLICIES[case.received.dossier.policy].consent.of(age) is WhoConsents.BY_DISCERNMENT


def _parent(who: str, child: str) -> Contact:
    return Contact(name=f"{who} van kind {child[-4:]}", phone="+31 6 00000000")
