"""What somebody asks about their data, for tests: written down, and each message in a room of its own."""

from collections.abc import Callable
from typing import Any, Final

from kring_registry.domain.asked import Asked
from kring_registry.domain.satisfaction import Wish
from kring_registry.handlers import asking
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.registry import (
    AnswerPerson,
    AnswerToPersonDue,
    AskAboutData,
    AsksFor,
    ExtendAnswer,
    FormWay,
    Group,
    TakeUpAsked,
)
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.testing.work import PlainVault, a_work, an_actor
from tests.unit.registry.cases import CASE, FILIP, opened

ANNA: Final = "anna"
BERT: Final = "bert"
WORDS: Final = "Ik wil weten wat jullie van mij hebben."
CARD: Final = OfficeCard(id="utrecht", title="Utrecht", policy="nl/1", sender="u@x.example")
REGISTER: Final = asking.Register({"utrecht": CARD})
HANDLERS: Final[dict[type[Named], Callable[[Any, Work], None]]] = {
    TakeUpAsked: asking.take_up,
    ExtendAnswer: asking.extend,
    AnswerPerson: asking.answer,
    AnswerToPersonDue: asking.answer_is_due,
}


def said(asks_for: AsksFor, about: str = "") -> AskAboutData:
    return AskAboutData(case_id=CASE, person_id=FILIP, asks_for=asks_for, words=WORDS, about=about)


def noted(asks_for: AsksFor, about: str = "", vault: PlainVault | None = None) -> Work:
    """Write it down, and give the room in which that was done."""
    work = a_work("registry", opened(), actor=an_actor(), vault=vault)
    REGISTER.write_down(said(asks_for, about), work)
    return work


def asked_of(work: Work) -> Asked:
    (found,) = [one for one in work.changed.values() if isinstance(one, Asked)]
    return found


def handled(message: Named, asked: Asked, *stored: Aggregate, who: str = ANNA) -> Work:
    actor = an_actor(person_id=who) if isinstance(message, Command) else None
    work = a_work("registry", asked, *stored, actor=actor)
    HANDLERS[type(message)](message, work)
    return work


def after(asked: Asked, *messages: Command, who: str = ANNA) -> Asked:
    """Give what somebody asked as these commands leave it."""
    for message in messages:
        asked = handled(message, asked, who=who).need(Asked, asked.id)
    return asked


def a_wish(person_id: str, form_id: str) -> Wish:
    """Give what somebody wants to be asked, with a form that is out."""
    return Wish(CASE, person_id, "utrecht", Group.ADULT, scores=True, research=True, way=FormWay.PAPER, form_id=form_id)
