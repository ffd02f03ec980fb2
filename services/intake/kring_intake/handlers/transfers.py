"""A request goes to another office: offered by one, accepted by the other, handed over sealed, and erased here.

One service may serve both offices, or each has its own: nothing here knows which. What the offices tell each other goes
by a one-time id; the request's own id stays at home.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeAlias

from kring_intake.domain import Offer, Request, Takeover
from kring_intake.domain.consent import opened
from kring_intake.domain.transfer import may_be_handed, offer_key_of, offered, open_offer
from kring_intake.handlers.deadlines import set_legal_deadlines
from kring_intake.handlers.erasing import erase_request
from kring_intake.handlers.findable import let_be_found
from kring_intake.handlers.lookalikes import cases_beside, hashes_of, note_people
from kring_intake.handlers.referrals import request_received
from kring_intake.process import Held, TakeoverStage
from kring_intake.translation.dossier import dossier_of, request_of_dossier, traits_of_dossier
from kring_shared.contracts.intake import (
    AcceptTransfer,
    ConsentGiven,
    ConsentMethod,
    ConsentOverdue,
    HandedDossier,
    OfferTransfer,
    Purpose,
    RecallTransfer,
    RefuseTransfer,
    RequestTransferEnded,
    RequestTransferOffered,
    RequestTransferred,
    TransferAccepted,
    TransferHandedOver,
    TransferOffered,
    TransferRecalled,
    TransferRefused,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.sealed import Erased, Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, Refused
from kring_shared.kernel.work import Found, NotOurs, Sealer, Work

BECAUSE: Final = "transferred"
Reply: TypeAlias = TransferAccepted | TransferRefused


class NotYourTransfer(Refused):
    """A fact about a transfer was told by an office that has no part in it."""

    code = "kring.not-your-transfer"


def recall_if_offered(request: Request, work: Work) -> Request:
    """Take back what was offered to another office, since something happened that goes before it; else leave it.

    Called wherever a request may end, or be stopped, while it waits for another office.
    """
    offer = open_offer(work.all(Offer, request.case_id))
    if offer is None or request.held is not Held.TRANSFER_OFFERED:
        return request
    _recall(offer, work)
    return _goes_on(request, work, refused=False)


def recall(message: RecallTransfer, work: Work) -> None:
    """Take the offer back; when the other office says yes at the same moment, this one was first."""
    request = work.need(Request, message.case_id)
    back = recall_if_offered(request, work)
    if back is request:
        raise NotAllowedNow(asked=message.name, stage=request.stage.value, possible=request.possible)
    _keep_free(back, work)


def hand_over(message: TransferAccepted, work: Work) -> None:
    """The other office takes it over: it gets the dossier, sealed for it alone, and here all that was personal goes."""
    offer, request = _answered(message, work)
    if not offer.knows(TransferAccepted):
        return  # it was taken back before they said yes; that they hear too
    if request.is_over or request.held is not Held.TRANSFER_OFFERED or not may_be_handed(request):
        _recall(offer, work)
        if request.held is Held.TRANSFER_OFFERED and not request.is_over:
            _keep_free(_goes_on(request, work, refused=False), work)
        return
    scope, handed = scope_of(Scope.TRANSFER, offer.transfer_id), dossier_of(request, work)
    if message.sealing_key:
        dossier = work.seal_to(message.sealing_key, scope, handed)
    else:  # an older Kring says yes: it shares this vault, and finds the key there
        dossier = work.seal(scope, handed, office=offer.to_office)
    work.save(offer.moved(TransferAccepted))
    work.tell(
        TransferHandedOver(case_id=offer.transfer_id, to_office=offer.to_office, dossier=dossier),
        RequestTransferred(case_id=request.case_id, to_office=offer.to_office),
    )
    ended = request.held_by(TransferAccepted).moved(TransferAccepted)
    work.erase(*_brought_along(request), because=BECAUSE)
    work.save(erase_request(ended, work, because=BECAUSE))


def note_refusal(message: TransferRefused, work: Work) -> None:
    """The other office does not take it over: it goes on here."""
    offer, request = _answered(message, work)
    if not offer.knows(TransferRefused):
        return  # it was taken back before they said no
    work.save(offer.moved(TransferRefused))
    if request.held is Held.TRANSFER_OFFERED and not request.is_over:
        _keep_free(_goes_on(request, work, refused=True), work)


def note_recall(message: TransferRecalled, work: Work) -> None:
    """The other office took it back, also when this one had said yes already, as long as the dossier did not come."""
    takeover = _takeover(message, work)
    if takeover.knows(TransferRecalled):
        work.save(takeover.moved(TransferRecalled))
        if takeover.stage is TakeoverStage.ACCEPTED:
            work.erase(scope_of(Scope.TRANSFER, takeover.transfer_id), because=BECAUSE)  # nothing comes to be opened


def accept(message: AcceptTransfer, work: Work) -> None:
    """Take over what another office offers; the dossier follows, sealed to a key that is made for it here and now."""
    takeover = work.need(Takeover, message.transfer_id).moved(AcceptTransfer)
    key = work.opening_key(scope_of(Scope.TRANSFER, takeover.transfer_id))
    work.save(takeover)
    work.tell(TransferAccepted(case_id=takeover.transfer_id, to_office=takeover.from_office, sealing_key=key))


def refuse(message: RefuseTransfer, work: Work) -> None:
    """Do not take it over; it goes on where it was."""
    takeover = work.need(Takeover, message.transfer_id).moved(RefuseTransfer)
    work.save(takeover)
    work.tell(TransferRefused(case_id=takeover.transfer_id, to_office=takeover.from_office, reason=message.reason))


class Transfers:
    """What needs to know the offices: to whom can be offered, and under which policy it goes on."""

    def __init__(self, offices: Mapping[str, OfficeCard], vault: Sealer) -> None:
        """Transfer between these; the vault opens a dossier to look who is known already."""
        self._offices, self._vault = offices, vault

    def offer(self, message: OfferTransfer, work: Work) -> None:
        """Offer a request to another office; it waits until that office answers."""
        others = sorted(self._offices.keys() - {work.office})
        if message.to_office not in others:
            message_ = f"a request can be offered to another office of this backbone: {', '.join(others) or 'none'}"
            raise InvalidFields(("/toOffice",), message_).because("no-such-neighbour")
        request = work.need(Request, message.case_id)
        transfer_id = work.new_id("transfer")
        work.save(replace(offered(request), transfer_id=transfer_id))
        work.save(
            Offer(
                offer_key=offer_key_of(transfer_id),
                transfer_id=transfer_id,
                case_id=request.case_id,
                office=work.office,
                to_office=message.to_office,
                reason=message.reason,
                offered_at=work.now,
            )
        )
        urgency = request.dossier.urgency
        work.tell(
            RequestTransferOffered(case_id=request.case_id, to_office=message.to_office, reason=message.reason),
            TransferOffered(case_id=transfer_id, to_office=message.to_office, reason=message.reason, urgency=urgency),
        )

    def note_offer(self, message: TransferOffered, work: Work) -> None:
        """Another office offers a request to this one; nothing of the people is known here until it is accepted."""
        work.speak_for(message.to_office)
        if message.to_office not in self._offices:
            raise NotOurs
        if work.get(Takeover, message.case_id) is None:
            work.save(
                Takeover(
                    transfer_id=message.case_id,
                    office=message.to_office,
                    from_office=message.office,
                    reason=message.reason,
                    urgency=message.urgency,
                    offered_at=message.occurred_at,
                )
            )

    def beside(self, message: TransferHandedOver, _office: str, found: Found) -> tuple[str, ...]:
        """Name what to load: the hashes of the people who come, and with these found, whom they may be."""
        takeover = found.get(Takeover, message.case_id)
        dossier = self._vault.open(message.dossier, HandedDossier) if takeover else None
        if takeover is None or not isinstance(dossier, HandedDossier):
            return ()
        people = traits_of_dossier(dossier)
        hashes = [one for mine in hashes_of(people, takeover.office, self._vault.blind) for one in mine]
        return (*hashes, *cases_beside(hashes, found))

    def receive(self, message: TransferHandedOver, work: Work) -> None:
        """The dossier came: it is a request of this office now, under its policy, and the one-time key goes."""
        takeover = _takeover(message, work)
        if takeover.stage is TakeoverStage.ARRIVED:
            return  # the key is gone, and the request is here
        arrived = takeover.moved(TransferHandedOver)
        if message.dossier.scope != scope_of(Scope.TRANSFER, takeover.transfer_id):
            message_ = f"{message.name} holds something that was not sealed for this transfer"
            raise NotYourTransfer(message_)
        dossier = work.open(message.dossier, HandedDossier)
        if isinstance(dossier, Erased):
            message_ = (
                "the dossier cannot be opened: it was sealed to no key that is here; put the vault right, then retry"
            )
            raise Refused(message_).because("sealed-elsewhere")
        request = request_of_dossier(dossier, self._offices[takeover.office], work)
        weeks = timedelta(weeks=POLICIES[request.dossier.policy].consent.weeks)
        work.remind(ConsentOverdue(case_id=request.case_id), work.now + weeks)
        work.save(request, replace(arrived, case_id=request.case_id))
        work.tell(request_received(request))
        set_legal_deadlines(request, work)
        let_be_found(request, work)
        note_people(request, traits_of_dossier(dossier), work)
        work.erase(message.dossier.scope, because=BECAUSE)


def keys_of_offer(message: Reply, _office: str) -> tuple[str, ...]:
    """Give the key of the offer that is answered."""
    return (offer_key_of(message.case_id),)


def request_offered(message: Reply, _office: str, found: Found) -> tuple[str, ...]:
    """Give the request that was offered."""
    offer = found.get(Offer, offer_key_of(message.case_id))
    return (offer.case_id,) if offer is not None else ()


def _answered(message: Reply, work: Work) -> tuple[Offer, Request]:
    """Act for the office that offered, and give what was answered."""
    work.speak_for(message.to_office)
    offer = work.need(Offer, offer_key_of(message.case_id))
    if (offer.office, offer.to_office) != (message.to_office, message.office):
        message_ = f"{message.name} was told by an office to which this was not offered"
        raise NotYourTransfer(message_)
    return offer, work.need(Request, offer.case_id)


def _takeover(message: TransferRecalled | TransferHandedOver, work: Work) -> Takeover:
    """Act for the office that takes over, and give what was offered to it."""
    work.speak_for(message.to_office)
    takeover = work.need(Takeover, message.case_id)
    if (takeover.office, takeover.from_office) != (message.to_office, message.office):
        message_ = f"{message.name} was told by an office that did not offer this"
        raise NotYourTransfer(message_)
    return takeover


def _keep_free(request: Request, work: Work) -> None:
    """Keep a request that goes on here; who decides may have been settled while it waited, and that opens the gate."""
    after = opened(request)
    work.save(after)
    if after is not request:
        method = ConsentMethod.IN_PERSON
        work.tell(ConsentGiven(case_id=after.case_id, purpose=Purpose.CONFERENCE, method=method))


def _recall(offer: Offer, work: Work) -> None:
    work.save(offer.moved(RecallTransfer))
    work.tell(TransferRecalled(case_id=offer.transfer_id, to_office=offer.to_office))


def _goes_on(request: Request, work: Work, *, refused: bool) -> Request:
    """Let it go on here, and tell so."""
    work.tell(RequestTransferEnded(case_id=request.case_id, refused=refused))
    return replace(request.held_by(TransferRefused if refused else RecallTransfer), transfer_id=None)


def _brought_along(request: Request) -> Iterator[str]:
    """Name what seals the mandates of merged requests: they were kept for this one's plan, which is made elsewhere."""
    for merged in request.merged_in:
        for mandate in merged.mandates:
            yield from (condition.scope for condition in mandate.conditions)
            if mandate.acceptor is not None:
                yield scope_of(Scope.PERSON, mandate.acceptor.person_id)
