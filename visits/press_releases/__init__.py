"""From what a press release proposes to draft visits: rows for the form, duplicates, saving."""
