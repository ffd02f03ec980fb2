"""From the sender's words to ours: a referral becomes a request, everybody in it sealed under a key of their own."""

from datetime import timedelta
from typing import Final

from kring_intake.domain import KnownAs, Request
from kring_intake.people import People
from kring_intake.process import Stage
from kring_shared.contracts.field import Dossier, Wishes
from kring_shared.contracts.intake import ConsentOverdue
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.referral import Referral
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.municipalities import known
from kring_shared.kernel.work import Work

AS_SAID: Final = (Referral.model_fields.keys() & Dossier.model_fields.keys()) - {"minors_involved", "wishes"}
"""What the dossier holds as the sender said it, under the same name."""


def request_of(
    referral: Referral, office: OfficeCard, channel: str, work: Work, *, source: str, case_id: str | None = None
) -> Request:
    """Make a request of a referral, or a talk of one that asks for no more; a talk keeps nobody but who asks.

    It is a new one unless `case_id` says which talk it came from. The weeks in which people can say yes begin to run.
    """
    case_id = case_id or work.new_id("request")
    let_weeks_begin(case_id, office.policy, work)
    is_talk = bool(referral.information_talk_only)
    people = People(referral, work)
    main_persons = people.asking_for_themselves() if is_talk else people.main_persons()
    minors = referral.minors_involved
    if minors is None and any(person.is_minor for person in main_persons):
        minors = True
    return Request(
        case_id=case_id,
        office=office.id,
        received_at=work.now,
        channel=channel,
        requester_kind=referral.requester.kind,
        requester=people.requester,
        dossier=_dossier(referral, office.policy, minors=minors),
        main_persons=main_persons,
        question=work.seal(scope_of(Scope.CASE, case_id), referral.question) if referral.question else None,
        mandates=() if is_talk else people.mandates(case_id, main_persons),
        neutral_sender=bool(referral.contact_rules and referral.contact_rules.neutral_sender),
        stage=Stage.INFORMATION_TALK if is_talk else Stage.RECEIVED,
        references=(KnownAs(source, referral.reference),),
    )


def let_weeks_begin(case_id: str, policy: str, work: Work) -> None:
    """Let the weeks of the policy in which people can say yes begin to run, from now and once."""
    work.forget((ConsentOverdue,), case_id)
    work.remind(ConsentOverdue(case_id=case_id), work.now + timedelta(weeks=POLICIES[policy].consent.weeks))


def _dossier(referral: Referral, policy: str, *, minors: bool | None) -> Dossier:
    people, wishes = referral.main_persons, referral.wishes
    return Dossier(
        **{name: getattr(referral, name) for name in AS_SAID},
        minors_involved=minors,
        policy=policy,
        municipality=next((name for person in people if (name := known(person.municipality))), ""),
        languages=tuple(dict.fromkeys(language for person in people for language in person.languages)),
        wishes=Wishes.model_validate(wishes, from_attributes=True) if wishes else Wishes(),
    )
