"""Invented records in any number, among the real units: for measuring and for trying out. Same seed, same records."""
