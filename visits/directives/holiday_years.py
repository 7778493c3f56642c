"""How far the table of holidays reaches, and the sentences that say where working days were counted beyond it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q
from django.utils.functional import cached_property

from config.kept_statements import KeptTable
from config.thai.dates import ERA
from config.thai.text import fold
from units.models import Verified
from visits.directives.due_dates import TYPED
from visits.models import Directive, Holiday

# The cabinet resolves the holidays of a year in the months before it.
FIRST_MONTH_OF_NOTICE = 10
UNCONFIRMED = KeptTable(
    Holiday.objects.days_off()
    .order_by()
    .values_list("date__year")
    .annotate(unconfirmed=Count("pk", filter=Q(verified=Verified.GENERAL_KNOWLEDGE)))
)


class HolidayYears:
    """The years of the table with the days off that nobody has confirmed; at most one query for a whole page."""

    @cached_property
    def unconfirmed(self) -> dict[int, int]:
        """The number of each year that the table has."""
        return dict(UNCONFIRMED.read())

    def note(self, first: date, last: date) -> str:
        """What is uncertain about working days counted from first to last; empty where nothing is."""
        years = range(first.year, last.year + 1)
        missing = [f"{year + ERA}" for year in years if year not in self.unconfirmed]
        proposed = [f"{year + ERA}" for year in years if self.unconfirmed.get(year)]
        sentences = []
        if missing:
            sentences.append(
                f"ยังไม่มีวันหยุดราชการของปี พ.ศ. {' '.join(missing)} ในระบบ จึงนับเว้นเพียงวันเสาร์และวันอาทิตย์"
            )
        if proposed:
            sentences.append(f"วันหยุดราชการของปี พ.ศ. {' '.join(proposed)} ที่ใช้นับยังไม่ได้ยืนยัน")
        return f"{' และ'.join(sentences)} โปรดตรวจสอบกำหนดอีกครั้ง" if sentences else ""

    def note_on(self, directive: Directive) -> str:
        """The note on a directive whose due day was counted from the day of its visit; empty for a typed day."""
        if not (directive.due_on and TYPED.fullmatch(fold(directive.due_text))):
            return ""
        return self.note(directive.visit.starts_on, directive.due_on)

    def notice(self, today: date) -> str:
        """What the administrator has to do about this year's holidays, from October on about next year's; or empty."""
        year = today.year + (today.month >= FIRST_MONTH_OF_NOTICE)
        count = self.unconfirmed.get(year)
        if count is None:
            return f"ยังไม่มีวันหยุดราชการของปี พ.ศ. {year + ERA} ในระบบ"
        return f"วันหยุดราชการของปี พ.ศ. {year + ERA} ยังไม่ได้ยืนยัน {count} รายการ" if count else ""

    def notes_on(self, directives: Iterable[Directive]) -> list[str]:
        """The notes on several directives, each sentence once."""
        return list(dict.fromkeys(filter(None, map(self.note_on, directives))))
