"""What is measured and what it is held against: the product with one blank page more, and Django's own admin."""
