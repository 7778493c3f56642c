"""Whether the site can work."""
