"""Who may sign in, and as whom services know them: one login for each role, and a link for members of a circle."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import Part
from kring_shared.contracts.notifications import GiveLink, LinkPurpose, LinkShown, ShowLink
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import id_at
from kring_shared.runtime.running.edges import MadeUp
from kring_shared.testing.demo.coming_in import HOME
from kring_shared.testing.people.careers import Learner
from kring_shared.testing.people.case import Case
from kring_shared.testing.people.desk import Desk

WANT_TO: Final = (("Jolien Aerts", "Utrecht"), ("Bilal Yilmaz", "Zeist"), ("Thea Roos", "Utrecht"))
OFFICER: Final = "0" * 31 + "1"
"""Signals are passed on to an id of the form that everybody has."""
PURPOSES: Final = (LinkPurpose.ANSWER_INVITATION, LinkPurpose.SEE_STATUS, LinkPurpose.READ_PLAN)
OF_THE_OFFICE: Final = (
    ("manager", Role.REGIONAL_MANAGER),
    ("trainer", Role.TRAINER),
    ("supervisor", Role.SUPERVISOR),
    ("operator", Role.OPERATOR),
    ("administrator", Role.ADMINISTRATOR),
    ("researcher", Role.RESEARCHER),
    ("referrer", Role.REQUESTER),
)
"""Those of whom a case knows nothing."""


def candidates(now: datetime) -> Iterable[Learner]:
    """Give who wants to become a coordinator."""
    for name, town in WANT_TO:
        address = name.lower().replace(" ", ".")
        contact = Contact(name=name, email=f"{address}@kring.example")
        yield Learner(id_at(now, name), HOME, contact, ("nl",), town)


async def signing_in(desk: Desk, cases: Mapping[str, Case], learners: Mapping[str, Learner]) -> tuple[MadeUp, ...]:
    """Give who may sign in; somebody worries, so that the safety officer has something to look at."""
    at_home = [case for case in cases.values() if case.office == HOME]
    today = next(case for case in at_home if case.received.reference == "today-1")
    people = [MadeUp(login, role, HOME, f"{login}-{HOME}") for login, role in OF_THE_OFFICE]
    people.append(MadeUp("coordinator", Role.COORDINATOR, HOME, today.coordinator_id))
    people.append(MadeUp("candidate", Role.CANDIDATE, HOME, next(iter(learners))))
    people += _professionals(cases.values(), today)
    await _worry(desk, today)
    people.append(MadeUp("safety-officer", Role.SAFETY_OFFICER, HOME, OFFICER))
    return tuple(people) + await _links(desk, today)


def _professionals(cases: Iterable[Case], today: Case) -> list[MadeUp]:
    """Give who informs a circle, and who looks at a plan: of a case where that is still to come, if there is one."""
    informs = next(person_id for person_id, part in today.people if part is Part.INFORMATION_GIVER)
    found = [MadeUp("information-giver", Role.INFORMATION_GIVER, HOME, informs)]
    checked = sorted((case for case in cases if case.acceptors), key=_to_come)
    role = Role.MANDATED_PROFESSIONAL
    return found + [MadeUp("professional", role, case.office, case.acceptors[0]) for case in checked[:1]]


def _to_come(case: Case) -> tuple[bool, bool, float]:
    """Put first what is not over, is at the office that is shown, and meets latest."""
    return case.is_over, case.office != HOME, -case.starts_at.timestamp() if case.starts_at else 0


async def _worry(desk: Desk, case: Case) -> None:
    """The coordinator worries; the manager looks at it and passes it on."""
    worry = c.RaiseSafetySignal(
        case_id=case.id, level=c.SignalLevel.CONCERN, words="De buurman zei dat hij zal komen, en dat maakt bang."
    )
    await desk.do(worry, Role.COORDINATOR, case.coordinator_id, case.office)
    manager = (Role.REGIONAL_MANAGER, f"manager-{case.office}", case.office)
    for line in (await desk.ask(c.ListSafetySignals(), *manager, c.SafetySignalList)).signals:
        await desk.do(c.PassSafetySignalOn(signal_id=line.signal_id, officer_id=OFFICER), *manager)


async def _links(desk: Desk, case: Case) -> tuple[MadeUp, ...]:
    """Give links of two people of a circle, as the manager hands them over."""
    manager = (Role.REGIONAL_MANAGER, f"manager-{case.office}", case.office)
    aunt = next(person_id for person_id, part in case.people if part is Part.CIRCLE)
    found = []
    for person_id, role in ((case.main_person, Role.MAIN_PERSON), (aunt, Role.CIRCLE_MEMBER)):
        for purpose in PURPOSES:
            given = GiveLink(case_id=case.id, person_id=person_id, purpose=purpose)
            receipt = await desk.tries(given, *manager)
            if receipt.status != "done":
                continue
            link_id = str((receipt.answer or {})["linkId"])
            shown = await desk.ask(ShowLink(case_id=case.id, link_id=link_id), *manager, LinkShown)
            found.append(MadeUp("", role, case.office, person_id, case.id, f"/k/{shown.token}"))
    return tuple(found)
