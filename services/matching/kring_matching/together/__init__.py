"""Joint matching (gezamenlijke inschakeling): the best assignment of all waiting requests together.

Pure, and advice: a regional manager decides. `objective` says what is best, `pairing` finds it, `reasons` explains it.
"""
