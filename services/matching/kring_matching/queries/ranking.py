"""Who fits a case, best first, with the reasons: an explanation for the regional manager, who chooses."""

from collections.abc import Iterable, Mapping
from datetime import date

from kring_matching.domain import Coordinator, Search
from kring_matching.domain.eligibility import stops_for
from kring_matching.hooks import Criterion
from kring_shared.contracts.matching import CriterionScore, RankedCoordinator, Stop


def rank(
    search: Search,
    coordinators: Iterable[tuple[Coordinator, str]],
    loads: Mapping[str, int],
    criteria: Mapping[str, Criterion],
    today: date,
) -> tuple[RankedCoordinator, ...]:
    """Order coordinators, given with their names, for one case.

    Args:
        search: The case.
        coordinators: Each with the name to show.
        loads: Active cases by coordinator id; absent is none.
        criteria: The criteria by name.
        today: Decides whether a screening proof is still good.

    Returns:
        Candidates, best first; those with a stop come last; equal scores are ordered by id, the same for everyone.
    """
    found = [_candidate(search, c, name, loads.get(c.id, 0), criteria, today) for c, name in coordinators]
    return tuple(sorted(found, key=lambda c: (bool(c.stops), -c.score, c.coordinator_id)))


def _candidate(
    search: Search, coordinator: Coordinator, name: str, load: int, criteria: Mapping[str, Criterion], today: date
) -> RankedCoordinator:
    view = search.view_of(coordinator, load, today)
    verdicts = {title: criterion.look(view) for title, criterion in criteria.items()}
    weighed = [(criteria[title].weight, v.score) for title, v in verdicts.items() if v.score is not None]
    total = sum(weight for weight, _ in weighed)
    return RankedCoordinator(
        coordinator_id=coordinator.id,
        name=name,
        score=round(sum(weight * score for weight, score in weighed) / total, 4) if total else 0.0,
        scores=tuple(
            CriterionScore(criterion=title, score=v.score, because=v.because.en) for title, v in verdicts.items()
        ),
        stops=tuple(Stop(code=stop.code, because=stop.because.en) for stop in stops_for(view, ())),
    )
