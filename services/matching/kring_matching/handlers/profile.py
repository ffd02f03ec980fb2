"""What coordinators say of themselves, so that a family's wish can be met: with consent, sealed, taken back at will."""

from dataclasses import replace

from kring_matching.domain import Coordinator
from kring_matching.handlers.entry import own_entry, present_entry
from kring_shared.contracts.matching import (
    DeclareProfile,
    ProfileDeclared,
    ProfileTakenBack,
    SelfDeclared,
    TakeBackProfile,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, Refused
from kring_shared.kernel.work import Work

TAKEN_BACK, REPLACED, LEFT = "taken-back", "replaced", "left"


def declare_profile(message: DeclareProfile, work: Work) -> None:
    """Keep what somebody says of themselves, under a key of its own, so that it can be erased without the person."""
    entry = present_entry(message, work)
    if not message.consent:
        message_ = "this is kept only with your consent: say yes, or leave it unsaid"
        raise InvalidFields(("/consent",), message_).because("profile-needs-consent")
    if not message.religion and not message.background:
        message_ = "say a religion, a background or both; to take back what you said, use TakeBackProfile"
        raise InvalidFields(("/religion", "/background"), message_).because("profile-is-empty")
    said = SelfDeclared(religion=message.religion, background=message.background)
    sealed = work.seal(scope_of(Scope.PERSON, work.new_id("profile")), said)
    work.save(replace(profile_erased(entry, work, because=REPLACED), declared=sealed))
    work.tell(ProfileDeclared(case_id=entry.id))


def take_back_profile(message: TakeBackProfile, work: Work) -> None:
    """Erase what somebody had said of themselves, everywhere and for good; also after they left."""
    entry = own_entry(message, work)
    if entry.declared is None:
        message_ = "there is nothing to take back: nothing is kept of your religion or background"
        raise Refused(message_).because("profile-nothing-kept")
    work.save(profile_erased(entry, work, because=TAKEN_BACK))
    work.tell(ProfileTakenBack(case_id=entry.id))


def profile_erased(entry: Coordinator, work: Work, *, because: str) -> Coordinator:
    """Give the entry without what was declared, the key of which goes."""
    if entry.declared is None:
        return entry
    work.erase(entry.declared.scope, because=because)
    return replace(entry, declared=None)
