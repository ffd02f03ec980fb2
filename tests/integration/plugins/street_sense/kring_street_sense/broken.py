"""Cannot be imported: what it needs was never installed."""

import a_library_that_nobody_has  # type: ignore[import-not-found]  # that is the point

plugin = a_library_that_nobody_has.plugin
