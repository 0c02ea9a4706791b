"""Commands that read texts: a report at hand, and the model that reads along."""
