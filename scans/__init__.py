"""Independent scanners over code and running site, run by `make scan`; docs/security.md tells what they found."""
