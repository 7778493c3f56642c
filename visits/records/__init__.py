"""One visit or trip: read, signed off, and what is doubtful about it."""
