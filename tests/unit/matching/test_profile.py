"""What coordinators say of themselves is theirs: with consent, sealed apart, shown to them only, and erasable."""

import pytest

from kring_matching.process import Standing
from kring_shared.contracts.matching import (
    DeclareProfile,
    EndCoordinatorship,
    LeavingReason,
    ProfileDeclared,
    ProfileTakenBack,
    SelfDeclared,
    TakeBackProfile,
)
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, Refused
from tests.unit.matching.registers import RegisterStory, a_register
from tests.unit.matching.searches import RACHEL, registration

SAY = DeclareProfile(coordinator_id=RACHEL, religion="muslim", background="moroccan", consent=True)
TAKE_BACK = TakeBackProfile(coordinator_id=RACHEL)


def sealed_in(story: RegisterStory) -> Sealed[SelfDeclared]:
    found = story.rachel.declared
    assert found is not None
    return found


def test_what_somebody_says_of_themselves_is_sealed_under_a_key_of_its_own_and_in_no_fact() -> None:
    story = a_register()
    (told,) = story.goes(SAY)
    assert isinstance(told, ProfileDeclared)
    assert not {"muslim", "moroccan"} & set(told.model_dump_json().split('"'))
    sealed = sealed_in(story)
    assert sealed.scope != story.rachel.card.contact.scope
    assert story.vault.open(sealed, SelfDeclared) == SelfDeclared(religion="muslim", background="moroccan")


def test_without_consent_nothing_is_kept() -> None:
    story = a_register()
    with pytest.raises(InvalidFields) as refusal:
        story.goes(SAY.model_copy(update={"consent": False}))
    assert (refusal.value.fields, story.rachel.declared) == (("/consent",), None)


def test_saying_nothing_is_not_a_profile() -> None:
    with pytest.raises(InvalidFields, match="TakeBackProfile"):
        a_register().goes(DeclareProfile(coordinator_id=RACHEL, consent=True))


def test_what_was_taken_back_cannot_be_read_by_anybody_and_the_coordinator_stays() -> None:
    story = a_register()
    story.goes(SAY)
    sealed = sealed_in(story)
    assert [type(fact) for fact in story.goes(TAKE_BACK)] == [ProfileTakenBack]
    assert story.rachel.declared is None
    assert isinstance(story.vault.open(sealed, SelfDeclared), Erased)
    assert story.rachel.card.contact.scope != sealed.scope
    with pytest.raises(Refused, match="nothing to take back"):
        story.goes(TAKE_BACK)


def test_saying_it_anew_erases_what_was_said_before() -> None:
    story = a_register()
    story.goes(SAY)
    before = sealed_in(story)
    story.goes(DeclareProfile(coordinator_id=RACHEL, religion="none", consent=True))
    assert isinstance(story.vault.open(before, SelfDeclared), Erased)
    assert story.vault.open(sealed_in(story), SelfDeclared) == SelfDeclared(religion="none")


def test_entering_somebody_anew_keeps_what_they_said() -> None:
    story = a_register()
    story.goes(SAY)
    before = sealed_in(story)
    story.goes(registration())
    assert story.rachel.declared == before


def test_what_somebody_said_goes_when_they_leave() -> None:
    story = a_register()
    story.goes(SAY)
    before = sealed_in(story)
    story.goes(EndCoordinatorship(coordinator_id=RACHEL, reason=LeavingReason.MOVED))
    assert story.rachel.declared is None
    assert isinstance(story.vault.open(before, SelfDeclared), Erased)


def test_who_left_says_nothing_more() -> None:
    with pytest.raises(NotAllowedNow):
        a_register(standing=Standing.LEFT).goes(SAY)
