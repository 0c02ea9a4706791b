"""Commands that run an instance: its editions, its sources, its archive, where it is."""
