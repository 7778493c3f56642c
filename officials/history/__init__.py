"""What was changed and looked at: by whom, when, from what to what; and how one change is taken back."""
