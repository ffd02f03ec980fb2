"""The portal as whoever watches it sees it: alive, ready, and in figures; never who somebody is."""
