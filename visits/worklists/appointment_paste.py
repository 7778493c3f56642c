"""The October list of appointments: pasted lines of name, new post, first day and order, brought in as a table is."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.thai.dates import thai_date
from config.thai.forms import ThaiDateField
from config.thai.text import arabic_digits, clean_line, fold
from officials.models import Post
from officials.models.account import SignedInRequest
from officials.models.positions import kind_and_title
from units.models import Unit
from visits.imports.intake import start_import
from visits.imports.reading import UnreadableTable
from visits.models.table_import import ImportKind

MAY_IMPORT = "visits.add_import"
MOST_LINES = 2_000
LONGEST_TEXT = 400_000
HEADINGS = ["ชื่อ-สกุล", "ตำแหน่งใหม่", "หน่วยงาน", "ตั้งแต่วันที่", "คำสั่งเลขที่"]
_NUMBER = re.compile(r"^\s*[0-9]{1,4}\s*[.)]?\s*$")
_LEADING_NUMBER = re.compile(r"^\s*[0-9]{1,4}\s*[.)]\s*")
# Cells out of Excel and Word stand between tabs; typed ones between bars or several blanks.
_BETWEEN = (re.compile(r"\t"), re.compile(r"\s*\|\s*"), re.compile(r"\s{2,}"))


def cells_of(line: str) -> list[str]:
    """Name, post, first day and order of a line, as far as it has them; a running number is left out."""
    between = next((one for one in _BETWEEN if one.search(line)), _BETWEEN[0])
    cells = [clean_line(cell) for cell in between.split(line.strip())]
    if cells and _NUMBER.match(arabic_digits(cells[0])):
        cells = cells[1:]
    elif cells:
        digits = _LEADING_NUMBER.match(arabic_digits(cells[0]))
        cells[0] = cells[0][digits.end() :] if digits else cells[0]
    return (cells + [""] * 4)[:4]


def units_by_title() -> dict[str, str]:
    """Folded title of each post of the register -> name of its unit; of titles at several units none."""
    found = defaultdict(set)
    for title, unit in Post.objects.order_by().values_list("title", "unit__name"):
        found[fold(title)].add(unit)
    return {title: units.pop() for title, units in found.items() if len(units) == 1}


def unit_of_title(title: str, known: dict[str, str], units: list[str]) -> str:
    """The unit of a post: as the register has it, or the longest name of a unit with which the title ends; else empty."""
    title = kind_and_title(title)[1]
    if fold(title) in known:
        return known[fold(title)]
    office = f"สำนักงาน{title}"
    return next((name for name in units if title.endswith(name) or name == office), "")


def as_table(text: str, first_day: str, order_no: str) -> bytes:
    """The pasted lines as a table that an import reads; day and order stand in for those that a line lacks."""
    known = units_by_title()
    today = timezone.localdate()
    units = sorted(Unit.objects.existing_on(today).values_list("name", flat=True), key=len, reverse=True)
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(HEADINGS)
    for name, title, day, order in map(cells_of, lines_of(text)):
        writer.writerow(
            [name, title, unit_of_title(title, known, units), day or first_day, order or order_no]
        )
    return output.getvalue().encode()


def lines_of(text: str) -> Iterator[str]:
    """The lines that hold something."""
    return (line for line in text.splitlines() if clean_line(line))


class PasteForm(forms.Form):
    """The list, with the day and the order where its lines do not say them."""

    text = forms.CharField(
        label="รายการแต่งตั้ง",
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="บรรทัดละหนึ่งคน: ชื่อและนามสกุล ตำแหน่งใหม่ ตั้งแต่วันที่ เลขที่คำสั่ง คัดลอกจาก Excel หรือ Word ได้ หรือคั่นด้วย |",
    )
    first_day = ThaiDateField(label="ตั้งแต่วันที่ (ใช้กับบรรทัดที่ไม่ระบุ)", required=False)
    order_no = forms.CharField(label="คำสั่งเลขที่ (ใช้กับบรรทัดที่ไม่ระบุ)", required=False, max_length=100)

    def clean_text(self) -> str:
        """Refuses more lines than one list has, and a text without a name and a post."""
        text = self.cleaned_data["text"].replace("\0", "")
        lines = list(lines_of(text))
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"วางได้ครั้งละไม่เกิน {MOST_LINES:,} บรรทัด รายการที่ยาวกว่านี้ให้นำเข้าเป็นไฟล์")
        if not any(cells_of(line)[1] for line in lines):
            raise forms.ValidationError("ไม่พบตำแหน่งในรายการ แต่ละบรรทัดต้องมีชื่อและตำแหน่งใหม่ คั่นด้วยแท็บหรือ |")
        return text


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_IMPORT, raise_exception=True)
def paste(request: SignedInRequest) -> HttpResponse:
    """Takes the list and leads to the import, where its rows are checked and taken in like those of any table."""
    form = PasteForm(request.POST or None)
    if form.is_valid():
        first_day = form.cleaned_data["first_day"]
        table = as_table(
            form.cleaned_data["text"],
            thai_date(first_day) if first_day else "",
            form.cleaned_data["order_no"],
        )
        name = f"รายการแต่งตั้งที่วางเมื่อ {thai_date(timezone.localdate())}.csv"
        try:
            return redirect(start_import(ImportKind.APPOINTMENTS, name, table, request.user))
        except UnreadableTable as error:
            form.add_error("text", str(error))
    context = {"title": "วางรายการแต่งตั้ง", "form": form}
    return render(request, "visits/worklists/appointment_paste.html", context)
