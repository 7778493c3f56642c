"""Django's SQLite backend for a site that runs: it never creates the file, and reads one that it cannot write."""
