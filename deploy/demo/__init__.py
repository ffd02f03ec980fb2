"""The demo: sample referrals go in, everybody is played, locked registrations come out. `make demo`."""
