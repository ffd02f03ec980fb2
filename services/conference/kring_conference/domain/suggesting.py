"""Who may be suggested, by whom, and on which side."""

from collections.abc import Iterable

from kring_conference.domain.participant import CIRCLE, Participant
from kring_conference.domain.sides import must_fit_the_side
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import Side, SuggestParticipant
from kring_shared.contracts.field import ConferenceType, Part
from kring_shared.kernel.errors import InvalidFields, NotPermitted, NotReady


def must_be_free_to_suggest(message: SuggestParticipant, actor: Actor | None) -> None:
    """Hold a suggestion against who makes it.

    Raises:
        NotPermitted: a main person follows from the request, with consent; a professional who informs, from the
            coordinator; and who checks the plan, from a mandate or the office, never from who prepares it.
        NotReady: it is an interpreter who may be a child.
    """
    if message.part is Part.MAIN_PERSON:
        raise NotPermitted(
            "main persons follow from the request, with their consent; ask the regional manager"
        ).because("main-persons-follow")
    if message.part is Part.ACCEPTOR:
        raise NotPermitted(
            "who checks the plan is named by whoever compels the help, or appointed by the office: ask the regional "
            "manager (appoint-acceptor)"
        ).because("acceptor-is-named")
    if message.part.is_professional and _is_a_main_person(actor):
        raise NotPermitted("the coordinator enters the professionals who inform; ask them").because(
            "coordinator-enters-informers"
        )
    if message.part is Part.INTERPRETER and message.minor is not False:
        raise NotReady("a child never interprets: say that the interpreter is a grown-up (minor: false)")


def whose_idea(message: SuggestParticipant, people: Iterable[Participant], actor: Actor | None) -> str | None:
    """Say who thought of somebody: a main person who asks it themselves, else whom the coordinator names.

    Raises:
        InvalidFields: somebody unknown in this case, or another than the main person who asks.
    """
    if actor is not None and _is_a_main_person(actor):
        if message.suggested_by not in {None, actor.id}:
            raise InvalidFields(("/suggestedBy",), "leave this out: what you suggest is your own idea").because(
                "own-idea"
            )
        return actor.id
    if message.suggested_by is None or any(person.id == message.suggested_by for person in people):
        return message.suggested_by
    raise InvalidFields(
        ("/suggestedBy",), "name somebody of this case, or leave it out; show-conference names everyone"
    ).because("not-of-this-case")


def side_of(
    message: SuggestParticipant, people: Iterable[Participant], kind: ConferenceType, idea: str | None
) -> Side | None:
    """Say to which of two circles somebody belongs: the one that is named, else that of whoever thought of them.

    Raises:
        InvalidFields: there is one circle only, they are of neither, or it is not the circle of who suggests them.
    """
    own = next((person.side for person in people if person.id == idea), None)
    if message.side is None:
        return own if message.part in CIRCLE else None
    must_fit_the_side(kind, message.part)
    if own is not None and own is not message.side:
        raise InvalidFields(
            ("/side",), "each side suggests its own people; leave the side out, or let the other side suggest them"
        ).because("own-circle-only")
    return message.side


def _is_a_main_person(actor: Actor | None) -> bool:
    return actor is not None and actor.role is Role.MAIN_PERSON
