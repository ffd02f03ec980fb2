"""One family's case as the people who play it remember it, and what makes it different from the next."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kring_shared.contracts.field import Context, Part, Urgency
from kring_shared.contracts.intake import RequestReceived
from kring_shared.contracts.policies import POLICIES, Acceptance
from kring_shared.testing.people.course import PLAIN_COURSE, Course
from kring_shared.testing.people.kin import PLAIN, Family


@dataclass(frozen=True)
class Temper:
    """How the people of one case behave; the plain one goes straight through."""

    says_yes: bool = True
    first_coordinator: str = "accepts"  # accepts, declines, or stays-silent
    withdraws_after: str = ""  # kind of the fact after which the main person stops
    plan_is_sent_back: bool = False
    refuses_first_coordinator: bool = False
    takes_a_learner: bool = False  # the manager gives it to somebody whose first conference it is
    asks_neighbours: bool = False  # nobody here speaks their language: a neighbour office is asked
    family: Family = PLAIN  # their circle, and the plan it makes
    course: Course = PLAIN_COURSE  # when they meet, and what comes of it
    claims: bool = False  # coordinators send their claims in, and the manager approves them
    gives_marks: int | None = None  # people are asked for marks, and give them as this number draws
    finds_a_tie: bool = False  # once all is ready, the coordinator finds out that they know the family


@dataclass
class Case:
    """What is known of a case, from the facts."""

    received: RequestReceived
    temper: Temper
    pace: timedelta
    coordinator_id: str = ""
    proposals: int = 0
    people: list[tuple[str, Part]] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)  # ids by name, of everybody the coordinator entered
    starts_at: datetime | None = None
    was_sent_back: bool = False
    is_over: bool = False
    begun: int = 1  # how many times people began with it: what was meant to be done before it began again, is not done
    is_ready: bool = False
    validated: bool = False
    followed_up: bool = False

    def begin_again(self) -> None:
        """Go on after everything stopped, with what people mean to do from now on."""
        self.is_over, self.begun = False, self.begun + 1

    def know(self, name: str, person_id: str, part: Part) -> None:
        """Remember somebody who was entered."""
        self.known[name] = person_id
        self.people.append((person_id, part))

    @property
    def family(self) -> Family:
        """Give their circle."""
        return self.temper.family

    @property
    def course(self) -> Course:
        """Give how its route goes."""
        return self.temper.course

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.received.case_id

    @property
    def office(self) -> str:
        """Give the office."""
        return self.received.office

    @property
    def main_person(self) -> str:
        """Give the first main person's id."""
        return self.received.main_persons[0].person_id

    @property
    def is_urgent(self) -> bool:
        """Tell whether it must be held within a week."""
        return self.received.dossier.urgency is Urgency.URGENT

    @property
    def is_mandatory(self) -> bool:
        """Tell whether a body may compel."""
        return self.received.dossier.context is Context.MANDATORY

    @property
    def has_conditions(self) -> bool:
        """Tell whether there is anything to share beforehand."""
        return any(mandate.conditions for mandate in self.received.mandates)

    @property
    def acceptors(self) -> list[str]:
        """Give who may accept the plan."""
        named = [m.acceptor.person_id for m in self.received.mandates if m.acceptor]
        return named + [person_id for person_id, part in self.people if part is Part.ACCEPTOR]

    @property
    def is_checked(self) -> bool:
        """Tell whether a professional looks at the plan."""
        return self.is_mandatory or POLICIES[self.received.dossier.policy].acceptance is Acceptance.ALWAYS


def case_of(received: RequestReceived, temper: Temper) -> Case:
    """Begin to remember a case; an urgent one goes eight times as fast."""
    urgent = received.dossier.urgency is Urgency.URGENT
    return Case(received, temper, timedelta(hours=3) if urgent else timedelta(days=1))
