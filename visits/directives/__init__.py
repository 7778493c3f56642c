"""Directives and their follow-up: steps, responsible units, due days, rounds, reminders."""
