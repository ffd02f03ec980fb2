"""The joint half of `matching`: many requests assigned at once, beside an exact solver of another kind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import hypot
from random import Random
from time import perf_counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # it has no types
from scipy.sparse import coo_array  # type: ignore[import-untyped]  # the same

from kring_matching.together.objective import USUAL, Fairness, Room, Waiting, Worth, worth
from kring_matching.together.pairing import best_together
from tests.benchmarks.report import Report, Row

REQUESTS = 200
POOLS = (250, 10_000)
SCARCE = 0.6
"""So many coordinators for each request, where they are scarce; about as many places again."""
LANGUAGES = 12
SCOPES = 4
SIDE_KM = 100.0


def joint(report: Report, requests: int, pools: Sequence[int], rounds: int) -> float:
    """Assign `requests` at once among each of `pools` and among a scarce one; add the figures, give the worst ratio."""
    found = [
        _measured(report, f"{requests} at once among {pool:,}", made(requests, pool, seed=pool), rounds)
        for pool in (*pools, max(2, round(requests * SCARCE)))
    ]
    everybody, rooms = made(requests, max(pools), seed=1, hard_rules=False)
    pairs = sum(len(one.scores) for one in everybody)
    report.add(
        f"{requests} at once, no hard rule in the way of {pairs:,} pairs", _milliseconds(everybody, rooms, rounds), "ms"
    )
    return min(found)


def joint_over_optimum(ours: Worth, optimum: Worth) -> float:
    """Give the points as a share of the optimum's; 0.0 where not as many requests are filled, the urgent ones first."""
    if ours[:2] != optimum[:2]:
        return 0.0
    return 1.0 if ours.points == optimum.points else ours.points / optimum.points


def optimum_of(waiting: Sequence[Waiting], rooms: Mapping[str, Room], fairness: Fairness = USUAL) -> Worth:
    """Solve the same objective another way: goal after goal as an integer programme, what was reached held fast.

    A variable for each pair and for each further case of a coordinator; the latter count what fairness says.
    """
    pairs = [(at, who, s) for at, one in enumerate(waiting) for who, s in one.scores.items() if rooms[who].free]
    if not pairs:
        return Worth(0, tuple(0 for _ in {one.urgency for one in waiting}), 0)
    fits = Counter(who for _, who, _ in pairs)
    cases = [(who, nth) for who, most in fits.items() for nth in range(min(most, rooms[who].free))]
    row_of = {who: len(waiting) + at for at, who in enumerate(fits)}
    entries = [(at, column, 1.0) for column, (at, _, _) in enumerate(pairs)]
    entries += [(row_of[who], column, 1.0) for column, (_, who, _) in enumerate(pairs)]
    entries += [(row_of[who], len(pairs) + column, -1.0) for column, (who, _) in enumerate(cases)]
    rows, columns, values = zip(*entries, strict=True)
    size = (len(waiting) + len(fits), len(pairs) + len(cases))
    upper = np.concatenate([np.ones(len(waiting)), np.zeros(len(fits))])
    lower = np.concatenate([np.full(len(waiting), -np.inf), np.zeros(len(fits))])
    matrix = coo_array((values, (rows, columns)), shape=size).tocsr()
    held: list[LinearConstraint] = []
    whose = np.array([at for at, _, _ in pairs])
    levels = sorted({one.urgency for one in waiting}, reverse=True)
    served = [
        range(len(waiting)),
        *([at for at, one in enumerate(waiting) if one.urgency == level] for level in levels),
    ]
    reached = []
    for some in served:
        possible = np.intersect1d(whose, some)
        if (lower[possible] == 1.0).all():
            reached.append(len(possible))
            continue
        goal = np.concatenate([np.isin(whose, some), np.zeros(len(cases))])
        reached.append(_most(goal, [LinearConstraint(matrix, lower, upper), *held]))
        if reached[-1] == len(possible):
            lower[possible] = 1.0  # all of them: said request by request, which the solver is far quicker with
        else:
            held.append(LinearConstraint(goal[np.newaxis], reached[-1] - 0.5, np.inf))
    points = [round(s * 10_000) for _, _, s in pairs] + [_counts(rooms[who], nth, fairness) for who, nth in cases]
    held.append(LinearConstraint(matrix, lower, upper))
    return Worth(reached[0], tuple(reached[1:]), _most(np.array(points, dtype=float), held))


def _counts(room: Room, nth: int, fairness: Fairness) -> float:
    already = room.active + nth
    if already:
        return float(-already * fairness.spread)
    waits = fairness.idle_days if room.idle_days is None else min(room.idle_days, fairness.idle_days)
    return float(fairness.idle * waits // fairness.idle_days)


def _most(goal: np.ndarray, held: Sequence[LinearConstraint]) -> int:
    solved = milp(
        -goal, integrality=np.ones(len(goal)), bounds=Bounds(0, 1), constraints=held, options={"mip_rel_gap": 0.0}
    )
    assert solved.success, solved.message
    return round(-float(solved.fun))


def made(
    requests: int, coordinators: int, seed: int, *, hard_rules: bool = True
) -> tuple[list[Waiting], dict[str, Room]]:
    """Make requests and coordinators, each with a place, a language and a conference type; the same for a seed."""
    chance = Random(seed)  # noqa: S311 - a test set, and the same at each run
    rooms, people = {}, []
    for number in range(coordinators):
        who = f"coordinator-{number:06}"
        active = chance.choices((0, 1, 2), (60, 30, 10))[0]
        idle = None if chance.random() < 0.1 else chance.randint(0, 700)
        rooms[who] = Room(free=chance.choices((0, 1, 2, 3), (30, 40, 20, 10))[0], active=active, idle_days=idle)
        speaks = {0, *(language for language in range(1, LANGUAGES) if chance.random() < 0.1)}
        scopes = {0, *(scope for scope in range(1, SCOPES) if chance.random() < 0.5)}
        people.append((who, _place(chance), chance.uniform(15, 35), speaks, scopes))
    waiting = []
    for number in range(requests):
        place, language = _place(chance), chance.choice(range(LANGUAGES)) if chance.random() < 0.3 else 0
        scope, scores = chance.randrange(SCOPES), {}
        for who, lives, limit, speaks, scopes in people:
            far = hypot(place[0] - lives[0], place[1] - lives[1])
            if not hard_rules or (far <= limit and language in speaks and scope in scopes):
                scores[who] = round((max(0.0, 1 - far / limit) + chance.random() + 1) / 3, 4)
        waiting.append(Waiting(f"case-{number:04}", scores, urgency=int(chance.random() < 0.15)))
    return waiting, rooms


def one_by_one(waiting: Sequence[Waiting], rooms: Mapping[str, Room]) -> Worth:
    """Give each request, in order of arrival, whoever scores highest and still has room: how it goes without us."""
    pairing: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for one in waiting:
        who = max(
            (who for who in one.scores if taken[who] < rooms[who].free), key=lambda who: one.scores[who], default=""
        )
        if who:
            pairing[one.case_id] = who
            taken[who] += 1
    return worth(pairing, waiting, rooms)


def _place(chance: Random) -> tuple[float, float]:
    return chance.uniform(0, SIDE_KM), chance.uniform(0, SIDE_KM)


def _milliseconds(waiting: Sequence[Waiting], rooms: Mapping[str, Room], rounds: int) -> list[float]:
    took = []
    for _ in range(rounds):
        began = perf_counter()
        best_together(waiting, rooms)
        took.append(1000 * (perf_counter() - began))
    return took


def _measured(report: Report, what: str, made_set: tuple[list[Waiting], dict[str, Room]], rounds: int) -> float:
    waiting, rooms = made_set
    report.add(what, _milliseconds(waiting, rooms, rounds), "ms")
    ours, each = best_together(waiting, rooms).worth, one_by_one(waiting, rooms)
    began = perf_counter()
    optimum = optimum_of(waiting, rooms)
    ratio = joint_over_optimum(ours, optimum)
    report.rows += [
        Row("  the exact solver (HiGHS)", perf_counter() - began, "s"),
        Row("  filled", ours.filled, "requests"),
        Row("  filled one by one, in order of arrival", each.filled, "requests"),
        Row("  points of a filled request", ours.points / max(ours.filled, 1), "points"),
        Row("  points of a filled request, one by one", each.points / max(each.filled, 1), "points"),
        Row("  of the optimum", ratio, ""),
    ]
    return ratio
