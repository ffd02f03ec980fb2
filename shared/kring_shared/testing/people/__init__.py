"""The people of the route, played: regional managers, main persons, coordinators, circles and professionals.

They do what people do, by commands on the bus, each in their own role, on a clock that is driven. The demo, the route
tests and the benchmarks use the same people.
"""
