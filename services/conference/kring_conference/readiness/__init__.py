"""The readiness checklist: what a meeting cannot do without, in the order it is usually arranged, and why."""

from kring_conference.readiness.checklist import CHECKLIST as CHECKLIST
from kring_conference.readiness.checklist import COORDINATOR_ONLY as COORDINATOR_ONLY
from kring_conference.readiness.checklist import Line as Line
from kring_conference.readiness.checklist import checklist as checklist
from kring_conference.readiness.checklist import missing as missing
from kring_conference.readiness.checklist import must_be_ready as must_be_ready
from kring_conference.readiness.item import Item as Item
from kring_conference.readiness.preparation import Preparation as Preparation
