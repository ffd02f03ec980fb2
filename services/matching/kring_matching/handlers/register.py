"""Who is in the register, and whether they may work."""

from dataclasses import replace

from kring_matching.domain import Coordinator
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.matching import CoordinatorRegistered, DeclareRegisterTie, RegisterCoordinator, TieKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work


def register_coordinator(message: RegisterCoordinator, work: Work) -> None:
    """Enter or replace a coordinator in the register."""
    before = work.get(Coordinator, message.coordinator_id)
    sealed = work.seal(scope_of(Scope.PERSON, message.coordinator_id), message.contact)
    card = PersonCard(person_id=message.coordinator_id, contact=sealed, languages=message.languages)
    entry = Coordinator(
        coordinator_id=message.coordinator_id,
        office=work.office,
        card=card,
        scopes=message.scopes,
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
        certified_on=message.certified_on,
        version=before.version if before else 0,
    )
    if message.employer_is_helping_body:
        tied = replace(entry, ties=(TieKind.EMPLOYED,))
        entry = tied.moved(DeclareRegisterTie, "independence-lost", work.now.date())
    work.save(entry)
    work.tell(
        CoordinatorRegistered(
            case_id=message.coordinator_id,
            coordinator=card,
            scopes=message.scopes,
            municipality=message.municipality,
            travel_limit_km=message.travel_limit_km,
            maximum_load=message.maximum_load,
        )
    )
