"""A hub and two offices on one machine: a line is cut, both work on, the line is back, a coordinator is lent."""
