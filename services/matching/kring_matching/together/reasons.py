"""Why a request gets whom it gets, or nobody: read off a best pairing, for the regional manager."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from kring_matching.together.objective import Room, Waiting, points_of


class Reason(StrEnum):
    """Why a request gets whom it gets, or nobody; codes, for which the edge has sentences."""

    OWN_BEST = "own-best"
    """Nobody with room scores higher for this request."""
    FAIRNESS = "fairness"
    """Its own best still has room; spreading the work, or who waits longest, outweighs the lower score."""
    NEEDED_ELSEWHERE = "needed-elsewhere"
    """Its own best (or, for a request that is left, everybody who fits) is full with others; were it given a place
    there, a request that now has somebody would have nobody, however the rest is arranged."""
    WORTH_MORE_ELSEWHERE = "worth-more-elsewhere"
    """Its own best is full with others, who could go elsewhere; but all together would be worth no more."""
    NO_ROOM = "no-room"
    """Nobody: somebody fits, but takes no further case now."""
    NOBODY_FITS = "nobody-fits"
    """Nobody: hard rules stand in everybody's way."""


class Pair(NamedTuple):
    """Who would coordinate a case, and why not that case's own best (the highest score among those with room)."""

    case_id: str
    coordinator_id: str
    reason: Reason
    own_best_id: str


class Left(NamedTuple):
    """A request left without anybody, and why: `NEEDED_ELSEWHERE`, `NO_ROOM` or `NOBODY_FITS`."""

    case_id: str
    reason: Reason


class Explanation:
    """Reads off a best pairing why each request gets whom it gets."""

    def __init__(self, requests: Sequence[Waiting], rooms: Mapping[str, Room], pairing: Mapping[str, str]) -> None:
        """Note who holds whose room, and which requests could go to somebody who still has some."""
        self.pairing, self.rooms = pairing, rooms
        self.held: dict[str, list[Waiting]] = {}
        for one in requests:
            if one.case_id in pairing:
                self.held.setdefault(pairing[one.case_id], []).append(one)
        self.open = {who for who, room in rooms.items() if len(self.held.get(who, ())) < room.free}
        self.could_go = {one.case_id for one in requests if not self.open.isdisjoint(one.scores)}

    def pair(self, one: Waiting) -> Pair:
        """Explain a pair."""
        given = self.pairing[one.case_id]
        most = points_of(max(score for who, score in one.scores.items() if self.rooms[who].free))
        if points_of(one.scores[given]) == most:
            return Pair(one.case_id, given, Reason.OWN_BEST, given)
        own_best = min(who for who, s in one.scores.items() if self.rooms[who].free and points_of(s) == most)
        return Pair(one.case_id, given, self._why_not(own_best, given), own_best)

    def left(self, one: Waiting) -> Left:
        """Explain why a request is left."""
        if not one.scores:
            return Left(one.case_id, Reason.NOBODY_FITS)
        has_room = any(self.rooms[who].free for who in one.scores)
        return Left(one.case_id, Reason.NEEDED_ELSEWHERE if has_room else Reason.NO_ROOM)

    def _why_not(self, own_best: str, given: str) -> Reason:
        if own_best in self.open:
            return Reason.FAIRNESS
        # Could one of those who hold the own best make way? They may go where there is room, where this request leaves
        # some, or where somebody else can make way in turn.
        seen, ask = {own_best}, [own_best]
        while ask:
            for holder in self.held[ask.pop()]:
                if holder.case_id in self.could_go or given in holder.scores:
                    return Reason.WORTH_MORE_ELSEWHERE
                further = [who for who in self.held if who in holder.scores and who not in seen]
                seen.update(further)
                ask.extend(further)
        return Reason.NEEDED_ELSEWHERE
