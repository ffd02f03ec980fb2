"""How many letters came to somebody is held against what was told of theirs, and of nobody else's."""

import json
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from kring_shared.contracts import notifications as n
from kring_shared.contracts.envelope import Fact
from kring_shared.testing.conformance.ear import Told
from kring_shared.testing.conformance.mailed import Mail
from kring_shared.testing.conformance.playing import NotConform, nothing


def told(kind: type[Fact], message: str, person: str = "") -> Told:
    body = {"messageId": message} | ({"personId": person} if person else {})
    return Told("KRING", 1, "", {"ce-type": kind.type()}, json.dumps(body).encode())


def a_killed_play(came: int, failed: str) -> Any:  # noqa: ANN401 - as much of a play as is looked at
    """Two people were each to get one letter; that of `failed` was told as failed, and so many came to Amina."""
    letters = (("letter 1", "amina"), ("letter 2", "referrer"))
    facts = [told(n.NotificationQueued, letter, f"id of {who}") for letter, who in letters]
    facts += [told(n.NotificationFailed, letter) for letter, who in letters if who == failed]
    mailbox = SimpleNamespace(came=Counter({"amina@a.example": came}))
    some = SimpleNamespace(
        id=lambda word: f"id of {word}", contact=lambda word: SimpleNamespace(email=f"{word}@a.example")
    )
    street = SimpleNamespace(house=SimpleNamespace(mailbox=mailbox))
    return SimpleNamespace(
        some=some, street=street, settled=nothing, kill=nothing, taken=facts, before="the candidate started"
    )


@pytest.mark.parametrize("came", [0, 1])
async def test_a_letter_that_was_told_as_failed_when_it_was_killed_may_have_come_or_not(came: int) -> None:
    await Mail("amina", 1).taken(a_killed_play(came, failed="amina"))


async def test_a_letter_that_is_missing_is_not_excused_by_one_that_failed_to_somebody_else() -> None:
    with pytest.raises(NotConform, match="expected 1 letters in all to amina; 0 came"):
        await Mail("amina", 1).taken(a_killed_play(0, failed="referrer"))
