"""Ours, with one guard taken out: what somebody who writes one of their own may well forget.

`wrong_ours.py conference` invites who is kept away for safety; `wrong_ours.py registry` waits for one answer only.
"""

import sys
from contextlib import AbstractContextManager
from dataclasses import replace
from unittest.mock import patch

from kring_conference.domain.participant import Participant
from kring_registry.domain.erasure import ASKED, Erasure
from kring_shared.contracts.conference import InviteParticipant
from kring_shared.runtime.cli import main
from kring_shared.runtime.cli.configured import configured, shared_settings
from kring_shared.runtime.running import assembly


def invites_anybody(person: Participant) -> Participant:
    return replace(person.moved(InviteParticipant), answer=None, represented_by=None)


def misses_the_first(erasure: Erasure) -> tuple[str, ...]:
    return () if erasure.answers else ASKED


WITHOUT: dict[str, AbstractContextManager[object]] = {
    "conference": patch.object(Participant, "invited", invites_anybody),
    "registry": patch.object(Erasure, "missing", property(misses_the_first)),
}

if __name__ == "__main__":
    service = sys.argv[1]
    with WITHOUT[service]:
        assembly.migrate(shared_settings(), configured((service,)))
        sys.argv = ["kring", "run", service]
        main()
