"""Who may stand beside somebody, speak in their language, or speak for them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kring_conference.domain.apart import Pair, are_apart
from kring_conference.domain.participant import CIRCLE, Participant
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import NotReady, Refused
from kring_shared.kernel.language_tags import main_part

CANNOT: Final = "this person will not be there for them; choose somebody else"
"""All that is said, whoever asks: of who does not come, is kept away, or is kept apart from the one who chooses."""
BESIDE: Final = frozenset({Part.CIRCLE, Part.SUPPORT_PERSON})
"""Who may stand beside somebody: their own people, and never a party, a professional or an interpreter."""


def must_be_free_to_support(person: Participant, chosen: Participant, apart: Iterable[Pair]) -> None:
    """Hold a choice of a support person (steunpersoon) against what that is: somebody free to stand beside them.

    Raises:
        Refused: the chosen one cannot; the words say whom to choose instead, and never what keeps two people apart.
    """
    if person.part not in CIRCLE:
        raise Refused("a support person stands beside somebody of the circle; professionals inform, and leave").because(
            "support-for-the-circle"
        )
    if chosen.id == person.id or chosen.part not in BESIDE:
        raise Refused(
            "choose somebody of the circle who is no main person, or suggest somebody (suggest-participant)"
        ).because("support-from-the-circle")
    _must_be_there_for(person, chosen, apart)


def must_be_free_to_speak_for(person: Participant, chosen: Participant, apart: Iterable[Pair]) -> None:
    """Hold a spokesperson against whom they speak for.

    Raises:
        Refused: it is they themselves, a child, somebody outside the circle, or somebody who is not there either.
    """
    if chosen.id == person.id:
        raise Refused("nobody represents themselves: answer `comes`, or name who speaks for them").because(
            "represents-oneself"
        )
    if chosen.is_minor:
        raise Refused("a child does not speak for somebody else; choose a grown-up").because("child-does-not-speak")
    if chosen.part not in CIRCLE:
        raise Refused("somebody of the circle speaks for them; suggest who does first (suggest-participant)").because(
            "speaks-from-the-circle"
        )
    _must_be_there_for(person, chosen, apart)


def must_be_free_to_interpret(person: Participant, interpreter: Participant, apart: Iterable[Pair]) -> None:
    """Hold an interpreter against whom they interpret for.

    Raises:
        NotReady: it was not said which language is needed.
        Refused: it may be a child, they do not speak the language, or they are not there.
    """
    language = person.care.interpreter
    if language is None:
        raise NotReady("note first for which language they need an interpreter (record-needs)")
    if interpreter.part is not Part.INTERPRETER:
        raise Refused(
            "enter them as an interpreter first (suggest-participant, part interpreter); the circle does not"
        ).because("no-interpreter")
    if interpreter.card.minor is not False:
        raise Refused("a child never interprets: only somebody who is known to be a grown-up does").because(
            "child-never-interprets"
        )
    spoken = {main_part(each) for each in interpreter.card.languages}
    if spoken and main_part(language) not in spoken:  # an interpreter for `ar` helps who speaks `ar-SY`
        raise Refused("this interpreter does not speak the language that is needed; choose another").because(
            "interpreter-other-language"
        )
    _must_be_there_for(person, interpreter, apart)


def without(person: Participant, gone_id: str) -> Participant:
    """Free somebody from whoever stood beside them, interpreted or spoke for them, so that they choose again."""
    care = person.care
    if care.support_person_id == gone_id:
        care = replace(care, support_person_id=None)
    if care.interpreter_id == gone_id:
        care = replace(care, interpreter_id=None, interpreter_remote=False)
    spoken_for = person.represented_by if person.represented_by != gone_id else None
    return replace(person, care=care, represented_by=spoken_for)


def _must_be_there_for(person: Participant, chosen: Participant, apart: Iterable[Pair]) -> None:
    person.goes_along()
    if chosen.is_out or chosen.is_away:
        raise Refused(CANNOT).because("cannot-be-there")
    if person.side and chosen.side and person.side is not chosen.side:
        raise Refused("somebody of the other circle cannot; choose somebody of their own").because("own-circle-only")
    if are_apart(apart, person.id, chosen.id):
        raise Refused(CANNOT).because("cannot-be-there")
