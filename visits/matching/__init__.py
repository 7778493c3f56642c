"""Names of people and units to rows of the register."""
