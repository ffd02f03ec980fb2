"""The tables of the inn."""
