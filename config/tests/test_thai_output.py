import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import formats, translation

DAY = date(2023, 1, 27)
MOMENT = datetime(2023, 12, 31, 17, 5, tzinfo=UTC)  # already the new year in Bangkok


def rendered(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ day }}", "27 ม.ค. 2566"),
        ("{{ day|date }}", "27 ม.ค. 2566"),
        ("{{ day|date:'SHORT_DATE_FORMAT' }}", "27 ม.ค. 2566"),
        ("{{ day|date:'YEAR_MONTH_FORMAT' }}", "มกราคม 2566"),
        ("{{ day|date:'MONTH_DAY_FORMAT' }}", "27 มกราคม"),
        ("{{ moment }}", "1 ม.ค. 2567 เวลา 00.05 น."),
        ("{{ moment|date:'DATETIME_FORMAT' }}", "1 ม.ค. 2567 เวลา 00.05 น."),
        ("{{ at }}", "09.30 น."),
        ("{{ day|date:'Y-m-d' }}", "2023-01-27"),
        ("{{ day|thai_date }}", "27 ม.ค. 2566"),
        ("{{ day|thai_day }}", "27 มกราคม 2566"),
        ("{{ moment|thai_day }} {{ moment|thai_time }}", "1 มกราคม 2567 00.05 น."),
        ("{{ day|thai_range:later }}", "27-29 มกราคม 2566"),
        ("{{ at|thai_time }} {{ midnight|thai_time }}", "09.30 น. 00.00 น."),
        ("{{ day|be_year }} {{ 2023|be_year }} {{ moment|be_year }}", "2566 2566 2567"),
        ("{{ '2023'|be_title }} {{ 'มกราคม 2566'|be_title }}", "2566 มกราคม 2566"),
        ("{{ none|thai_date }}{{ none|thai_day }}{{ none|thai_range:none }}{{ none|thai_time }}", ""),
        ("{{ none|be_year }}{{ ''|thai_time }}", ""),
    ],
)
def test_templates_show_days_as_they_are_said(source, shown):
    context = {
        "day": DAY,
        "later": date(2023, 1, 29),
        "moment": MOMENT,
        "at": time(9, 30),
        "midnight": time(0),
    }
    assert rendered(source, none=None, **context) == shown


def test_other_languages_and_unlocalized_output_stay_gregorian():
    with translation.override("en"):
        assert formats.date_format(DAY, "YEAR_MONTH_FORMAT").endswith("2023")
    assert formats.date_format(DAY, "SHORT_DATE_FORMAT", use_l10n=False).endswith("2023")


MACHINE_PATTERNS = {"Y-m-d", "Y-m", "Y/m", "Y", "m", "d", "c", "U", "Z"}
NAMES = {"DATE_FORMAT", "DATETIME_FORMAT", "TIME_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT"}
NAMES |= {"YEAR_MONTH_FORMAT", "MONTH_DAY_FORMAT"}
PATTERN = re.compile(r"""(?:\|\s*date\s*:|\{%-?\s*now)\s*["']([^"']*)["']""")


def explicit_patterns(source):
    return set(PATTERN.findall(source)) - MACHINE_PATTERNS - NAMES


def templates(folder):
    pages = Path(settings.BASE_DIR, folder).glob("**/templates/**/*")
    return [page for page in pages if page.suffix in {".html", ".txt", ".svg"}]


def test_no_template_writes_a_day_by_a_pattern_of_its_own():
    pages = [page for folder in ("config", "units", "officials", "visits") for page in templates(folder)]
    assert {page.name: found for page in pages if (found := explicit_patterns(page.read_text("utf-8")))} == {}


def test_such_a_pattern_would_be_found():
    assert explicit_patterns("""{{ x|date:"j F Y" }} {% now 'd/m/Y' %} {{ x|date:"Y-m-d" }}""") == {
        "j F Y",
        "d/m/Y",
    }
