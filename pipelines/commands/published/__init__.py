"""Commands of readers and reviewers: what is published, what is wrong with it, who is told."""
