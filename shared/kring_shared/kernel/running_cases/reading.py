"""Each line of a list of running cases becomes the three commands that take it over, or every reason why not.

The case's id follows from the office and its own number: importing again finds the same case. Nothing here knows a
policy, a register or a family's earlier request; what those refuse, the import says.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from kring_shared.contracts.conference import (
    Answered,
    PlanText,
    StoodAt,
    TakenPerson,
    TakeOverConference,
)
from kring_shared.contracts.field import Context, Part
from kring_shared.contracts.intake import TakenMainPerson, TakeOverRequest
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.register_cells import Unclear
from kring_shared.kernel.register_file import RegisterFile, contact_of, read_list
from kring_shared.kernel.running_cases.columns import RUNNING_CASE_COLUMNS
from kring_shared.kernel.running_cases.fitting import must_fit
from kring_shared.kernel.running_cases.referring import referral_of
from kring_shared.kernel.running_cases.words import CaseStage, Marks
from kring_shared.kernel.spreadsheet import SheetRow

Values = Mapping[str, Any]

LOCAL: Final = ZoneInfo("Europe/Amsterdam")
"""The hour on an office's list is the hour on its clock; Brussels has the same."""
WAS_HELD: Final = frozenset({CaseStage.HELD, CaseStage.DISTRIBUTED})
_COLUMN_OF: Final = {
    "consentOn": "consent_on",
    "consentBy": "consent_by",
    "receivedOn": "received_on",
    "mainPersons": "name",
    "startsAt": "meeting_on",
    "people": "circle",
    "stoodAt": "stage",
    "coordinatorId": "coordinator",
    "startedOn": "coordinator_since",
    "withoutPlan": "agreed_on",
}


@dataclass(frozen=True)
class RunningCase:
    """What takes one case over: its request, who coordinates it as the office writes it, and its conference."""

    stage: CaseStage
    request: TakeOverRequest
    coordinator: str = ""
    coordinator_since: date | None = None
    conference: TakeOverConference | None = None

    @property
    def case_id(self) -> str:
        """Give the case's id."""
        return self.request.case_id


def read_running_cases(
    source: bytes | tuple[SheetRow, ...], office: str | None = None, *, today: date
) -> RegisterFile[RunningCase]:
    """Read a list of running cases, CSV or rows; without an office each line has to name its own.

    Raises:
        UnreadableSheet: it is no list that can be read, or a needed column is missing.
    """
    return read_list(source, office or "", RUNNING_CASE_COLUMNS, partial(_case, today=today))


def case_id_of(office: str, reference: str) -> str:
    """Give the id of the case an office knows by this number."""
    return id_at(BEGINNING, f"{office}/running-case/{reference}")


def column_of(pointer: str) -> str:
    """Name the column a refused field comes from."""
    first, *rest = pointer.strip("/").split("/") or [""]
    if first == "referral":
        return column_of("/".join(rest)) if rest else "reference"
    return _COLUMN_OF.get(first) or re.sub(r"(?<!^)(?=[A-Z])", "_", first).lower()


def _case(office: str, values: Values, *, today: date) -> RunningCase:
    stage: CaseStage = values["stage"]
    must_fit(values, today)
    case_id = case_id_of(office, values["reference"])
    others = values.get("other_main_persons", ())
    request = TakeOverRequest(
        case_id=case_id,
        referral=referral_of(values, today),
        main_persons=(
            TakenMainPerson(contact=contact_of(values), age_band=values.get("age_band")),
            *(TakenMainPerson(contact=one.contact, age_band=one.age_band) for one in others),
        ),
        holders=values.get("holders", ()),
        received_on=values["received_on"],
        consent_on=values["consent_on"],
        consent_by=values["consent_by"],
    )
    if stage is CaseStage.SEEKING:
        return RunningCase(stage, request)
    conference = _conference(case_id, stage, values)
    return RunningCase(stage, request, values["coordinator"], values.get("coordinator_since"), conference)


def _conference(case_id: str, stage: CaseStage, values: Values) -> TakeOverConference:
    was_held = stage in WAS_HELD
    named = ("held_on", "present_count", "agreed_on", "accepted_on", "distributed_on", "conditions_shared_on")
    return TakeOverConference(
        case_id=case_id,
        stood_at=StoodAt(stage.value),
        question=values.get("question", ""),
        people=_people(values, was_held=was_held),
        starts_at=_moment(values),
        venue=values.get("venue", ""),
        plan=PlanText(agreements=values["plan"]) if "plan" in values else None,
        main_persons_informed=values.get("main_persons_informed", was_held),
        without_plan=was_held and values["agreed_on"] is None,
        **{name: values[name] for name in named if name in values},
    )


def _people(values: Values, *, was_held: bool) -> tuple[TakenPerson, ...]:
    """Give who takes part beside the main persons; where nothing else stands behind a name, they came to a meeting."""
    found = [_person(contact, marks, was_held=was_held) for contact, marks in values.get("circle", ())]
    if "acceptor_name" in values and values.get("context") is not Context.MANDATORY:
        contact = Contact(
            name=values["acceptor_name"],
            organisation=values.get("acceptor_organisation", ""),
            email=values.get("acceptor_email", ""),
            phone=values.get("acceptor_phone", ""),
        )
        found.append(TakenPerson(contact=contact, part=Part.ACCEPTOR))
    return tuple(found)


def _person(contact: Contact, marks: Marks, *, was_held: bool) -> TakenPerson:
    came = was_held and marks.informed is None
    return TakenPerson(
        contact=contact,
        part=marks.part or Part.CIRCLE,
        minor=marks.minor,
        informed=came or bool(marks.informed),
        answer=Answered.COMES if came else marks.answer,
        side=marks.side,
    )


def _moment(values: Values) -> datetime | None:
    """Give the moment of a meeting to come."""
    if values["stage"] is not CaseStage.PLANNED:
        return None
    day, hour = values["meeting_on"]
    if hour is None:
        raise Unclear("meeting_on: write the hour behind the day, such as 2027-01-16 14:00")
    return datetime.combine(day, hour, LOCAL)
