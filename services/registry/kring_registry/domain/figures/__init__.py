"""Figures with fixed definitions: what each case counts for, the cells it is counted in, and what is read from them."""
