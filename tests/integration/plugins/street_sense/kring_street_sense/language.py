"""Bears the name of a built-in."""

from kring_street_sense.street import plugin as other  # type: ignore[import-not-found]  # not installed here

plugin = other.model_copy(update={"name": "language"})
