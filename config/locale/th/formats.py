"""How dates and times look by name; the year is made Buddhist-era by `config.thai.buddhist_formats`."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H.i น."
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y เวลา H.i น."
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
FIRST_DAY_OF_WEEK = 0

# The pickers write the first of each.
DATE_INPUT_FORMATS = ["%d/%m/%Y"]
TIME_INPUT_FORMATS = ["%H.%M", "%H:%M", "%H:%M:%S", "%H:%M:%S.%f"]
DATETIME_INPUT_FORMATS = ["%d/%m/%Y %H.%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"]
