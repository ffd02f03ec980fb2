"""What must be there before the office takes a request on, and what is missing, in words that say what to do."""

from collections.abc import Iterable, Iterator

from kring_intake.domain.consent import answers_of, has_consent
from kring_intake.domain.duplicate import Suspicion
from kring_intake.domain.people import MainPerson
from kring_intake.domain.request import Request
from kring_intake.process import SuspicionStage
from kring_shared.contracts.field import Context
from kring_shared.contracts.intake import AcceptRequest
from kring_shared.kernel.errors import NotReady


def must_be_ready(request: Request) -> None:
    """Look whether it can be taken on.

    Raises:
        NotAllowedNow: it stands elsewhere, or waits.
        NotReady: somebody who decides has not said yes, a child's own voice is not noted, or in mandatory context
            nobody is known who accepts the plan.
    """
    request.moved(AcceptRequest)
    if gaps := dict(_gaps(request)):
        raise NotReady("; ".join(gaps.values()), *gaps)


def _gaps(request: Request) -> Iterator[tuple[str, str]]:
    """Give everything that is still to be done, by code, in words."""
    if not has_consent(request):
        yield "everybody-says-yes", "somebody who decides has not said yes; show-request names who is still to be asked"
    if any(_has_no_voice(person, request) for person in request.active_persons):
        yield "childs-voice", "note for every child whether they were asked for their own view (record-voice)"
    mandates = request.standing_mandates
    if request.dossier.context is Context.MANDATORY and not any(mandate.acceptor for mandate in mandates):
        missing = "who accepts the plan in the name of the mandate" if mandates else "the mandate"
        code = "mandate-acceptor" if mandates else "mandate"
        yield code, f"in mandatory context {missing} must be known; note it by triage"


def must_be_told_apart(suspicions: Iterable[Suspicion]) -> None:
    """Look whether a person has decided about every other request of the office that looks like the same people.

    Raises:
        NotReady: nobody has; else two coordinators might knock at one door.
    """
    if any(found.other_id and found.decision is SuspicionStage.SUSPECTED for found in suspicions):
        raise NotReady(
            "another request looks like the same people: merge them or tell them apart first (list-duplicates)",
            "duplicates-decided",
        )


def _has_no_voice(person: MainPerson, request: Request) -> bool:
    """Tell whether a child was neither asked nor answered themself."""
    return bool(person.is_minor) and person.voice is None and person.id not in answers_of(request)
