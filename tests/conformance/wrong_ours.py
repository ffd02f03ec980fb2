"""Ours, with one guard taken out: what somebody who writes one of their own may well forget.

`wrong_ours.py conference` invites who is kept away for safety; `registry` waits for one answer only; `intake` knows no
referral again; `notifications` writes also in a case that stopped.
"""

import sys
from contextlib import AbstractContextManager
from dataclasses import replace
from unittest.mock import patch

from kring_conference.domain.participant import Participant
from kring_intake.handlers import referrals
from kring_notifications.domain import Correspondence
from kring_notifications.handlers import telling
from kring_registry.domain.erasure import ASKED, Erasure
from kring_shared.contracts.conference import InviteParticipant
from kring_shared.contracts.envelope import Fact
from kring_shared.kernel.work import Work
from kring_shared.runtime.cli import main
from kring_shared.runtime.cli.configured import configured, shared_settings
from kring_shared.runtime.running import assembly


def invites_anybody(person: Participant) -> Participant:
    return replace(person.moved(InviteParticipant), answer=None, represented_by=None)


def misses_the_first(erasure: Erasure) -> tuple[str, ...]:
    return () if erasure.answers else ASKED


def knows_nothing_again(_read: referrals.Readable, _work: Work) -> None:
    return None


def runs_for_ever(message: Fact, work: Work) -> Correspondence:
    return work.need(Correspondence, message.case_id)


WITHOUT: dict[str, AbstractContextManager[object]] = {
    "conference": patch.object(Participant, "invited", invites_anybody),
    "intake": patch.object(referrals, "seen_before", knows_nothing_again),
    "notifications": patch.object(telling, "running", runs_for_ever),
    "registry": patch.object(Erasure, "missing", property(misses_the_first)),
}

if __name__ == "__main__":
    service = sys.argv[1]
    with WITHOUT[service]:
        assembly.migrate(shared_settings(), configured((service,)))
        sys.argv = ["kring", "run", service]
        main()
