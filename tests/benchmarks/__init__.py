"""Benchmarks: ours, the raw limit and the usual way, measured in turn in one run. `make bench` runs them."""
