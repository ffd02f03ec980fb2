"""The whole route as data: which fact opens each step and which closes it. For the README, the tests and the operators.

The route is choreography: services react to facts and none commands another. This table is the one place that sees all
of it.
"""

from dataclasses import dataclass

from kring_shared.contracts import conference, intake, matching, registry
from kring_shared.contracts.envelope import Fact


@dataclass(frozen=True)
class RouteStep:
    """One step: who takes it, the fact that opens it, the facts that close it, and what happens in it."""

    title: str
    service: str
    opens: type[Fact]
    closes: tuple[type[Fact], ...]
    about: str


ROUTE: tuple[RouteStep, ...] = (
    RouteStep(
        "request",
        "intake",
        intake.RequestReceived,
        (intake.RequestTriaged, intake.RequestRejected),
        "somebody asked; the regional manager settles what it is about",
    ),
    RouteStep(
        "consent",
        "intake",
        intake.RequestTriaged,
        (intake.ConsentGiven, intake.ConsentRefused),
        "the main person says yes or no; nobody else can",
    ),
    RouteStep(
        "acceptance", "intake", intake.ConsentGiven, (intake.RequestAccepted,), "the office takes the request on"
    ),
    RouteStep(
        "search",
        "matching",
        matching.SearchStarted,
        (matching.ProposalAccepted,),
        "a fitting, independent coordinator is sought and says yes",
    ),
    RouteStep(
        "confirmation",
        "matching",
        matching.ProposalAccepted,
        (matching.CoordinatorConfirmed, matching.CoordinatorRefused),
        "the main person agrees with the coordinator",
    ),
    RouteStep(
        "preparation",
        "conference",
        conference.PreparationStarted,
        (conference.ConferenceReady,),
        "question, circle, invitations, day and place",
    ),
    RouteStep(
        "information",
        "conference",
        conference.InformationPhaseStarted,
        (conference.PrivateTimeStarted,),
        "professionals inform, answer, and leave",
    ),
    RouteStep(
        "private time",
        "conference",
        conference.PrivateTimeStarted,
        (conference.PrivateTimeEnded,),
        "the circle is alone and makes its plan",
    ),
    RouteStep(
        "presentation",
        "conference",
        conference.PresentationStarted,
        (conference.PlanAgreed,),
        "the circle presents its plan; everyone agrees",
    ),
    RouteStep(
        "acceptance of the plan",
        "conference",
        conference.PlanSubmitted,
        (conference.PlanAccepted, conference.PlanSentBack),
        "a professional checks that it is safe and lawful, where policy or mandate asks for it",
    ),
    RouteStep(
        "distribution",
        "conference",
        conference.ConferenceConcluded,
        (conference.PlanDistributed,),
        "the plan is written out and given to the circle",
    ),
    RouteStep(
        "follow-up",
        "conference",
        conference.FollowUpPlanned,
        (conference.FollowUpEnded,),
        "somebody calls to hear how it goes, as the policy says",
    ),
    RouteStep(
        "registration",
        "registry",
        registry.RegistrationOpened,
        (registry.RegistrationLocked,),
        "it fills itself, is completed, validated and locked",
    ),
    RouteStep("closing", "intake", registry.RegistrationLocked, (intake.RequestClosed,), "the request is closed"),
)
