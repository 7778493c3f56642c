"""What stands in a day of a calendar, for templates; written in `visits.calendar.cells`."""

from django import template

from visits.calendar import cells

register = template.Library()
register.filter("whole_words", cells.whole_words)
register.filter("clash_words", cells.clash_words)
register.filter("hue_class", cells.hue_class)
register.filter("moves", cells.moves)
register.simple_tag(cells.day_cell, name="day_cell")
register.simple_tag(cells.entry, name="entry")
register.simple_tag(cells.marks, name="marks")
register.simple_tag(cells.heat_cell, name="heat_cell")
