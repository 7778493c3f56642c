"""The manual in the site: its chapters, their pages and pictures, and a search in them."""
