"""Shipped test tools: conformance suites, builders, servers to test against, chaos."""
