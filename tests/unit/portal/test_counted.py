"""What the portal counts names a room that the code has, and nobody."""

from kring_portal import desks
from kring_portal.watching.measuring import paths_of
from kring_portal.web.counting import PortalCounts

ADDRESSES = ("/", "/manager/requests/019aa000", "/k/secret-of-a-link", "/nothing-of-ours", "/%2e%2e/etc", "/{case_id}")


def rooms(counts: PortalCounts) -> set[str]:
    """Give the rooms that were counted."""
    (family,) = counts.of_process.counters["kring_portal_requests_total"].collect()
    return {sample.labels["room"] for sample in family.samples}


def test_a_room_is_the_first_word_of_an_address_that_the_portal_has_and_nothing_else_ever_is() -> None:
    counts = PortalCounts()
    counts.knows(path for router in desks.ROUTERS for path in paths_of(router.routes))
    for address in ADDRESSES:
        counts.answered(address, 200, 0.01)
    assert rooms(counts) == {"home", "manager", "k", "other"}


def test_who_came_in_and_who_tried_in_vain_are_told_apart_by_words_of_the_code() -> None:
    counts = PortalCounts()
    for outcome in ("password-totp", "wrong", "locked", "anything"):
        counts.noted("signed-in", outcome)
    counts.noted("signed-out", "done")
    (family,) = counts.of_process.counters["kring_portal_sign_ins_total"].collect()
    told = {s.labels["outcome"]: s.value for s in family.samples if s.name.endswith("_total")}
    assert {name: value for name, value in told.items() if value} == {"done": 2, "wrong": 1, "locked": 1}
