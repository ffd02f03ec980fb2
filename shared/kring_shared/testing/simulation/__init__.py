"""A made-up history of several years: families, people and offices drawn by a seed, played through the real services.

It is for demos and benchmarks. Everybody in it is invented, and nothing in it is a figure of a real office.
"""
