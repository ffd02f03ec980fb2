"""Who said yes, counted beside Kring from the facts alone: what the gate is held against."""

from kring_intake.domain import MainPerson, Request
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake import ConsentRecorded, ConsentWithdrawn, ConsentWithheld, Purpose

KINDS = (ConsentRecorded, ConsentWithheld, ConsentWithdrawn)


class Ledger:
    """Keeps what everybody said last about the conference, and to what kind of conference they said it."""

    def __init__(self, request: Request) -> None:
        """Begin with what was said when it was made."""
        self._yes = {said.giver_id: what(request) for said in request.said}

    def note(self, facts: list[Fact], about: Request) -> None:
        """Read what was told; a yes is forgotten for good when what it was said to becomes something else."""
        self._yes = {giver: asked for giver, asked in self._yes.items() if asked == what(about)}
        for fact in facts:
            if isinstance(fact, KINDS) and fact.purpose == Purpose.CONFERENCE:
                self._yes.pop(fact.giver_id, None)
                if isinstance(fact, ConsentRecorded):
                    self._yes[fact.giver_id] = what(about)

    def everybody_says_yes(self, request: Request) -> bool:
        """Tell whether everybody who decides for the active persons has said yes to what it is now."""
        wanted = [who_decides(person, request) for person in request.main_persons if person.takes_part]
        return bool(wanted) and all(
            who is not None and all(self._yes.get(giver) == what(request) for giver in who) for who in wanted
        )


def what(request: Request) -> tuple[object, object]:
    """Give what people say yes to: the kind of conference, and whether a body compels them."""
    return request.dossier.conference_type, request.dossier.context


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
