"""Whom this office could lend to a neighbour, best first, with the reasons: by type and language, and who has room."""

from collections.abc import Mapping
from typing import Any

from kring_matching.domain import Lending
from kring_matching.domain.lending import rules_for_lending, search_for
from kring_matching.plugged import criteria, rules
from kring_matching.queries.judging import Judges
from kring_matching.queries.ranking import Rankings
from kring_shared.contracts.matching import RankCoordinators, RankForLoan, Ranking
from kring_shared.contracts.offices import OfficeCard
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader


class LoanRankings(Rankings):
    """Answers who could be lent; what is not known of the case, such as where it is, says nothing for or against."""

    def __init__(self, offices: Mapping[str, OfficeCard], plugins: Mapping[str, Any]) -> None:
        """Use these plugins, and keep those who need support at home."""
        super().__init__(plugins)
        self.judges = Judges(criteria(plugins), rules_for_lending(rules(plugins)))
        self._offices = offices

    def rank_for_loan(self, query: RankForLoan, reader: Reader) -> Ranking:
        """Explain whom to offer; `case_id` of the answer is the loan's one-time id."""
        lending: Lending | None = reader.get(Lending, query.loan_id)
        if lending is None:
            raise NotFound("no neighbour asked this office for a loan under that id")
        search = search_for(lending, self._offices[reader.office].policy)
        asked = RankCoordinators(case_id=lending.loan_id, language=query.language, limit=query.limit)
        return self.ranked(search, asked, reader)
