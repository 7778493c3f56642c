from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.contrib import admin

from config.thai.admin import FiscalYearFilter, ThaiDates, thai_date_column
from officials.models.session import SessionStore
from visits.models import Holiday


class HolidayYears(FiscalYearFilter):
    field = "date"


class Holidays(ThaiDates, admin.ModelAdmin):
    list_display = ["name", thai_date_column("date", "วันที่")]
    list_filter = [HolidayYears]
    date_hierarchy = "date"


@pytest.fixture
def holidays():
    return Holidays(Holiday, admin.site)


@pytest.fixture
def request_for(rf, admin_user):
    def ask(query=""):
        request = rf.get(f"/?{query}")
        request.user, request.session = admin_user, SessionStore()
        return request

    return ask


@pytest.fixture
def some_days(db):
    for day in (date(2021, 10, 1), date(2023, 9, 30), date(2023, 10, 1)):
        Holiday.objects.create(date=day, name=f"วันที่ {day.day}")


def test_the_years_offered_run_from_the_last_to_the_first(some_days, holidays, request_for):
    lookups = HolidayYears(request_for(), {}, Holiday, holidays).lookup_choices
    assert lookups == [("2567", "พ.ศ. 2567"), ("2566", "พ.ศ. 2566"), ("2565", "พ.ศ. 2565")]


def test_without_rows_no_year_is_offered(db, holidays, request_for):
    assert HolidayYears(request_for(), {}, Holiday, holidays).lookup_choices == []


@pytest.mark.parametrize(("year", "found"), [("2566", [date(2023, 9, 30)]), ("๒๕๖๗", [date(2023, 10, 1)])])
def test_a_fiscal_year_holds_its_days(some_days, holidays, request_for, year, found):
    rows = holidays.get_changelist_instance(request_for(f"fiscal_year={year}")).queryset
    assert [row.date for row in rows] == found


@pytest.mark.parametrize("year", ["abc", "²566", "2023", "99999", ""])
def test_a_year_that_is_none_is_refused_and_no_error(some_days, holidays, request_for, year):
    response = holidays.changelist_view(request_for(f"fiscal_year={year}"))
    assert (response.status_code, response.url) == (302, "/?e=1")


def test_the_list_and_its_date_hierarchy_show_buddhist_years(some_days, holidays, request_for):
    page = holidays.changelist_view(request_for()).render().content.decode()
    assert "1 ต.ค. 2566" in page
    assert '<a href="?date__year=2023">2566</a>' in page
    assert ">2023<" not in page


def test_the_form_of_the_admin_reads_and_shows_buddhist_years(some_days, holidays, request_for):
    row = Holiday.objects.get(date=date(2023, 10, 1))
    form = holidays.get_form(request_for(), row, fields=["date"])
    assert 'value="01/10/2566"' in str(form(instance=row)["date"])
    typed = form({"date": "29 ก.พ. 2567"}, instance=row)
    assert typed.is_valid()
    assert typed.instance.date == date(2024, 2, 29)


def test_a_column_of_another_rows_day_sorts_by_it():
    column = thai_date_column("visit__starts_on", "วันที่")
    assert (column.short_description, column.admin_order_field) == ("วันที่", "visit__starts_on")


def test_a_column_of_a_moment_shows_its_day_here():
    row = SimpleNamespace(used_at=datetime(2023, 1, 27, 20, 0, tzinfo=UTC), revoked_at=None)
    columns = [thai_date_column(name, "ใช้ล่าสุดเมื่อ") for name in ("used_at", "revoked_at")]
    assert [column(row) for column in columns] == ["28 ม.ค. 2566", ""]
