"""Letters that notify units of directives."""
