"""What it costs to look a referral up, and to keep it, among few and among many known people."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from kring_intake.likeness.blocks import blocks_of_family
from kring_intake.likeness.traits import traits_of
from kring_shared.kernel.ids import id_at
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.work import NOON
from tests.benchmarks.duplicates_changes import again
from tests.benchmarks.duplicates_index import OFFICE_KEYS, KnownPeople, Rows
from tests.benchmarks.duplicates_made import Family, Made, Maker
from tests.benchmarks.report import Report, Row, ratios

MANY = 100
"""The growth is to so many times as many known people."""
BATCH = 250
"""Referrals of one transaction; the lane takes what has arrived, up to 256."""
COME_AGAIN = 0.1
SHARE = 25_000
"""People one process makes at a time; fewer are made here."""


@dataclass
class Store:
    """Known people, and how those who are referred fare among them."""

    known: KnownPeople
    maker: Maker
    families: dict[str, Family]
    looked: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    """Seconds of one referral, a figure for each batch: looked up only, and kept and committed too."""
    referred: int = 0
    sought: int = 0
    found: int = 0

    def refer(self, number: int, referrals: int) -> None:
        """Refer a batch, a tenth of it people who are known."""
        batch = [self._drawn() for _ in range(referrals)]
        looked, start = 0.0, perf_counter()
        self.known.begin()
        for place, (case_id, made) in enumerate(batch):
            began = perf_counter()
            family = traits_of(made.referral)
            alike = self.known.like(family)
            looked += perf_counter() - began
            self.known.keep(id_at(NOON, f"{number}/{place}"), family)
            self.sought += bool(case_id)
            self.found += case_id in alike
        self.known.commit()
        self.looked.append(looked / referrals)
        self.took.append((perf_counter() - start) / referrals)
        self.referred += referrals

    def _drawn(self) -> tuple[str, Made]:
        if self.maker.chance.random() < COME_AGAIN:
            case_id = self.maker.chance.choice(tuple(self.families))
            return case_id, again(self.maker, self.families[case_id])
        family = self.maker.family()
        return "", self.maker.made(family, self.maker.written(family))

    def tell(self, report: Report) -> None:
        """Add what was measured."""
        among = f"a referral among {self.known.people:,} known people"
        report.add(f"{among}, looked up", [seconds * 1e6 for seconds in self.looked[1:]], "µs")
        report.add(f"{among}, kept too", [seconds * 1e6 for seconds in self.took[1:]], "µs")
        report.rows.append(Row("  families compared a referral", self.known.compared / self.referred, ""))
        report.rows.append(Row("  blocks too large a referral", self.known.too_large / self.referred, ""))
        report.rows.append(Row("  found again of who came again", 100 * self.found / max(self.sought, 1), "%"))


def growth(report: Report, folder: Path, people: int, rounds: int) -> tuple[float, float]:
    """Time referrals among so many people and among `MANY` times as many, in turn.

    Gives two ratios: of looking a referral up, and of looking it up and keeping its people, the commit included.
    """
    few, many = (_filled(folder, size) for size in (people, people * MANY))
    for number in range(rounds + 1):
        for store in (few, many):
            store.refer(number, min(BATCH, people))
    few.tell(report)
    many.tell(report)
    # The first round only warms up.
    return ratios(many.looked[1:], few.looked[1:]), ratios(many.took[1:], few.took[1:])


def _filled(folder: Path, people: int) -> Store:
    """Make that many people known without looking them up; remember the first families, to refer them again."""
    known, families = KnownPeople(folder, f"known-{people}"), dict[str, Family]()
    shares = [(seed, min(SHARE, people - start)) for seed, start in enumerate(range(0, people, SHARE))]
    for rows, some in _made(shares):
        known.begin()
        known.write(rows)
        known.commit()
        families = families or some
    known.index()
    return Store(known, Maker(len(shares), "tuned_on"), families)


def _made(shares: list[tuple[int, int]]) -> Iterator[tuple[Rows, dict[str, Family]]]:
    if len(shares) == 1:
        yield _share(shares[0])
        return
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        yield from processes.map(_share, shares)


def _share(share: tuple[int, int]) -> tuple[Rows, dict[str, Family]]:
    """Make one share of the people; each has a seed of its own."""
    seed, people = share
    maker, rows, families = Maker(1000 + seed, "tuned_on"), Rows(), dict[str, Family]()
    vault = Vault(rows, OFFICE_KEYS)
    while len(rows.traces) < people:
        family = maker.family()
        case_id = f"{seed:04x}{len(rows.traces):028x}"
        traits = maker.traits(family)
        rows.take(vault, case_id, traits, blocks_of_family(traits))
        if seed == 0 and len(families) < BATCH * 4:
            families[case_id] = family
    vault.flush()
    return rows, families
