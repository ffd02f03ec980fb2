"""An office's own list of the cases it has running becomes what Kring needs to take each of them over."""

from kring_shared.kernel.running_cases.columns import RUNNING_CASE_COLUMNS
from kring_shared.kernel.running_cases.reading import RunningCase, case_id_of, column_of, read_running_cases

__all__ = ["RUNNING_CASE_COLUMNS", "RunningCase", "case_id_of", "column_of", "read_running_cases"]
