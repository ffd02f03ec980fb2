"""The helper that waits until something is so."""

import pytest

from kring_shared.testing.waiting import NeverHappened, until


async def test_it_comes_back_as_soon_as_it_is_so() -> None:
    left = [3, 2, 1]
    await until(lambda: not left or left.pop() == 3, "counted down")
    assert left == []


async def test_what_is_asked_may_have_to_be_awaited() -> None:
    looked = []

    async def so() -> bool:
        looked.append(1)
        return len(looked) == 2

    await until(so, "looked twice")
    assert len(looked) == 2


async def test_what_never_is_so_is_named() -> None:
    with pytest.raises(NeverHappened, match=r"not so after 0\.02 s: pigs fly"):
        await until(lambda: False, "pigs fly", within=0.02)
