"""Reference data and the real examples, from fixtures/."""
