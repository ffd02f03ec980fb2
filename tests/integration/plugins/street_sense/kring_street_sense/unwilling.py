"""Can be imported, and fails when it is built."""

from kring_street_sense.street import plugin as willing  # type: ignore[import-not-found]  # not installed here


def refuse(settings: object) -> object:
    """Fail, with what it was set up with in its words."""
    raise RuntimeError(settings)


plugin = willing.model_copy(update={"name": "unwilling", "build": refuse})
