"""The question, the conditions, and who accepts: what everybody comes for, and what binds."""

from typing import Final

from kring_conference.domain.acceptance import somebody_checks
from kring_conference.domain.conditions import everyone_knows_them
from kring_conference.readiness.item import Item
from kring_conference.readiness.preparation import Preparation
from kring_shared.contracts.conference import Check


def _question_is_agreed(p: Preparation) -> bool:
    return p.conference.question_version > 0


def _question_is_clear(p: Preparation) -> bool:
    return all(person.told.question >= p.conference.question_version for person in p.taking_part)


ESSENTIALS: Final = (
    Item(
        Check.QUESTION,
        _question_is_agreed,
        missing="agree on the question (agree-question)",
        because="A concrete, open question is what everyone comes for; without one there is nothing to plan.",
        source="family folder: people come together around a concrete and open question",
    ),
    Item(
        Check.QUESTION_CLEAR,
        _question_is_clear,
        missing="make the question, as it is put now, clear to everyone who takes part (record-contact, question)",
        because="Who does not know the question cannot help to answer it.",
        source="recruitment folder: guards that the question is clear to everyone and leaves room for a plan",
        applies=_question_is_agreed,
    ),
    Item(
        Check.CONDITIONS,
        lambda p: everyone_knows_them(p.conference, p.people),
        missing="tell the conditions to everyone who takes part (share-conditions)",
        because="Only what everyone knows beforehand can bind the plan.",
        source="family folder: conditions are shared with everyone present beforehand",
        applies=lambda p: bool(p.conference.conditions),
    ),
    Item(
        Check.ACCEPTOR,
        lambda p: somebody_checks(p.conference, p.people),
        missing="have the office appoint who accepts the plan (appoint-acceptor)",
        because="A plan that somebody must accept would wait for nobody.",
        source="recruitment folder: prepares the professional who has to accept the plan",
        applies=lambda p: p.conference.needs_acceptance,
    ),
)
