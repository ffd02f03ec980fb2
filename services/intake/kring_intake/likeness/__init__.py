"""Looks like the same people: whether two referrals may be about one family, told without opening a name to anybody.

`blocks.blocks_of` says under which texts somebody can be found again, `compare.compare_families` what two referrals
have in common. Both only advise: a person decides.
"""
