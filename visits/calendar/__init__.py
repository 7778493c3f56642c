"""Month, week, year, agenda, wall, feed and text of the visits."""
