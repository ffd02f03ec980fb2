"""A language is one, whatever the script or the region."""

import pytest

from kring_shared.kernel.language_tags import main_part


@pytest.mark.parametrize(("tag", "language"), [("nl", "nl"), ("nl-BE", "nl"), ("KU-Latn-TR", "ku"), ("", "")])
def test_a_tag_gives_its_language_without_script_or_region(tag: str, language: str) -> None:
    assert main_part(tag) == language
