"""Measuring the harvest: ``python -m benchmarks.harvest.run``."""
