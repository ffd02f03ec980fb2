"""Says of one coordinator why they stand where they stand, in the language of who asks."""

from collections.abc import Sequence

from kring_matching.domain.eligibility import Words
from kring_matching.queries import private_wish
from kring_matching.queries.judging import WHOLE, Judged, Mask
from kring_matching.store.traits import cards_of
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.matching import CriterionScore, RankedCoordinator, Stop, StopCount
from kring_shared.contracts.matching.words import Spoken
from kring_shared.runtime.declared.opening import name_of
from kring_shared.runtime.declared.routes import Reader


class Explaining:
    """Explains what was judged; what counts most comes first."""

    def __init__(self, judged: Judged, meets: Mask | None, language: Spoken) -> None:
        """Explain in a language."""
        self._judged, self._meets, self._language = judged, meets, language

    def of(self, at: int, name: str, place: int | None) -> RankedCoordinator:
        """Explain one."""
        pool = self._judged.case.pool
        return RankedCoordinator(
            coordinator_id=pool.ids[at],
            name=name,
            score=int(self._judged.points[at]) / WHOLE,
            place=place,
            scores=self._scores(at),
            stops=tuple(
                Stop(code=stop.code, because=said(stop.because, self._language)) for stop in self._judged.stops(at)
            ),
            supervised=pool.value("supervised", at),
            lent_by=pool.value("lent_by", at),
        )

    def _scores(self, at: int) -> tuple[CriterionScore, ...]:
        found = [(one.name, one.weight, one.said.about(at)) for one in self._judged.criteria]
        if self._meets is not None:
            verdict = private_wish.MEETS if self._meets[at] else private_wish.UNKNOWN
            found.append((private_wish.NAME, private_wish.WEIGHT, verdict))
        found.sort(key=lambda one: (-one[1], one[0]))
        return tuple(
            CriterionScore(
                criterion=name, score=verdict.score, weight=weight, because=said(verdict.because, self._language)
            )
            for name, weight, verdict in found
        )


def why_not(judged: Judged, language: Spoken) -> tuple[StopCount, ...]:
    """Count who cannot, the most frequent reason first; a sentence that would be about one of them is not told."""
    counted = []
    for code, stops in judged.why_not().items():
        [(one, _)] = stops.most_common(1)
        because = said(one.because if len(stops) == 1 else _in_general(code), language)
        counted.append(StopCount(code=code, because=because, coordinators=stops.total()))
    return tuple(sorted(counted, key=lambda one: (-one.coordinators, one.code)))


def names_of(ids: Sequence[str], reader: Reader) -> dict[str, str]:
    """Open the names of these, and of nobody else."""
    found = {}
    for one, row in cards_of(reader.session, ids).items():
        found[one] = name_of(PersonCard.model_validate_json(row.card).contact, reader)
    return found


def said(words: Words, language: Spoken) -> str:
    """Give a sentence in a language."""
    return words.nl if language == "nl" else words.en


def _in_general(code: str) -> Words:
    return Words(f"the rule `{code}` stands in the way", f"de regel `{code}` staat in de weg")
