"""Tables of an office's own past brought in: read, columns named, checked row by row, taken in."""
