"""What stands in the way of bringing restored databases into line, said before anything is touched."""

from pathlib import Path
from unittest.mock import Mock

import pytest

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.running.restored import begin_again
from kring_shared.runtime.settings import SharedSettings


async def test_a_ledger_that_is_none_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    ledger = tmp_path / "erasures.jsonl"
    ledger.write_text("a page that says the file was not found\n")
    with pytest.raises(WrongSetup, match="put another copy of it there"):
        await begin_again(Mock(), SharedSettings(erasure_ledger=ledger), [])
