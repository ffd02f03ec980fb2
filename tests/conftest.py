"""How property tests draw their examples: the same ones at each run, so that a red test is red for everybody.

`HYPOTHESIS_PROFILE=wide` draws new ones, for who goes looking.
"""

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("wide", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
