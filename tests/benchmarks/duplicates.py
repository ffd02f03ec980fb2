"""`duplicates`: whether people who come again are found, who is taken for another, and what it costs among many."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from kring_intake.likeness.blocks import MOST_IN_A_BLOCK, MOST_OPENED
from kring_intake.likeness.traits import traits_of
from kring_shared.kernel.ids import id_at
from kring_shared.testing.work import NOON
from tests.benchmarks.duplicates_changes import again
from tests.benchmarks.duplicates_growth import growth
from tests.benchmarks.duplicates_index import KnownPeople
from tests.benchmarks.duplicates_made import Made, Maker
from tests.benchmarks.report import Report, Row

COME_AGAIN = 0.1
TRAPPED = 0.08
"""So many referrals are about people who came before; so many are about others who share much with somebody."""


@dataclass
class Found:
    """What became of one labelled set."""

    pairs: int = 0
    flagged: int = 0
    right: int = 0
    compared: int = 0
    people: int = 0
    by_change: dict[str, list[bool]] = field(default_factory=dict)
    by_trap: dict[str, list[bool]] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        return self.right / max(self.flagged, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.pairs, 1)

    def judge(self, made: Made, taken_for: set[str], true: set[str]) -> None:
        """Count what one referral was taken for, against what it is."""
        self.pairs += len(true)
        self.flagged += len(taken_for)
        self.right += len(taken_for & true)
        for change in made.changes:
            self.by_change.setdefault(change, []).extend(case in taken_for for case in true)
        if made.trap:
            self.by_trap.setdefault(made.trap, []).append(bool(taken_for - true))


async def run(size: int, rounds: int) -> Report:
    """Judge `size` labelled referrals, and time one as known people grow from `size` to a hundred times as many."""
    settings = {"SQLite": "WAL, synchronous FULL", "referrals": str(size), "most in a block": str(MOST_IN_A_BLOCK)}
    settings |= {"most opened": str(MOST_OPENED)}
    report = Report("duplicates", settings)
    report.bars = {"precision": 0.9, "recall": 0.95, "growth": 1.5}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tuned = judged(folder, size, seed=2, names="tuned_on")
        held_out = judged(folder, size, seed=3, names="held_out")
        _tell(report, "names tuned on", tuned)
        _tell(report, "names held out", held_out)
        looking, keeping = growth(report, folder, size, rounds)
    report.ratios = {
        "precision": round(tuned.precision, 3),
        "recall": round(tuned.recall, 3),
        "held_out_precision": round(held_out.precision, 3),
        "held_out_recall": round(held_out.recall, 3),
        "growth": looking,
        "growth_with_keeping": keeping,
    }
    return report


def judged(folder: Path, size: int, seed: int, names: str) -> Found:
    """Refer a labelled set one by one, and judge what each is taken for."""
    known, found = KnownPeople(folder, f"judged-{seed}-{names}"), Found()
    known.index()
    known.begin()
    cases_of: dict[int, list[str]] = {}
    for number, made in enumerate(labelled(Maker(seed, names), size)):
        case_id = id_at(NOON, f"{seed}/{number}")
        family = traits_of(made.referral)
        taken_for = known.like(family)
        known.keep(case_id, family)
        found.judge(made, set(taken_for), {case for person in made.people for case in cases_of.get(person, ())})
        for person in made.people:
            cases_of.setdefault(person, []).append(case_id)
    known.commit()
    found.compared, found.people = known.compared, known.people
    return found


def labelled(maker: Maker, size: int) -> list[Made]:
    """Make a set in which a tenth comes again, each at a random moment after its first time."""
    moments: list[tuple[float, Made]] = []
    first = size - round(size * COME_AGAIN) - round(size * TRAPPED)
    families = [maker.family() for _ in range(first)]
    for moment, family in enumerate(families):
        moments.append((moment, maker.made(family, maker.written(family))))
    places = [*maker.chance.sample(range(first), round(size * COME_AGAIN))]
    moments += [(maker.chance.uniform(place, first), again(maker, families[place])) for place in places]
    places = [*maker.chance.sample(range(first), round(size * TRAPPED))]
    moments += [(maker.chance.uniform(place, first), maker.trap(families[place])) for place in places]
    return [made for _, made in sorted(moments, key=lambda moment: moment[0])]


def _tell(report: Report, what: str, found: Found) -> None:
    every = found.people * (found.people - 1) // 2
    report.rows += [
        Row(f"{what}: precision", 100 * found.precision, "%"),
        Row(f"{what}: recall", 100 * found.recall, "%"),
        Row(f"{what}: families compared, of {every:,} pairs of people", found.compared, "pairs"),
    ]
    for change, outcomes in sorted(found.by_change.items()):
        share = 100 * sum(outcomes) / max(len(outcomes), 1)
        report.rows.append(Row(f"  found again of {len(outcomes)} with {change}", share, "%"))
    for trap, outcomes in sorted(found.by_trap.items()):
        share = 100 * sum(outcomes) / len(outcomes)
        report.rows.append(Row(f"  taken for another of {len(outcomes)}: {trap}", share, "%"))
