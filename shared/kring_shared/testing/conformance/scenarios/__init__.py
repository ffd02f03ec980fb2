"""The paths of the services, by name."""

from collections.abc import Mapping
from typing import Final

from kring_shared.testing.conformance.scenarios import conference, intake, matching, notifications, registry
from kring_shared.testing.conformance.steps import Scenario

SCENARIOS: Final[Mapping[str, tuple[Scenario, ...]]] = {
    "conference": conference.SCENARIOS,
    "intake": intake.SCENARIOS,
    "matching": matching.SCENARIOS,
    "notifications": notifications.SCENARIOS,
    "registry": registry.SCENARIOS,
}
