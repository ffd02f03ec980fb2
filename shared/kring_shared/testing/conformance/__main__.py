"""`python -m kring_shared.testing.conformance`: the command, where Kring's own command line does not know it."""

from kring_shared.testing.conformance.command import conform

if __name__ == "__main__":
    conform(prog_name="kring conform")
