"""Whoever is out of a case is out of it everywhere: every command and every question of a coordinator is tried."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from kring_shared.contracts import every_service, services
from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Answer, Command, Named, Query
from kring_shared.contracts.rights import RIGHTS, Right
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.client import RefusedAnswer
from kring_shared.runtime.schemas import example_of
from tests.route.coordinated import Coordinated, a_coordinated_case
from tests.route.office import an_office
from tests.route.test_edge_cases_of_intake import all_is_well
from tests.route.test_edge_cases_of_matching import registered

NOT_PERMITTED = "kring.not-permitted"
