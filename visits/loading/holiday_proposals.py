"""Holidays of a year from the `holidays` package, as rows for somebody to compare with what the cabinet resolved."""

import re
from importlib.metadata import version

from holidays import country_holidays
from holidays.countries import Thailand

from config.thai.dates import ERA
from config.thai.text import arabic_digits
from config.tracking import ever_known
from units.models import Verified
from visits.models import Holiday

YEAR = re.compile(r"(?:(พ\.ศ\.|ค\.ศ\.) ?)?([0-9]{4})")
CATEGORIES = ("public", "government")
# On the list of the package for banks and private firms; offices are open.
NOT_OF_OFFICES = ("วันแรงงานแห่งชาติ", "วันเด็กแห่งชาติ")
NOTE = "ระบบเสนอจากบัญชีของห้องสมุด ต้องตรวจกับมติคณะรัฐมนตรีหรือราชกิจจานุเบกษา"


def year_of(text: str) -> int:
    """The Gregorian year of 2571, พ.ศ. 2571, 2028 or ค.ศ. 2028, in any digits; raises ValueError for another text."""
    typed = YEAR.fullmatch(arabic_digits(text.strip()))
    if not typed:
        raise ValueError(f"“{text}” ไม่ใช่ปี โปรดระบุเป็นตัวเลขสี่หลัก เช่น 2571 หรือ 2028")
    era, year = typed[1], int(typed[2])
    if era == "พ.ศ." or (not era and year > Thailand.end_year):
        year -= ERA
    if not Thailand.start_year <= year <= Thailand.end_year:
        first, last = Thailand.start_year + ERA, Thailand.end_year + ERA
        raise ValueError(f"เสนอวันหยุดได้เฉพาะปี พ.ศ. {first} ถึง {last} (ค.ศ. {first - ERA} ถึง {last - ERA})")
    return year


def propose_holidays(year: int) -> list[Holiday]:
    """Creates and returns the holidays of a Gregorian year; a day that has or ever had a holiday is left alone."""
    known = {day for (day,) in ever_known(Holiday, "date")}
    source = f"บัญชีข้อมูลห้องสมุด holidays {version('holidays')} (MIT)"
    rows = [
        Holiday(
            date=day,
            name=name,
            is_day_off=not name.endswith(NOT_OF_OFFICES),
            source=source,
            verified=Verified.GENERAL_KNOWLEDGE,
            note=NOTE,
        )
        for day, names in sorted(
            country_holidays("TH", years=year, language="th", categories=CATEGORIES).items()
        )
        if day not in known
        for name in dict.fromkeys(names.split("; "))
    ]
    return Holiday.objects.bulk_create(rows)
