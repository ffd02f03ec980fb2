"""What is remembered of referrals: that they were here, and those that a person has to look at."""

from dataclasses import dataclass, replace
from datetime import datetime

from kring_intake.process import QUARANTINE, QuarantineStage
from kring_shared.contracts.referral.receipt import STATUS_OF, ReceiptStatus
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate


class HoldsNationalNumber(Refused):
    """Somebody at the office typed a national number (BSN, rijksregisternummer), which may never be kept."""

    code = "kring.national-number"

    def __init__(self) -> None:
        """Say what to do; never the number."""
        super().__init__("a Dutch or Belgian national number stands in it: leave the number out; nothing was kept")


@dataclass(frozen=True)
class KnownReferral(Aggregate):
    """That a referral (aanmelding) was here before: two of these, one by its event, one by the sender's reference.

    `key` is a hash, salted with the office, so that no office learns what another one knows. `case_id` is the request,
    the talk or the quarantine it became; it goes when that is erased.
    """

    key: str
    office: str
    code: str
    case_id: str = ""
    request_id: str | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the key."""
        return self.key

    def keys(self) -> tuple[str, ...]:
        """Give the key, and what it became."""
        return (self.key, self.case_id) if self.case_id else (self.key,)

    @property
    def was_set_apart(self) -> bool:
        """Tell whether it waits for a person, instead of being kept as a request or a talk."""
        return STATUS_OF[self.code] is ReceiptStatus.QUARANTINED


@dataclass(frozen=True)
class SentReferral(Aggregate):
    """That a requester handed something in, so that they can ask where it stands; it goes when that is erased.

    `case_id` is the request, the talk or the quarantine it became. One of a sender, by their reference, whatever became
    of an earlier try.
    """

    sent_id: str
    office: str
    system: str
    reference: str
    case_id: str
    request_id: str | None
    code: str
    sent_at: datetime
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own id."""
        return self.sent_id

    def keys(self) -> tuple[str, ...]:
        """Give its id, and what it became."""
        return (self.sent_id, self.case_id)


@dataclass(frozen=True)
class Quarantined(Staged[QuarantineStage], Aggregate):
    """A referral set apart (quarantaine) for a person to look at; its text is masked, and sealed under its own key."""

    process = QUARANTINE

    quarantine_id: str
    office: str
    system: str
    code: str
    text: Sealed[str]
    received_at: datetime
    channel: str = "bus"
    reference: str = ""
    stage: QuarantineStage = QuarantineStage.WAITING
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own id; there is no case."""
        return self.quarantine_id

    def without_text(self) -> "Quarantined":
        """Keep that it was here, as codes only."""
        return replace(self, text=self.text.model_copy(update={"box": ""}), reference="")
