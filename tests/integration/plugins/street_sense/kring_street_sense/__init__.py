"""Criteria of somebody else."""
