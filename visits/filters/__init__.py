"""Which visits? Which directives? The one filter behind every page and file."""
