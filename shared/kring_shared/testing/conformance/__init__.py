"""The conformance suite: whatever claims to be one of the five services is put through its contract, from outside.

It plays all other services and the edge at a private bus, and looks at nothing but what comes over that bus.
"""
