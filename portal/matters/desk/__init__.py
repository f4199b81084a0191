"""A matter as those who work on it see it: strip, story, people, evidence, and what other floors bring."""
