"""What a record still lacks before it can be certified, each with the place on its page where to write it."""

from dataclasses import dataclass

from django.urls import reverse

from visits.models import Role


@dataclass(frozen=True)
class Gap:
    sentence: str
    address: str


def gaps(visit):
    """In the order of the page; unit and day are there already, or there would be no record."""
    page = reverse("admin:visits_visit_change", args=[visit.pk])
    return [Gap(sentence, f"{page}#{place}") for sentence, place in _found(visit)]


def _found(visit):
    people, directives = list(visit.attendances.all()), list(visit.directives.all())
    if not (visit.summary or visit.purpose or visit.findings.all()):
        yield "ยังไม่มีวัตถุประสงค์ สรุปผลการตรวจเยี่ยม หรือสรุปผลการรับฟังอย่างใดอย่างหนึ่ง", "id_purpose"
    if not any(row.role == Role.LEAD for row in people):
        yield "ยังไม่มีหัวหน้าคณะในรายชื่อผู้ร่วมลงพื้นที่", "attendances-group"
    if not any(row.position for row in people):
        yield "ยังไม่มีผู้ใดในรายชื่อผู้ร่วมลงพื้นที่ที่ระบุตำแหน่ง", "attendances-group"
    for place, row in enumerate(directives):
        if not (row.given_by_id or row.given_name or row.given_as):
            yield f"ข้อสั่งการข้อที่ {place + 1} “{row}” ยังไม่ระบุผู้สั่งการ", f"directives-{place}"
