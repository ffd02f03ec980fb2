"""The regional manager decides who may be asked, in which order; nothing here is decided by Kring."""

from collections.abc import Sequence

from kring_matching.domain import Coordinator, Search
from kring_matching.domain.eligibility import Rule
from kring_matching.domain.shortlist import UNKNOWN, choice_of, refusal, supporter
from kring_matching.handlers.asking import ask, stops_now
from kring_shared.contracts.matching import (
    ApproveShortlist,
    PrivateWishes,
    ProposeCoordinator,
    RecordWishes,
    ShortlistApproved,
    WishesRecorded,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields
from kring_shared.kernel.work import Found, Work


class Shortlists:
    """Approves, with the rules that were plugged in."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Hold every coordinator against these rules as well."""
        self._rules = rules

    def propose(self, message: ProposeCoordinator, work: Work) -> None:
        """Propose the case to one coordinator: a shortlist of one."""
        work.need(Coordinator, message.coordinator_id)
        self.approve(message, work)

    def approve(self, message: ApproveShortlist | ProposeCoordinator, work: Work) -> None:
        """Keep who may be asked and why, and ask the first; one who cannot be asked makes the whole list refused."""
        search = work.need(Search, message.case_id)
        search.moved(type(message))  # before anything else: whether it can be done now
        choice = choice_of(message)
        found = [work.get(Coordinator, one) for one in choice.coordinator_ids]
        against = [UNKNOWN] if None in found else []
        stops = [
            (place, one, stops_now(search, coordinator, work, self._rules) if coordinator else against)
            for place, (one, coordinator) in enumerate(zip(choice.coordinator_ids, found, strict=True))
        ]
        if cannot := [stop for stop in stops if stop[2]]:
            raise refusal(cannot)
        listed = [coordinator for coordinator in found if coordinator is not None]
        approves = work.actor.id if work.actor is not None else ""
        supervised_by = supporter(choice, listed, search.policy, approves)
        _must_be_free_of_ties(supervised_by, search, work)
        work.tell(
            ShortlistApproved(
                case_id=search.case_id,
                coordinator_ids=choice.coordinator_ids,
                places=choice.places,
                against_ranking=choice.against_ranking,
                reason=choice.reason,
            )
        )
        ask(search.listing(choice, supervised_by), listed[0], work)


def with_the_supporter(message: ApproveShortlist | ProposeCoordinator, _office: str, _found: Found) -> tuple[str, ...]:
    """Name who would support the conference, who may stand in the register too."""
    return (message.supervised_by,)


def _must_be_free_of_ties(supporter_id: str, search: Search, work: Work) -> None:
    """Hold whoever supports a coordinator to both rules of independence: they come near the case as well.

    Raises:
        InvalidFields: they are tied to the case, or to a body that decides or helps.
    """
    entry = work.get(Coordinator, supporter_id)
    if supporter_id in search.tied or (entry is not None and entry.ties):
        raise InvalidFields(
            ("/supervisedBy",),
            "whoever supports a conference has no tie either, to the case or to such a body: name another",
        ).because("supporter-has-a-tie")


def record_wishes(message: RecordWishes, work: Work) -> None:
    """Note what the family wishes of the coordinator instead of what it wished before; private wishes are sealed."""
    search = work.need(Search, message.case_id)
    private = PrivateWishes(religion=message.religion, background=message.background)
    has_private = private != PrivateWishes()
    sealed = work.seal(scope_of(Scope.CASE, search.case_id), private) if has_private else None
    work.save(search.wishing(message.wishes, sealed))
    work.tell(WishesRecorded(case_id=search.case_id, private=has_private))
