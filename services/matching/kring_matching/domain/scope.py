"""How each type of conference is earned under a policy, and what is missing for one."""

from dataclasses import replace
from datetime import date
from typing import Final

from kring_matching.domain.career import Career, days_of
from kring_matching.process import CareerStage
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import ExtendScope, GatheringKind
from kring_shared.contracts.policies import CareerRules, WayToScope
from kring_shared.kernel.errors import NotReady

SENTENCES: Final = {
    WayToScope.CERTIFICATE: "{scope}: with the certificate",
    WayToScope.SECOND_PART: (
        "{scope}: after the second part of the training ({days} days, once {conferences} conferences were carried "
        "out), when the coordinator's report says that it fits"
    ),
    WayToScope.WORKSHOP: "{scope}: with the certificate, and a workshop about it",
}


def way_to(scope: ConferenceType, rules: CareerRules) -> WayToScope:
    """Give how a type is earned."""
    return rules.ways[scope]


def way_in_words(scope: ConferenceType, rules: CareerRules) -> str:
    """Say in one sentence how a type is earned."""
    return SENTENCES[way_to(scope, rules)].format(
        scope=scope.value, days=rules.second_part_days, conferences=rules.conferences_before_second_part
    )


def missing_to_extend(career: Career, scope: ConferenceType, rules: CareerRules) -> str:
    """Say what has to be done first for this type; empty when it may be given now."""
    if scope in career.scopes:
        return f"{scope.value} was earned already"
    if not career.is_certified:
        return "the certificate comes first (IssueCertificate)"
    way = way_to(scope, rules)
    if way is WayToScope.WORKSHOP:
        return "" if scope in career.workshops else f"a workshop about {scope.value} has to be followed, all its days"
    if way is WayToScope.SECOND_PART:
        return _missing_of_the_second_part(career, rules)
    return "this type comes with the certificate (IssueCertificate)"


def extended(career: Career, scope: ConferenceType, rules: CareerRules, today: date) -> Career:
    """Give a type to somebody who went the policy's way to it; only the second part moves the career.

    Raises:
        NotAllowedNow: the stage does not offer it.
        NotReady: something has to be done first; the message says what.
    """
    moved = career.moved(ExtendScope, today)
    if missing := missing_to_extend(career, scope, rules):
        raise NotReady(f"{scope.value} cannot be given yet: {missing}", "way-to-type")
    on = moved if way_to(scope, rules) is WayToScope.SECOND_PART else career
    return replace(on, scopes=(*career.scopes, scope))


def _missing_of_the_second_part(career: Career, rules: CareerRules) -> str:
    """Say what is missing; whoever came with a type of this way went it before careers were kept."""
    part = GatheringKind.TRAINING_SECOND
    left = days_of(part, rules) - len(career.days_done(part))
    came_with_one = any(way_to(scope, rules) is WayToScope.SECOND_PART for scope in career.scopes)
    if left > 0 and not came_with_one:
        return f"{left} more days of the second part of the training have to be attended"
    if career.stage not in {CareerStage.SCOPE_REPORTED, CareerStage.SCOPE_EXTENDED}:
        return "the coordinator's report comes first (SubmitReport)"
    return ""
