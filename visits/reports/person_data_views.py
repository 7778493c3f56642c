"""What is held about one person, on a page to print and as a file; each look is logged."""

from django.contrib.auth.decorators import permission_required
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from config.csv import csv_of
from config.downloads import file_name
from officials.models import Official
from officials.models.usage_log import UseKind, note_or_refuse
from visits.reports.person_data import data_of

HEAD = ["หมวด", "เมื่อ", "รายการ", "รายละเอียด"]
for_those_who_answer = permission_required("officials.view_person_data", raise_exception=True)


@require_safe
@for_those_who_answer
def page(request, pk):
    person = asked(request, pk)
    context = {
        "title": f"ข้อมูลที่มีเกี่ยวกับ {person.name}",
        "person": person,
        "sections": data_of(person, request.user),
        "may_correct": request.user.has_perm("officials.change_official"),
    }
    return render(request, "visits/reports/person_data.html", context)


@require_safe
@for_those_who_answer
def file(request, pk):
    person = asked(request, pk)
    sections = data_of(person, request.user)
    lines = ([section.name, *line] for section in sections for line in section.lines())
    response = StreamingHttpResponse(csv_of(HEAD, lines), content_type="text/csv; charset=utf-8")
    name = file_name(f"ข้อมูลที่มีเกี่ยวกับ {person.name}", timezone.localdate(), "csv")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def asked(request, pk):
    person = get_object_or_404(Official.objects.visible_to(request.user), pk=pk)
    note_or_refuse(UseKind.PERSON, request, what=person.name)
    return person
