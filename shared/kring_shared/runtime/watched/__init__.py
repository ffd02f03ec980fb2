"""Where a process is watched over HTTP: whether it lives, whether it is ready, and what it counts."""
