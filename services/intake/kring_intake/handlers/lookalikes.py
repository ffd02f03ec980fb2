"""Finding requests that look like the same people: an index of keyed hashes, and a comparison of what is unsealed.

Within one office every request is compared when it comes in. Across the offices of one organisation people are looked
for only once they said yes to that (purpose `cross-office`), and never between organisations: each realm hashes with a
key of its own. What is found is a suspicion; a person decides.
"""

from collections.abc import Callable, Mapping, Sequence

from kring_intake.domain import Block, Request, Suspicion, Trace
from kring_intake.domain.consent import has_consent
from kring_intake.domain.duplicate import pair_of
from kring_intake.likeness.blocks import MOST_IN_A_BLOCK, blocks_of_family, worth_opening
from kring_intake.likeness.compare import compare_families
from kring_intake.likeness.likenesses import Likeness
from kring_intake.likeness.traits import Traits, as_family
from kring_shared.contracts.intake import DuplicateSuspected, GiveConsent, Purpose
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.sealed import Erased, Scope, Sealed, scope_of
from kring_shared.kernel.work import Found, Sealer, Work

Blind = Callable[[str, str], str | None]


def hashes_of(people: Sequence[Traits], realm: str, blind: Blind) -> tuple[tuple[str, ...], ...]:
    """Give the hashes each person is kept and sought under in a realm; none where its key is not held here."""
    return tuple(
        tuple(found for text in texts if (found := blind(realm, text)) is not None)
        for texts in blocks_of_family(people)
    )


def cases_beside(hashes: Sequence[str], found: Found) -> tuple[str, ...]:
    """Give the few requests that are worth comparing: those that share the hashes that tell people apart best."""
    return worth_opening({one: [block.case_id for block in found.all(Block, one)] for one in hashes})


def note_people(request: Request, people: Sequence[Traits], work: Work) -> int:
    """Keep what the main persons are found by, and tell which other requests look like the same people; give how many.

    `people` stand in the order of the request's main persons. The blocks of the message's hashes must be loaded. Under
    a hash that a crowd shares nobody more is kept: it tells nobody apart, and would only make the next look longer.
    """
    hashes = hashes_of(people, request.office, work.blind)
    found = Found(work.loaded, work.groups)
    beside = cases_beside([one for mine in hashes for one in mine], found)
    suspicions = 0
    for case_id in beside:
        if case_id != request.case_id:
            likeness = compare_families(people, _family(case_id, work))
            if likeness.looks_alike:
                _suspect(request, case_id, likeness, work)
                suspicions += 1
    for person, traits, mine in zip(request.main_persons, people, hashes, strict=True):
        sealed: Sealed[Traits] = work.seal(scope_of(Scope.PERSON, person.id), traits)
        work.save(Trace(person.id, request.case_id, request.office, sealed))
        work.save(*(_block(one, person.id, request) for one in mine if len(found.all(Block, one)) <= MOST_IN_A_BLOCK))
    return suspicions


class Elsewhere:
    """Looks for the same people at other offices of the organisation, once they said yes to it."""

    def __init__(self, offices: Mapping[str, OfficeCard], vault: Sealer) -> None:
        """Know which office belongs to which organisation; the vault opens what is compared."""
        self._offices, self._vault = offices, vault

    def keys(self, message: GiveConsent, office: str, found: Found) -> tuple[str, ...]:
        """Name what to load: first the hashes of this request's people, and with these found, whom they may be."""
        realm = self._realm(office)
        if message.purpose != Purpose.CROSS_OFFICE or not realm:
            return ()
        people = self._open(found.all(Trace, message.case_id))
        hashes = [one for mine in hashes_of(people, realm, self._vault.blind) for one in mine]
        theirs = (block for one in hashes for block in found.all(Block, one)[:MOST_IN_A_BLOCK])
        return (*hashes, *dict.fromkeys(block.person_id for block in theirs))

    def look(self, request: Request, work: Work) -> None:
        """Make this request's people findable for the other offices, and tell whom they look like there."""
        realm = self._realm(request.office)
        if not realm or not has_consent(request, Purpose.CROSS_OFFICE):
            return
        traces = work.all(Trace, request.case_id)
        people = self._open(traces)
        hashes = hashes_of(people, realm, work.blind)
        for other_id, office in self._beside(hashes, request, work).items():
            likeness = compare_families(people, _family(other_id, work))
            if likeness.looks_alike:
                _suspect(request, other_id, likeness, work, elsewhere=office)
        for trace, mine in zip(traces, hashes, strict=True):
            work.save(*(_block(one, trace.person_id, request) for one in mine))

    def forget(self, request: Request, work: Work) -> None:
        """Be found by other offices no longer: the yes to it was taken back."""
        realm = self._realm(request.office)
        if realm and not has_consent(request, Purpose.CROSS_OFFICE):
            people = self._open(work.all(Trace, request.case_id))
            mine = {one for each in hashes_of(people, realm, work.blind) for one in each}
            work.remove(*(block for block in work.all(Block, request.case_id) if block.block in mine))

    def _realm(self, office: str) -> str:
        card = self._offices.get(office)
        return f"organisation/{card.organisation}" if card and card.organisation else ""

    def _beside(self, hashes: Sequence[Sequence[str]], request: Request, work: Work) -> dict[str, str]:
        """Give the requests of other offices that share a hash, with their office."""
        found = Found(work.loaded, work.groups)
        blocks = (block for mine in hashes for one in mine for block in found.all(Block, one)[:MOST_IN_A_BLOCK])
        return {block.case_id: block.held_by for block in blocks if block.held_by != request.office}

    def _open(self, traces: Sequence[Trace]) -> tuple[Traits, ...]:
        return as_family(tuple(_opened(self._vault, trace) for trace in traces))


def _family(case_id: str, work: Work) -> tuple[Traits, ...]:
    people = (_opened(work.vault, trace) for trace in work.all(Trace, case_id))
    return as_family(tuple(traits for traits in people if traits.name))


def _opened(vault: Sealer, trace: Trace) -> Traits:
    """Open what somebody is compared by; nobody, once their key is destroyed."""
    traits = vault.open(trace.traits, Traits)
    return Traits(name="") if isinstance(traits, Erased) else traits


def _block(one: str, person_id: str, request: Request) -> Block:
    return Block(f"{one}{person_id}", one, person_id, request.case_id, request.office)


def _suspect(request: Request, other_id: str, likeness: Likeness, work: Work, *, elsewhere: str = "") -> None:
    """Note a suspicion once for a pair; of another office's request the id is not kept, only whose it is."""
    here = "" if elsewhere else other_id
    suspicion = Suspicion(
        pair_id=pair_of(request.case_id, other_id),
        office=request.office,
        case_id=request.case_id,
        other_id=here,
        strength=round(100 * likeness.score),
        reasons=tuple(reason.value for reason in likeness.reasons),
        elsewhere=elsewhere,
    )
    if work.get(Suspicion, suspicion.pair_id) is not None:
        return
    work.save(suspicion)
    work.tell(
        DuplicateSuspected(
            case_id=request.case_id,
            other_id=here or None,
            elsewhere=elsewhere,
            strength=suspicion.strength,
            reasons=suspicion.reasons,
        )
    )
