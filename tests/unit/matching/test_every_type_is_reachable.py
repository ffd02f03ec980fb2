"""No type of conference is promised that nobody could earn: the real handlers are walked through, policy by policy."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
from pydantic import ValidationError

from kring_matching.domain import Career
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    AgreeOnCandidate,
    EvaluationResult,
    ExtendScope,
    GatheringKind,
    IssueCertificate,
    KeepFamilyOnly,
    OptIn,
    PlanCandidateTalk,
    RepeatSupervision,
    StartSupervision,
    SubmitReport,
)
from kring_shared.contracts.policies import NL, POLICIES, CareerRules, WayToScope
from kring_shared.kernel.errors import InvalidFields, Refused
from kring_shared.testing.work import NOON
from tests.unit.matching.careers import (
    APPLY,
    BOTH_YES,
    CASES,
    CERTIFY,
    FIRST,
    MEETING,
    OPT_IN,
    RACHEL,
    REPORT,
    SECOND,
    SUPERVISE,
    WORKSHOP,
    Way,
    evaluated,
    planned,
    signs_up,
    there,
)

TRAININGS: Final = {FIRST: GatheringKind.TRAINING_FIRST, SECOND: GatheringKind.TRAINING_SECOND}
GIVEN: Final[dict[type[Named], Named]] = {
    OptIn: OPT_IN,
    SubmitReport: REPORT,
    AgreeOnCandidate: BOTH_YES,
    PlanCandidateTalk: PlanCandidateTalk(person_id=RACHEL, at=NOON.replace(year=2027)),
    StartSupervision: SUPERVISE,
    IssueCertificate: CERTIFY,
    RepeatSupervision: RepeatSupervision(person_id=RACHEL),
    KeepFamilyOnly: KeepFamilyOnly(person_id=RACHEL),
}
BROKEN: Final[dict[str, dict[str, Any]]] = {
    "a second part without days": {"second_part_days": 0},
    "a second certificate": {"ways": NL.career.ways | {ConferenceType.LEARNING: WayToScope.CERTIFICATE}},
    "a type without a way": {"ways": {ConferenceType.FAMILY: WayToScope.CERTIFICATE}},
}


def begun(policy: str, scope: ConferenceType) -> Way:
    """Give an office where everything is planned that its policy has, and Rachel's letter."""
    way = Way(policy=policy)
    way.goes(APPLY, planned(MEETING, GatheringKind.INFORMATION_MEETING))
    way.goes(planned(WORKSHOP, GatheringKind.WORKSHOP, scope=scope))
    for training, kind in TRAININGS.items():
        days = way.rules.first_part_days if kind is GatheringKind.TRAINING_FIRST else way.rules.second_part_days
        try:
            way.goes(planned(training, kind, days or 1))
        except InvalidFields:
            assert days == 0
    return way


def steps(way: Way, scope: ConferenceType) -> Iterator[Named]:
    """Give everything that people may do or hear next; what is out of turn is refused by the handlers themselves."""
    yield from GIVEN.values()
    yield way.registration()
    yield from (there(MEETING), there(WORKSHOP), signs_up(FIRST), signs_up(SECOND))
    yield from (there(training, day) for training in TRAININGS for day in range(1, 4))
    yield ExtendScope(person_id=RACHEL, scope=scope)
    for case_id in CASES[:2]:
        yield way.concluded(case_id)
        yield evaluated(EvaluationResult.POSITIVE, case_id)


def after(way: Way, message: Named) -> Way | None:
    """Give what comes of a message, or nothing when it is refused; `way` stays as it was."""
    then = Way(policy=way.policy)
    then.kept = dict(way.kept)
    try:
        then.goes(message)
    except Refused:
        return None
    return then


def is_reachable(policy: str, scope: ConferenceType) -> bool:
    """Look, breadth first, for any way on which Rachel comes to this type."""
    waiting, seen = deque([begun(policy, scope)]), set[object]()
    while waiting:
        way = waiting.popleft()
        if scope in way.career.scopes:
            return True
        for message in steps(way, scope):
            found = after(way, message)
            if found is not None and (mark := _mark(found)) not in seen:
                seen.add(mark)
                waiting.append(found)
    return False


def _mark(way: Way) -> object:
    """Tell two situations apart by what their rules look at; how often one did the same is left out."""
    career: Career = way.career
    entry = next((kept for kept in way.kept.values() if kept is not career and kept.id == RACHEL), None)
    return (
        career.stage,
        frozenset(career.days),
        frozenset(career.workshops),
        min(len(career.conferences), 2),
        len(career.evaluations),
        len(career.reports) > 0,
        career.scopes,
        replace(entry, version=0) if entry is not None else None,  # type: ignore[type-var]  # an entry of the register
        tuple(sorted(gathering for gathering in TRAININGS if _signed_up(way, gathering))),
    )


def _signed_up(way: Way, gathering_id: str) -> bool:
    return any(kept.id == gathering_id and RACHEL in kept.signed_up for kept in way.kept.values())  # type: ignore[attr-defined]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("scope", ConferenceType)
def test_every_type_can_be_earned_under_every_policy(policy: str, scope: ConferenceType) -> None:
    assert is_reachable(policy, scope)


def test_the_walk_finds_out_when_a_type_cannot_be_earned(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = NL.career.model_copy(update={"second_part_days": 0})
    monkeypatch.setitem(POLICIES, "xx/1", NL.model_copy(update={"id": "xx/1", "career": broken}))
    assert not is_reachable("xx/1", ConferenceType.COMMUNITY)
    assert is_reachable("xx/1", ConferenceType.LEARNING)


@pytest.mark.parametrize("fields", BROKEN.values(), ids=BROKEN)
def test_a_policy_with_a_way_that_cannot_be_gone_is_never_made(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CareerRules(**(NL.career.model_dump() | fields))
