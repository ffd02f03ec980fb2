"""The parts of the page about matching that are made from code."""

from kring_matching.domain.eligibility import ALWAYS
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.policies import POLICIES, CareerRules, Supervision, WayToScope


def eligibility_rows() -> list[tuple[str, str, str]]:
    """Give the rules that nothing switches off: code, and the sentence in English and in Dutch."""
    return [(f"`{rule.stops.code}`", rule.stops.because.en, rule.stops.because.nl) for rule in ALWAYS]


def ways_rows() -> list[tuple[str, ...]]:
    """Give, for each policy, how the scope of every type of conference is earned, and when there is support."""
    return [
        (
            f"`{policy.id}`",
            *(_way(policy.career, kind) for kind in ConferenceType),
            "every trajectory" if policy.career.supervision is Supervision.ALWAYS else "the first conference",
        )
        for policy in POLICIES.values()
    ]


def _way(rules: CareerRules, kind: ConferenceType) -> str:
    if rules.ways[kind] is WayToScope.CERTIFICATE:
        return f"training of {rules.first_part_days} days, a first conference, certificate"
    if rules.ways[kind] is WayToScope.WORKSHOP:
        return "after the certificate, a workshop about it"
    return f"{rules.conferences_before_second_part} conferences, {rules.second_part_days} more days, a report"
