"""Matching: finds the independent coordinator (Eigen Kracht-coördinator) whom the family wants."""
