"""Records of the officer's own unit beside records that the officer may not see, which all bear one tell-tale word."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from config.tests.cast import a_directive, a_finding, a_visit, attend, official, unit
from visits.models import (
    Attachment,
    Letter,
    PressRelease,
    PressReleaseVisit,
    Progress,
    RecordState,
    Trip,
)

SECRET = "เรื่องที่ผู้อื่นไม่เห็น"


def two_worlds():
    """Name of a record -> (the own one, the other one). A new kind of record is one more line here."""
    own, other = unit("DIPROM-C01"), unit("DIPROM-C06")
    worlds = [_world(own, other, "ศภ.1"), _world(other, other, SECRET)]
    _secrets_beside(worlds[0]["visit"], own, other)
    return {name: tuple(world[name] for world in worlds) for name in worlds[0]}


def _world(at, responsible, word):
    trip = Trip.objects.create(title=f"ลงพื้นที่ {word}", purpose=word)
    visit = _visit(at, trip, word)
    directive = a_directive(visit, f"ให้ดำเนินการ {word}", to=[at], dimensions=["business"])
    letter = Letter.objects.create(
        subject=f"แจ้ง {word}", number=f"อก {word}", dated_on=visit.starts_on, recipients=word
    )
    assignment = directive.assignments.get()
    assignment.letter = letter
    assignment.save()
    progress = Progress.objects.create(
        assignment=assignment, verb="report", state="reported", text=word, by_name=word
    )
    release = PressRelease.objects.create(title=f"ข่าว {word}")
    PressReleaseVisit.objects.create(press_release=release, visit=visit)
    return {
        "unit": at,
        "person": official("nattiya" if word == SECRET else "nattapol"),
        "visit": visit,
        "trip": trip,
        "directive": directive,
        "assignment": assignment,
        "letter": letter,
        "progress": progress,
        "release": release,
        "file": _file(word, visit=visit, kind="document"),
        "photograph": _photograph(word, visit=visit),
    }


def _visit(at, trip, word, **fields):
    values = {"record_state": RecordState.FINAL, "trip": trip, "title": f"ตรวจเยี่ยม {word}"} | fields
    visit = a_visit(at, "28/01/2566", official("nattapol"), purpose=word, summary=word, place=word, **values)
    attend(visit, None, role="host", position=f"ผู้แทน {word}")
    a_finding(visit, f"ปัญหา {word}", kind="problem")
    return visit


def _secrets_beside(visit, own, other):
    """What the officer's own records hold and may not show: internal rows, drafts, other units' reports."""
    a_finding(visit, SECRET, is_internal=True)
    a_directive(visit, SECRET, to=[own], is_internal=True)
    _file(SECRET, visit=visit, is_internal=True)
    shared = a_directive(visit, "ให้ดำเนินการร่วมกัน", to=[other])
    Progress.objects.create(
        assignment=shared.assignments.get(), verb="report", state="reported", text=SECRET, by_name=SECRET
    )
    for fields in ({"record_state": RecordState.DRAFT}, {"is_internal": True}):
        hidden = _visit(own, visit.trip, SECRET, **fields)
        a_directive(hidden, SECRET, to=[own])
    _visit(other, visit.trip, SECRET)


def _file(word, **fields):
    return Attachment.objects.create(
        file=ContentFile(b"%PDF-1.7", f"{word}.pdf"), caption=f"แฟ้ม {word}", **fields
    )


def _photograph(word, **fields):
    content = BytesIO()
    Image.new("RGB", (80, 40), "green").save(content, "JPEG")
    file = ContentFile(content.getvalue(), f"{word}.jpg")
    return Attachment.objects.create(file=file, caption=f"ภาพ {word}", kind="photo", **fields)
