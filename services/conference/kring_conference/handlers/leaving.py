"""What falls away when somebody is not there any more: whoever relied on them is free, and chooses again."""

from collections.abc import Container

from kring_conference.domain.care import without
from kring_conference.domain.participant import Participant
from kring_shared.contracts.conference import InterpreterCancelled, SupportPersonEnded
from kring_shared.kernel.work import Work


def let_go(case_id: str, gone_id: str, work: Work, *, of: Container[str] | None = None) -> None:
    """Free everybody who relied on somebody to stand beside them, interpret or speak for them.

    Args:
        case_id: Whose circle it is.
        gone_id: On whom nobody can rely any more.
        work: Where it is kept and told.
        of: Only these people are freed; everybody when absent.
    """
    languages: list[str] = []
    for person in work.all(Participant, case_id):
        if person.id == gone_id or (of is not None and person.id not in of):
            continue
        freed = without(person, gone_id)
        if freed == person:
            continue
        work.save(freed)
        if person.care.support_person_id == gone_id:
            work.tell(SupportPersonEnded(case_id=case_id, person_id=person.id, support_person_id=gone_id))
        if person.care.interpreter_id == gone_id and person.care.interpreter not in {None, *languages}:
            languages.append(str(person.care.interpreter))
    work.tell(*(InterpreterCancelled(case_id=case_id, language=language) for language in languages))


def part_ways(case_id: str, one: str, other: str, work: Work) -> None:
    """Free two people of each other, and of nobody else."""
    let_go(case_id, one, work, of={other})
    let_go(case_id, other, work, of={one})
