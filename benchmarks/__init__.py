"""Measurements of speed and memory. They print figures and judge them; the test suite does not run them."""
