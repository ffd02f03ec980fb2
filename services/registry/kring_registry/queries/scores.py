"""What a coordinator sees of the marks that were given; nobody else sees them by coordinator."""

from kring_registry.domain.satisfaction import ABOUT, CoordinatorTally, tally_id
from kring_shared.contracts.registry import MeanScore, OwnScoresShown, ShowOwnScores
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader


def own_tally(query: ShowOwnScores, office: str) -> tuple[str, ...]:
    """Name the coordinator's tally, and nothing else that stands under their id."""
    del office
    return (tally_id(query.coordinator_id),)


def show_own_scores(query: ShowOwnScores, reader: Reader) -> OwnScoresShown:
    """Show the means of whole blocks; as long as there is none, only that there are too few answers yet.

    Raises:
        NotFound: they did not ask anybody yet.
    """
    tally: CoordinatorTally | None = reader.get(CoordinatorTally, tally_id(query.coordinator_id))
    if tally is None:
        raise NotFound("nobody was asked for scores of this coordinator yet").because("no-scores-yet")
    shown = ((about, tally.questions[about]) for about in ABOUT)
    means = tuple(MeanScore(about=about, mean=b.mean, answers=b.answers) for about, b in shown if b.answers)
    return OwnScoresShown(means=means, conferences=tally.conferences, enough=bool(means))
