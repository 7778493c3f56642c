"""The ten real visits of the fixtures, written into workbooks of four shapes, come in as the same ten visits, field by field."""

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from config.thai.dates import thai_date
from visits.imports.check_run import check
from visits.imports.intake import start_import, take_slice
from visits.loading.fixture_rows import day, read
from visits.models import Role, Visit
from visits.tests.imports import files

pytestmark = pytest.mark.one_database

HEADINGS = {
    "sequence": "จุดที่",
    "day": "วันที่",
    "time": "เวลา",
    "unit": "หน่วยงานที่ตรวจเยี่ยม",
    "province": "จังหวัด",
    "place": "ที่ตั้ง",
    "title": "ชื่อเรื่อง",
    "lead": "หัวหน้าคณะ",
    "companion": "ผู้ร่วมคณะ",
    "guest": "ผู้เข้าร่วม",
    "host": "ผู้ให้การต้อนรับ",
    "others_party": "ผู้ร่วมคณะอื่น",
    "others_hosts": "ผู้ให้การต้อนรับอื่น",
    "activities": "กิจกรรม",
    "purpose": "วัตถุประสงค์",
    "summary": "สรุปผล",
}
COPIED = ("sequence", "title", "place", "purpose", "summary", "others_party", "others_hosts")


@pytest.fixture(scope="module")
def real():
    """Units and provinces by their codes as an office writes them, activities by theirs, and the ten visits."""
    units = {row["code"]: row for row in read("units")}
    provinces = {row["code"]: row["name"] for row in read("provinces")}
    activities = {row["code"]: row["name"] for row in read("activities")}
    return units, provinces, activities, read("visits")


def cells(row, units, provinces, activities):
    """A visit as the words of a table, by column."""
    people = {role: [] for role in Role.values}
    for person in row["attendances"]:
        people[person["role"]].append(f"{person['name']} {person['position']}")
    return {
        **{name: row[name] for name in COPIED},
        "day": thai_date(day(row["starts_on"])),
        "time": (row["start_time"] or "").replace(":", "."),
        "unit": units[row["unit"]]["name"],
        "province": provinces[row["province"]],
        "activities": ", ".join(activities[code] for code in row["activities"]),
        **{role: "\n".join(names) for role, names in people.items()},
    }


def on_a_printed_page(rows):
    """Merged titles, the people under one heading, numbers before the rows, the heading again before the sixth."""
    book = Workbook()
    sheet = book.active
    names = list(HEADINGS)
    first, last = names.index("lead") + 2, names.index("host") + 2

    def head():
        for title in ("ทะเบียนการตรวจเยี่ยม", "ปีงบประมาณ พ.ศ. ๒๕๖๖ - ๒๕๖๘"):
            sheet.append([title])
            sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=17)
        upper = ["ที่", *("คณะและผู้เกี่ยวข้อง" if name == "lead" else HEADINGS[name] for name in names)]
        upper[first:last] = [None] * (last - first)
        lower = [None] * first + [HEADINGS[name] for name in ("companion", "guest", "host")]
        lower[first - 1] = HEADINGS["lead"]
        top = sheet.max_row + 1
        sheet.append(upper)
        sheet.append(lower)
        sheet.merge_cells(start_row=top, end_row=top, start_column=first, end_column=last)
        for column in [1, *range(2, first), *range(last + 1, len(names) + 2)]:
            sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)

    head()
    for number, row in enumerate(rows, 1):
        if number == 6:
            head()
        sheet.append([number, *(row[name] for name in names)])
    return files.saved(book)


def a_sheet_a_province(rows):
    """A sheet a province, the people of a record below each other, its number and day in the first row only."""
    book = Workbook()
    book.remove(book.active)
    for province in dict.fromkeys(row["province"] for row in rows):
        sheet = book.create_sheet(f"จ.{province}")
        sheet.append([f"การลงพื้นที่จังหวัด{province}"])
        sheet.append(["ลำดับ", *HEADINGS.values()])
        for number, row in enumerate([row for row in rows if row["province"] == province], 1):
            lines = {name: str(row[name]).split("\n") for name in HEADINGS}
            for line in range(max(map(len, lines.values()))):
                sheet.append(
                    [
                        number if not line else None,
                        *(own[line] if line < len(own) and own[line] else None for own in lines.values()),
                    ]
                )
            sheet.append([])
    return files.saved(book)


def csv_of_an_old_program(rows):
    """Windows-874, a title above, people numbered in one cell."""
    lines = ["รายงานการตรวจเยี่ยม", ",".join(HEADINGS.values())]
    for row in rows:
        people = {
            role: " ".join(
                f"{number}) {name}" for number, name in enumerate(row[role].split("\n"), 1) if name
            )
            for role in Role.values
        }
        lines.append(",".join(f'"{text}"' for text in ({**row, **people}[name] for name in HEADINGS)))
    return "\r\n".join(lines).encode("cp874")


def page_called_a_workbook(rows):
    """An HTML table; hours stand behind the day, people are broken by <br>."""
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS.values())
    body = "".join(
        f"<tr>{''.join(f'<td>{text}</td>'.replace(chr(10), '<br>') for text in (row[name] for name in HEADINGS))}</tr>"
        for row in ({**row, "day": f"{row['day']} 00:00:00"} for row in rows)
    )
    return f"<html><meta charset='utf-8'><table><tr><td>export</td></tr><tr>{head}</tr>{body}</table></html>".encode()


def fields_of_fixture(row):
    return {
        **{name: row[name] for name in COPIED},
        "unit": row["unit"],
        "province": row["province"],
        "days": (row["starts_on"], row["ends_on"]),
        "times": (row["start_time"], row["end_time"]),
        "status": row["status"],
        "activities": sorted(row["activities"]),
        "people": [
            tuple(person[name] for name in ("official", "role", "name", "position", "order"))
            for person in row["attendances"]
        ],
    }


def fields_of(visit):
    def clock(moment):
        return moment.isoformat("minutes") if moment else None

    return {
        **{name: getattr(visit, name) for name in COPIED},
        "unit": visit.unit.code,
        "province": visit.province.code,
        "days": (visit.starts_on.isoformat(), visit.ends_on.isoformat()),
        "times": (clock(visit.start_time), clock(visit.end_time)),
        "status": visit.status,
        "activities": sorted(visit.activities.values_list("code", flat=True)),
        "people": [
            (row.official.code, row.role, row.name, row.position, row.order)
            for row in visit.attendances.select_related("official")
        ],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write", [on_a_printed_page, a_sheet_a_province, csv_of_an_old_program, page_called_a_workbook]
)
def test_ten_real_visits_come_in_as_they_stand_in_the_fixtures(clerk, settings, tmp_path, real, write):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference", verbosity=0)
    units, provinces, activities, visits = real
    rows = [cells(row, units, provinces, activities) for row in visits]
    source = start_import("visits", "real", write(rows), clerk)
    check(source, clerk)
    assert list(source.rows.exclude(outcome="new").values_list("row", "reason")) == []
    take_slice(source, clerk)
    came = Visit.objects.order_by("starts_on", "sequence", "pk").select_related("unit", "province")
    assert [fields_of(visit) for visit in came] == sorted(
        map(fields_of_fixture, visits), key=lambda row: (row["days"], row["sequence"])
    )
