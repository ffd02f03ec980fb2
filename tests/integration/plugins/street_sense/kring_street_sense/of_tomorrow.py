"""Is written for hooks that this Kring does not have."""

from kring_street_sense.street import plugin as today  # type: ignore[import-not-found]  # not installed here

plugin = today.model_copy(update={"name": "of-tomorrow", "api": 2})
