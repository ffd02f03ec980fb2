"""Who is in the register: entered, replaced, how much they take on, by which statute they work."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from kring_matching.domain import Career, Coordinator
from kring_matching.domain.eligibility import Rule
from kring_matching.domain.entering import must_be_far_enough, scopes_earned, taken_over
from kring_matching.domain.standing import must_be_a_proof, must_suit
from kring_matching.handlers.entry import own_entry, present_entry
from kring_matching.handlers.screening import watch_screening
from kring_matching.handlers.ties import Ties
from kring_matching.process import Standing
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.matching import (
    AvailabilityChanged,
    CoordinatorRegistered,
    RecordStatute,
    RegisterCoordinator,
    SetAvailability,
    StatuteRecorded,
    TieKind,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES, Policy
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work


class Register:
    """What needs to know the offices: by which statute their coordinators work, and how a career goes on there."""

    def __init__(self, offices: Mapping[str, OfficeCard], rules: Sequence[Rule] = ()) -> None:
        """Keep the register of these; whoever is asked instead of somebody tied is held against the rules."""
        self._offices, self._ties = offices, Ties(rules)

    def register_coordinator(self, message: RegisterCoordinator, work: Work) -> None:
        """Enter somebody, or replace what the message says of them; it never lets anybody work again by itself."""
        known = work.get(Coordinator, message.coordinator_id)
        before = own_entry(message, work) if known is not None else None
        policy, today = self._policy(work), work.now.date()
        must_be_a_proof(message.screening_checked_on, message.screening_valid_until, today)
        if message.statute is not None:
            must_suit(message.statute, policy)
        card = _card(message, work)
        career = work.get(Career, message.coordinator_id) or taken_over(message, card, policy, work.office, today)
        must_be_far_enough(career)
        entry = _entered(message, before, career, card, work)
        work.save(entry, replace(career, card=card, municipality=message.municipality))
        work.tell(_registered(entry))
        if before is None or before.standing is not entry.standing or _another_proof(before, entry):
            watch_screening(entry, work)
        self._note_ties(message, entry, work)

    def record_statute(self, message: RecordStatute, work: Work) -> None:
        """Settle by which statute somebody works; whether its dates hold is asked at every proposal."""
        entry = present_entry(message, work)
        must_suit(message.statute, self._policy(work))
        work.save(replace(entry, statute=message.statute))
        work.tell(StatuteRecorded(case_id=entry.id, statute=message.statute))

    def _note_ties(self, message: RegisterCoordinator, entry: Coordinator, work: Work) -> None:
        """Suspend whom the message says is tied, and whoever comes back with a tie that was never ended."""
        employed = (TieKind.EMPLOYED,) if message.employer_is_helping_body else ()
        new = tuple(kind for kind in dict.fromkeys((*employed, *message.ties)) if kind not in entry.ties)
        for kind in new or entry.ties[:1] * (entry.standing is Standing.ACTIVE):
            self._ties.tie(entry, kind, work)

    def _policy(self, work: Work) -> Policy:
        return POLICIES[self._offices[work.office].policy]


def set_availability(message: SetAvailability, work: Work) -> None:
    """Say how many cases somebody takes at the same time, and when they are away."""
    entry = present_entry(message, work)
    work.save(replace(entry, maximum_load=message.maximum_load, away=message.away))
    work.tell(AvailabilityChanged(case_id=entry.id, maximum_load=message.maximum_load, away=message.away))


def _card(message: RegisterCoordinator, work: Work) -> PersonCard:
    sealed = work.seal(scope_of(Scope.PERSON, message.coordinator_id), message.contact)
    return PersonCard(person_id=message.coordinator_id, contact=sealed, languages=message.languages)


def _entered(
    message: RegisterCoordinator, before: Coordinator | None, career: Career, card: PersonCard, work: Work
) -> Coordinator:
    """Make the entry: what the message says, what it does not say as it was, and the scopes that were earned."""
    entry = Coordinator(
        coordinator_id=message.coordinator_id,
        office=work.office,
        card=card,
        scopes=scopes_earned(career),
        gender=message.gender,
        birth_year=message.birth_year,
        municipality=message.municipality,
        travel_limit_km=message.travel_limit_km,
        maximum_load=message.maximum_load,
        screening_valid_until=message.screening_valid_until,
        screening_checked_on=message.screening_checked_on,
        levels=message.levels,
        municipalities=message.municipalities,
        statute=message.statute,
        certified_on=career.certified_on or message.certified_on,
        supervised=not career.is_certified,
    )
    return entry if before is None else _kept(entry, before, work.now.date())


def _kept(entry: Coordinator, before: Coordinator, today: date) -> Coordinator:
    """Keep of an earlier entry what the message does not say; who had left comes back through the table."""
    standing = before.moved(RegisterCoordinator, "", today) if before.standing is Standing.LEFT else before
    proof_seen = None if _another_proof(before, entry) else before.screening_checked_on
    return replace(
        entry,
        gender=entry.gender or before.gender,
        birth_year=entry.birth_year or before.birth_year,
        screening_checked_on=entry.screening_checked_on or proof_seen,
        statute=entry.statute or before.statute,
        certified_on=entry.certified_on or before.certified_on,
        declared=before.declared,
        away=before.away,
        issued=before.issued,
        ties=before.ties,
        standing=standing.standing,
        standing_because=standing.standing_because,
        standing_since=standing.standing_since,
        pause=before.pause if standing is before else None,
        last_case_on=before.last_case_on,
        version=before.version,
    )


def _another_proof(before: Coordinator, entry: Coordinator) -> bool:
    return before.screening_valid_until != entry.screening_valid_until


def _registered(entry: Coordinator) -> CoordinatorRegistered:
    return CoordinatorRegistered(
        case_id=entry.id,
        coordinator=entry.card,
        scopes=entry.scopes,
        municipality=entry.municipality,
        travel_limit_km=entry.travel_limit_km,
        maximum_load=entry.maximum_load,
    )
