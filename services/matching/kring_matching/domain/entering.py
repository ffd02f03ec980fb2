"""What somebody's way to the certificate means for their entry in the register."""

from datetime import date
from typing import Final

from kring_matching.domain.career import Career
from kring_matching.process import BEFORE_THE_YES, CareerStage
from kring_shared.contracts.field import ConferenceType, PersonCard
from kring_shared.contracts.matching import RegisterCoordinator
from kring_shared.contracts.policies import Policy, WayToScope
from kring_shared.kernel.errors import NotReady

FAMILIES: Final = (ConferenceType.FAMILY,)


def taken_over(message: RegisterCoordinator, card: PersonCard, policy: Policy, office: str, today: date) -> Career:
    """Make the career of somebody who was a coordinator before Kring knew them; their word for it is the manager's.

    Whoever has a type of the second part went it; for anybody else it is still to come, where there is one.
    """
    settled = any(policy.career.ways[kind] is WayToScope.SECOND_PART for kind in message.scopes)
    return Career(
        person_id=message.coordinator_id,
        office=office,
        policy=policy.id,
        card=card,
        municipality=message.municipality,
        stage=CareerStage.SCOPE_EXTENDED if settled else CareerStage.CERTIFIED,
        since=message.certified_on or today,
        scopes=message.scopes,
        certified_on=message.certified_on,
    )


def must_be_far_enough(career: Career) -> None:
    """Hold back whom no certificate and no supervised conference could come from.

    Raises:
        NotReady: they are a candidate to whom both sides did not say yes yet, or their candidacy ended.
    """
    if career.stage is CareerStage.ENDED:
        raise NotReady("this candidacy ended: let them apply anew with ApplyAsCandidate", "apply-anew")
    if career.stage in BEFORE_THE_YES:
        raise NotReady(
            f"this candidate is {career.stage.value}: they enter the register once trainers and candidate both said "
            "yes (AgreeOnCandidate), and then do their first conference with support",
            "both-say-yes",
        )


def scopes_earned(career: Career) -> tuple[ConferenceType, ...]:
    """Give the types somebody may do, however many they were entered for: none before their first with support."""
    if career.stage is CareerStage.MUTUAL_YES:
        return ()
    return (career.is_certified and career.scopes) or FAMILIES
