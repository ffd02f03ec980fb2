"""Who is on the way to becoming a coordinator, and how far; what somebody wrote is for themselves and the manager."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import and_, or_, select

from kring_matching.domain import Career, Search
from kring_matching.domain.scope import way_in_words
from kring_matching.process import CareerStage
from kring_matching.store.career import CareerRow, value_of
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    CareerLine,
    CareerList,
    CareerShown,
    CertificateShown,
    ListCareers,
    Report,
    ShowCareer,
    ShowCertificate,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.errors import NotFound, NotReady
from kring_shared.runtime.declared.opening import ERASED, name_of, opened
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order, day
from kring_shared.runtime.storage.shelves import table_of

OVER: Final = (CareerStage.ENDED, CareerStage.SCOPE_EXTENDED, CareerStage.FAMILY_ONLY)


def list_careers(query: ListCareers, reader: Reader) -> CareerList:
    """List who is on the way, those first who wait longest where they are.

    Not those who ended, nor those who settled on their types; a certificate is the end where there is no second part.
    """
    table = table_of(CareerRow)
    one_part = [policy.id for policy in POLICIES.values() if policy.career.second_part_days == 0]
    arrived = or_(
        table.c.stage.in_([stage.value for stage in OVER]),
        and_(table.c.stage == CareerStage.CERTIFIED.value, table.c.policy.in_(one_part)),
    )
    order = Order((table.c.since, day), (table.c.person_id, str))
    on_the_way = select(table).where(table.c.office == reader.office, ~arrived)
    if query.stage:
        on_the_way = on_the_way.where(table.c.stage == query.stage)
    rows = reader.session.execute(order.page(on_the_way, query.after, query.limit)).all()
    return CareerList(
        people=tuple(_line(value_of(row), reader) for row in rows[: query.limit]), next=order.next(rows, query.limit)
    )


def show_career(query: ShowCareer, reader: Reader) -> CareerShown:
    """Show one person's way, with what they wrote; who supports them reads no letter, which was for the office."""
    career = _career(query.person_id, reader)
    supports = reader.actor.role is Role.SUPERVISOR
    rules = POLICIES[career.policy].career
    return CareerShown(
        line=_line(career, reader),
        motivation="" if supports else opened(career.motivation, reader),
        cv="" if supports else opened(career.cv, reader),
        reports=tuple(_report(report, reader) for report in career.reports),
        days_attended=tuple(f"{part.value}/{day}" for part, day in sorted(set(career.days))),
        evaluations=tuple(evaluation.result.value for evaluation in career.evaluations),
        ways_to_scopes=tuple(way_in_words(scope, rules) for scope in ConferenceType),
        to_evaluate=career.to_evaluate,
        cases=_cases_of(career, reader),
    )


class Certificates:
    """What stands on a certificate; it knows the offices, whose names stand on it too."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Certify in the name of these."""
        self._offices = offices

    def show_certificate(self, query: ShowCertificate, reader: Reader) -> CertificateShown:
        """Give what a certificate says.

        Raises:
            NotReady: there is none; a certificate follows a positive evaluation.
        """
        career = _career(query.person_id, reader)
        if career.certified_on is None:
            raise NotReady("there is no certificate yet: it follows a positive evaluation of a first conference")
        if (name := name_of(career.card.contact, reader)) == ERASED:
            raise NotReady("who this was is erased; there is nobody to make out a certificate to")
        office = self._offices[reader.office]
        return CertificateShown(
            person_id=career.id,
            name=name,
            office=office.title,
            organisation=office.organisation,
            issued_on=career.certified_on,
            scopes=career.scopes,
        )


def _cases_of(career: Career, reader: Reader) -> tuple[str, ...]:
    """Name the cases support can be about; an id begins with the moment of the request."""
    searches: list[Search] = reader.all(Search, career.id)
    return tuple(sorted((one.case_id for one in searches if one.coordinated_by == career.id), reverse=True))


def _career(person_id: str, reader: Reader) -> Career:
    career: Career | None = reader.get(Career, person_id)
    if career is None:
        raise NotFound("no candidate and no career is known under that id in this office")
    return career


def _line(career: Career, reader: Reader) -> CareerLine:
    return CareerLine(
        person_id=career.id,
        name=name_of(career.card.contact, reader),
        stage=career.stage.value,
        since=career.since,
        carried_out=len(career.conferences),
        scopes=career.scopes,
        possible=career.possible,
    )


def _report(sealed: Sealed[Report], reader: Reader) -> str:
    report = reader.open(sealed, Report)
    if isinstance(report, Erased):
        return ERASED
    return "\n".join(f"{line.line.value}: {line.text}" for line in report.lines)
