"""The schedule of what is kept how long, as the page about retention shows it."""

from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.retention import RecordKind, StartsAt

FROM = {
    StartsAt.ROUTE_ENDED: "the end of the route",
    StartsAt.LOCKED: "the lock of the registration",
    StartsAt.PAID: "payment",
    StartsAt.WRITTEN: "writing",
}
HEADS = ("record", *POLICIES, "counted from", "on what ground")


def retention_rows() -> list[tuple[str, ...]]:
    """Give for each kind of record its days in every policy, from when they are counted, and the ground."""
    rules = {policy.id: {rule.kind: rule for rule in policy.retention} for policy in POLICIES.values()}
    rows = []
    for kind in RecordKind:
        of_kind = [of[kind] for of in rules.values()]
        starts = " or ".join(dict.fromkeys(FROM[rule.starts_at] for rule in of_kind))
        grounds = " ".join(dict.fromkeys(rule.basis for rule in of_kind))
        rows.append((f"`{kind}`", *(f"{rule.days} days" for rule in of_kind), starts, grounds))
    return rows
