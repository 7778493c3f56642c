"""Sign-in, second factor, open sessions, lock-out."""
