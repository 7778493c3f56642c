"""Visits, trips, briefings and the annual summary as blocks, and from these HTML, PDF and Word."""
