"""How long pages take and how many queries they ask; measured by hand, not tests. See README.md."""
