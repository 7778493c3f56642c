"""What reports read of the visits of some days: most are asked for days alone, and the SQL of that is built once."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import connections, router
from django.db.models import QuerySet
from django.utils import timezone

from config.thai.dates import fiscal_year_bounds
from visits.models import Visit

# In the place of what is asked for while SQL is built: days that no report names by itself.
STAND_INS: dict[str, Any] = {"from": date(1957, 2, 3), "to": date(1957, 4, 5), "fiscal_year": 2502}


class BuiltByDays(NamedTuple):
    """SQL with its values, the number in `days_in` of each value that is a day of the filter, and how the rows are read."""

    sql: str
    values: list[Any]
    days: dict[int, int]
    compiler: Any
    converters: dict[int, Any]


class ByDays:
    """A question of a report: `build(report, *shape)` gives tuples (`values_list`).

    For a user who sees everything and asks for days alone its SQL is built once for each shape. It may hold no value that can
    change but these days, today and what is in the shape. `around` is SQL in which it stands at `{}`.
    """

    def __init__(self, build: Callable[..., QuerySet], around: str = "{}") -> None:
        self.build, self.around = build, around
        self.built: dict[Hashable, BuiltByDays] = {}

    def read(self, report: Any, *shape: Hashable) -> list[Any]:
        """The rows that the database gives, as tuples."""
        connection: Any = connections[router.db_for_read(Visit)]
        wanted = report.filter.days_alone
        if wanted is None and self.around == "{}":
            return list(self.build(report, *shape))
        if wanted is None:
            built, days = self.built_of(self.build(report, *shape), connection, []), []
        else:
            built, days = self.built_for(report, shape, wanted, connection), days_in(wanted)
        values = list(built.values)
        for place, number in built.days.items():
            values[place] = connection.ops.adapt_datefield_value(days[number])
        with connection.cursor() as cursor:
            cursor.execute(built.sql, values)
            rows = cursor.fetchall()
        if not built.converters:
            return rows
        return [tuple(row) for row in built.compiler.apply_converters(rows, built.converters)]

    def built_for(
        self, report: Any, shape: tuple[Hashable, ...], wanted: Mapping[str, Any], connection: Any
    ) -> BuiltByDays:
        """The SQL for whichever days are asked for under these names."""
        name = (connection.alias, type(report), *wanted, *shape)
        if name not in self.built:
            stand_ins = {key: STAND_INS[key] for key in wanted}
            days = days_in(stand_ins)
            rows = self.build(type(report)(urlencode(stand_ins), report.user), *shape)
            # With a connection that nobody opens: the converters hold on to it.
            built = self.built_of(rows, connection.copy(), days)
            if days_in(stand_ins) != days:
                # Midnight has passed, and the SQL may hold either day.
                return self.built_for(report, shape, wanted, connection)
            self.built[name] = built
        return self.built[name]

    def built_of(self, rows: QuerySet, connection: Any, days: list[date]) -> BuiltByDays:
        """The SQL of some rows, in which these days stand."""
        compiler = rows.query.get_compiler(connection=connection, elide_empty=False)
        sql, values = compiler.as_sql()
        numbers = {connection.ops.adapt_datefield_value(day): number for number, day in enumerate(days)}
        places = {
            place: numbers[one]
            for place, one in enumerate(values)
            if isinstance(one, (str, date)) and one in numbers
        }
        # What stands around it gives numbers alone.
        columns = [] if self.around != "{}" else [column for column, *_ in compiler.select]
        return BuiltByDays(
            self.around.format(sql), list(values), places, compiler, compiler.get_converters(columns)
        )


def days_in(values: Mapping[str, Any]) -> list[date]:
    """The days by which the values of a filter choose visits, and today."""
    bounds = fiscal_year_bounds(values["fiscal_year"]) if "fiscal_year" in values else ()
    return [*bounds, *(values[name] for name in ("from", "to") if name in values), timezone.localdate()]
