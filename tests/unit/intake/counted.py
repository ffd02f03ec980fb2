"""Who said yes, counted beside Kring from the facts alone: what the gate is held against."""

from kring_intake.domain import Answered, MainPerson, Request
from kring_intake.process import BEFORE_ACCEPTANCE
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake import ConsentRecorded, ConsentWithdrawn, ConsentWithheld, Purpose

KINDS = (ConsentRecorded, ConsentWithheld, ConsentWithdrawn)


class Ledger:
    """Keeps what everybody said last about the conference, as long as it is the same conference."""

    def __init__(self, request: Request) -> None:
        """Begin with what was said when it was made."""
        self._said = {said.giver_id: said.answer is Answered.YES for said in request.said}
        self._about = what(request)

    def note(self, facts: list[Fact], about: Request) -> None:
        """Read what was told; an answer is forgotten for good when what it was said to becomes something else."""
        if what(about) != self._about and about.stage in BEFORE_ACCEPTANCE:
            self._said = {}
        self._about = what(about)
        for fact in facts:
            if isinstance(fact, KINDS) and fact.purpose == Purpose.CONFERENCE:
                self._said[fact.giver_id] = isinstance(fact, ConsentRecorded)

    def everybody_says_yes(self, request: Request) -> bool:
        """Tell whether it is known who decides for the active persons, and all of them have said yes."""
        who = all_who_decide(request)
        return who is not None and all(self._said.get(giver) is True for giver in who)

    def who_holds_back(self, request: Request) -> set[str]:
        """Give who of those who decide said no last."""
        return {giver for giver in all_who_decide(request) or () if self._said.get(giver) is False}


def what(request: Request) -> tuple[object, object]:
    """Give what people say yes to: the kind of conference, and whether a body compels them."""
    return request.dossier.conference_type, request.dossier.context


def all_who_decide(request: Request) -> set[str] | None:
    """Say who decides for the active persons; none while it is not known for one of them."""
    found = [who_decides(person, request) for person in request.main_persons if person.takes_part]
    known = [who for who in found if who is not None]
    return {giver for who in known for giver in who} if known and len(known) == len(found) else None


def who_decides(person: MainPerson, request: Request) -> set[str] | None:
    """Say who decides, in the plainest words there are; none when it is not known."""
    holders = {holder.person_id for holder in person.holders} if person.all_holders_known else set()
    age = person.age_band
    if age is None and person.card.minor is None and request.dossier.minors_involved is False:
        age = AgeBand.ADULT
    if age is None and person.card.minor is False:
        age = AgeBand.ADULT
    if age is None:
        return None
    if age is AgeBand.ADULT:
        return {person.id}
    if request.dossier.policy.startswith("be/"):
        return {person.id} if person.discerning else (holders or None) if person.discerning is False else None
    if age is AgeBand.FROM_16:
        return {person.id}
    if not holders:
        return None
    return holders if age is AgeBand.UNDER_12 else {*holders, person.id}
