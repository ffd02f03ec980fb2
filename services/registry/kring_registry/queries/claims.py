"""Claims as they are shown: to whose they are, and to the regional manager."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from kring_registry.domain.allowance import CoordinatorYear, year_id
from kring_registry.domain.claim import Claim
from kring_registry.domain.reckoning import reckon, rules_of, what_to_set
from kring_registry.process.claim import CLAIM
from kring_registry.store.claim import ClaimRow, claim_value
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.registry import ClaimLine, ClaimList, ClaimShown, ListClaims, ListOwnClaims, ShowClaim
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of


class ClaimShower:
    """Shows claims, with what an office has to set where that is missing."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Show what these offices pay."""
        self._offices = offices

    def show(self, query: ShowClaim, reader: Reader) -> ClaimShown:
        """Show one claim; one that was not sent in yet as what it would come to now."""
        claim: Claim | None = reader.get(Claim, query.claim_id)
        if claim is None:
            raise NotFound("no claim is known under that id in this office")
        return self._shown(claim, reader, self._lines(claim, reader))

    def list(self, query: ListClaims, reader: Reader) -> ClaimList:
        """List the claims of the office, the oldest first; an amount stands with those that were sent in."""
        table = table_of(ClaimRow)
        chosen = [table.c.office == reader.office, table.c.claim_id > query.after]
        if query.stage:
            chosen.append(table.c.stage == query.stage)
        if query.year is not None:
            chosen.append(table.c.year == query.year)
        found = select(table).where(*chosen).order_by(table.c.claim_id).limit(query.limit + 1)
        claims = [claim_value(row) for row in reader.session.execute(found)]
        page = claims[: query.limit]
        return ClaimList(
            claims=tuple(self._shown(claim, reader, claim.lines or ()) for claim in page),
            next_after=page[-1].id if len(claims) > query.limit else "",
        )

    def list_own(self, query: ListOwnClaims, reader: Reader) -> ClaimList:
        """List a coordinator's own claims, the oldest first."""
        claims = [one for one in reader.all(Claim, query.coordinator_id) if one.coordinator_id == query.coordinator_id]
        return ClaimList(claims=tuple(self._shown(claim, reader, claim.lines or ()) for claim in claims))

    def _lines(self, claim: Claim, reader: Reader) -> tuple[ClaimLine, ...]:
        rules = rules_of(claim, self._offices.get(reader.office))
        if claim.lines is not None or what_to_set(claim, rules):
            return claim.lines or ()
        who = claim.coordinator_id
        stored = {year: reader.get(CoordinatorYear, year_id(who, year)) for year in claim.years}
        years = {year: one or CoordinatorYear(who, claim.office, year) for year, one in stored.items()}
        return reckon(claim, rules, years).lines

    def _shown(self, claim: Claim, reader: Reader, lines: tuple[ClaimLine, ...]) -> ClaimShown:
        to_set = what_to_set(claim, rules_of(claim, self._offices.get(reader.office))) if claim.lines is None else ""
        fields: dict[str, Any] = {
            name: getattr(claim, name)
            for name in ("claim_id", "coordinator_id", "reference", "year", "minutes_worked", "distance_km")
        }
        theirs = {message.name for message, roles in RIGHTS.items() if reader.actor.role in roles}
        return ClaimShown(
            **fields,
            stage=claim.stage,
            expenses=claim.expenses,
            lines=lines,
            cents=sum(line.cents for line in lines),
            returned_for=claim.returned_for,
            possible=tuple(name for name in CLAIM.possible(claim.stage) if name in theirs),
            case_id=claim.case_id,
            days=claim.days,
            days_worked=claim.days_worked,
            to_set=to_set,
        )
