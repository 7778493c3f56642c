"""What was changed and viewed, by whom and when; reverting one change."""
