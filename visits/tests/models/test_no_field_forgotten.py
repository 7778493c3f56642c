"""Every field of a record is where it belongs: in the form, on the reading page, in the document and in a workbook.

A new field fails here until it is in all four, or stands below with the reason why not.
"""

import html
import re

import pytest
from django.db import models

from config.tests.cast import a_directive, a_finding, a_visit, an_account, attend, client_of, dimension, unit
from visits.directives.settling import settle
from visits.models import (
    Activity,
    Assignment,
    Attendance,
    Directive,
    DirectiveAbout,
    DirectiveFinding,
    DirectiveProgramme,
    DirectiveRelation,
    Finding,
    FindingDimension,
    FindingProgramme,
    Letter,
    Policy,
    Programme,
    RecordState,
    Role,
    Status,
    Trip,
    Visit,
    VisitActivity,
    VisitPolicy,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MODELS = (Trip, Visit, Attendance, Finding, Directive, Assignment)

# Why a field is shown nowhere.
NOWHERE = {
    "version": "counts the saves, so that two editors notice each other",
    "code": "the key under which reference data was loaded",
    "sort_key": "the order of the alphabet, made from the title",
    "order": "said by the order in which rows stand",
    "sequence": "said by the order in which stops stand",
    "appointment": "the row of the register that the position was taken from; the position is shown",
}
LINE_A_VISIT = "the register has one line a visit and no long texts; the line leads to the visit"
PEOPLE_IN_ONE_CELL = "the register names the party in one cell; what is said of one person stands on the page"
PROBLEMS_ALONE = "of findings only the problems have a workbook: what, where and what was directed"
DIRECTIVE_PAGE = "office's notes about the follow-up; they stand on the directive's page"
UNITS_BY_STATE = "the register names units and groups with their states; more stands on the directive's page"
REPORT_OF_A_VISIT = (
    "the report says what was said at the visit; what became of it stands on the directive's page"
)
# What a form calls a field that is kept in rows of its own.
FORM_FIELDS = {
    "dimension": "dimensions",
    "earlier": "related",
    "finding": "findings",
    "about_units": "about",
    "in_activities": "activities",
    "in_dimensions": "dimensions",
    "of_programmes": "programmes",
    "under_policies": "policies",
}
# The rows within a form, and whose fields they ask for.
FORM_ROWS = {
    "attendances": "attendance",
    "findings": "finding",
    "directives": "directive",
    "assignments": "assignment",
}
GIVEN_WHEN_CERTIFIED = "given with the certification"
THE_FORMS_OWN = "a row of the form belongs to the record that the form shows"
# Why a field is not in one of the four.
ELSEWHERE = {
    ("trip", "form"): dict.fromkeys(("number", "number_year", "number_seq"), GIVEN_WHEN_CERTIFIED),
    ("visit", "form"): {
        **dict.fromkeys(("number", "number_year", "number_seq", "certification_note"), GIVEN_WHEN_CERTIFIED),
        "record_state": "changed by the buttons of the record's page",
    },
    ("trip", "workbook"): {
        **dict.fromkeys(("number", "number_year", "number_seq", "purpose", "note"), LINE_A_VISIT)
    },
    ("attendance", "form"): {"visit": THE_FORMS_OWN},
    ("finding", "form"): {"visit": THE_FORMS_OWN},
    ("directive", "form"): {
        "visit": THE_FORMS_OWN,
        **dict.fromkeys(("number", "number_year", "number_seq"), GIVEN_WHEN_CERTIFIED),
        "overall_state": "computed from the assignments",
    },
    ("assignment", "form"): {
        "directive": THE_FORMS_OWN,
        "state": "changed by the steps on the directive's page",
        "effective_due_on": "computed from the due days of assignment, directive and round",
        "letter": "chosen with the step of notifying",
        "continued_by": "chosen where its unit is split, on the page of that reorganisation",
    },
    ("visit", "document"): {
        "title": "the report is titled by unit and day",
        "record_state": "the report marks what is not certified; of a certified record it says nothing",
    },
    ("visit", "workbook"): dict.fromkeys(
        ("place", "purpose", "summary", "status_reason", "is_internal", "policies", "certification_note"),
        LINE_A_VISIT,
    ),
    ("attendance", "workbook"): dict.fromkeys(("is_unconfirmed", "on_behalf_of"), PEOPLE_IN_ONE_CELL),
    ("finding", "document"): {
        "topic": "the report groups findings by kind and by who reported them",
        "dimensions": "said of directives; of a finding on the page",
        "programmes": "said of directives; of a finding on the page",
    },
    ("finding", "workbook"): dict.fromkeys(
        (
            *("qualifier", "figure", "measure", "year_be", "unit", "reported_by", "is_internal"),
            *("dimensions", "programmes"),
        ),
        PROBLEMS_ALONE,
    ),
    ("directive", "document"): {
        "addressed_to": "the report names the responsible units, and whom it was said to only where there is none",
        "follow_up": "the report says the due day and state of what is followed up, else that it is to be kept to",
        "is_important": DIRECTIVE_PAGE,
        "circulated_on": DIRECTIVE_PAGE,
        "related": DIRECTIVE_PAGE,
    },
    ("directive", "workbook"): dict.fromkeys(
        ("follow_up", "resolution", "circulated_on", "is_internal", "is_important", "about"), DIRECTIVE_PAGE
    ),
    ("assignment", "document"): dict.fromkeys(
        ("unit", "role", "due_on", "effective_due_on", "letter", "continued_by"), REPORT_OF_A_VISIT
    ),
    ("assignment", "workbook"): dict.fromkeys(("unit", "role", "letter", "continued_by"), UNITS_BY_STATE),
}


def fields_of(model):
    """Fields that hold something which a person entered or reads: no keys, no columns made by the database."""
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        if not isinstance(field, (models.AutoField, models.GeneratedField)):
            yield field.name


@pytest.fixture
def marks(centre1, centre6, office_lampang, nattapol, nattiya, lampang):
    """Model and field -> what must be read of it."""
    trip = Trip(title="ชื่อของการเดินทาง", purpose="เป้าหมายของการเดินทาง", note="หมายเหตุของการเดินทาง")
    trip.take_number(2566)
    trip.save()
    later = a_visit(centre1, "09/02/2566")
    earlier = a_directive(a_visit(centre6, "05/01/2566"), "เรื่องเก่าที่สั่งไว้ก่อน")
    visit = a_visit(
        centre1,
        "28/01/2566",
        ends_on="2023-01-30",
        trip=trip,
        province=lampang,
        sequence=7,
        start_time="09:10",
        end_time="11:20",
        title="ชื่อเรื่องของการเยี่ยม",
        place="ห้องประชุมทดลอง",
        purpose="เป้าหมายของการเยี่ยม",
        summary="ผลโดยสรุปของการเยี่ยม",
        others_party="คณะที่ไม่มีชื่อ",
        others_hosts="เจ้าบ้านที่ไม่มีชื่อ",
        status=Status.POSTPONED,
        status_reason="เพราะน้ำท่วมทาง",
        moved_to=later,
        record_state=RecordState.FINAL,
        is_internal=True,
        certification_note="รับรองแทนผู้ที่ลาไป",
    )
    activity = Activity.objects.create(code="rare", name="กิจกรรมทดลอง")
    VisitActivity.objects.create(visit=visit, activity=activity)
    policy = Policy.objects.create(code="rare", name="นโยบายทดลอง")
    VisitPolicy.objects.create(visit=visit, policy=policy)
    person = attend(
        visit,
        nattiya,
        Role.LEAD,
        name="นางสาวชื่อ ในวันนั้น",
        position="ตำแหน่งในวันนั้น",
        is_unconfirmed=True,
        order=1,
        on_behalf_of="แทนท่านผู้อื่น",
    )
    programme, other = (Programme.objects.create(name=name) for name in ("โครงการของผล", "โครงการของข้อ"))
    finding = a_finding(
        visit,
        "สาระของปัญหา",
        kind="problem",
        topic="budget",
        qualifier="ไม่ต่ำกว่า",
        figure="7654.25",
        measure="ล้านหน่วย",
        year_be=2561,
        unit=office_lampang,
        reported_by=nattapol,
        order=3,
        is_internal=True,
    )
    FindingDimension.objects.create(finding=finding, dimension=dimension("income"))
    FindingProgramme.objects.create(finding=finding, programme=programme)
    directive = a_directive(
        visit,
        "ข้อความของข้อสั่งการ",
        kind="request",
        subject="หัวเรื่องของข้อสั่งการ",
        given_by=nattapol,
        given_name="นายผู้สั่ง ในวันนั้น",
        given_as="ผู้สั่งในตำแหน่งนั้น",
        addressed_to="ผู้รับที่กล่าวถึง",
        due_on="2023-03-15",
        due_text="กำหนดที่กล่าวไว้",
        follow_up="report",
        resolution="ผลที่พิจารณาแล้ว",
        circulated_on="2023-03-17",
        is_internal=True,
        is_important=True,
        dimensions=["business"],
    )
    directive.take_number(2566)
    directive.save()
    DirectiveAbout.objects.create(directive=directive, unit=office_lampang)
    DirectiveProgramme.objects.create(directive=directive, programme=other)
    DirectiveRelation.objects.create(directive=directive, earlier=earlier)
    DirectiveFinding.objects.create(directive=directive, finding=finding)
    letter = Letter.objects.create(number="อก 0101/ว 55", dated_on="2023-03-18", subject="แจ้งข้อสั่งการ")
    Assignment.objects.create(
        directive=directive,
        unit=unit("PIO-TH-57"),
        role="coordinate",
        via="กลุ่มทดลอง",
        continued_by=unit("PIO-TH-56"),
        state="acknowledged",
        due_on="2023-03-25",
        letter=letter,
    )
    settle(directive)
    return visit, {
        "trip": {
            "number": trip.number,
            "number_year": trip.number,
            "number_seq": trip.number,
            "title": trip.title,
            "purpose": trip.purpose,
            "note": trip.note,
        },
        "visit": {
            "number": visit.number,
            "number_year": visit.number,
            "number_seq": visit.number,
            "trip": trip.title,
            "unit": centre1.name,
            "province": "ลำปาง",
            "sequence": "จุดที่ 7",
            "starts_on": "28",
            "ends_on": "30 ม.ค. 2566",
            "start_time": "09.10",
            "end_time": "11.20",
            "title": visit.title,
            "place": visit.place,
            "purpose": visit.purpose,
            "summary": visit.summary,
            "activities": activity.name,
            "policies": policy.name,
            "others_party": visit.others_party,
            "others_hosts": visit.others_hosts,
            "status": "เลื่อน",
            "status_reason": visit.status_reason,
            "moved_to": "9 ก.พ. 2566",
            "record_state": "รับรองแล้ว",
            "is_internal": "ภายใน",
            "certification_note": visit.certification_note,
        },
        "attendance": {
            "visit": centre1.name,
            "official": person.name,
            "role": "หัวหน้าคณะ",
            "name": person.name,
            "position": person.position,
            "is_unconfirmed": "ยังไม่ยืนยัน",
            "on_behalf_of": person.on_behalf_of,
        },
        "finding": {
            "visit": centre1.name,
            "kind": "ปัญหาอุปสรรค",
            "topic": "งบประมาณ",
            "text": finding.text,
            "qualifier": finding.qualifier,
            "figure": "7,654.25",
            "measure": finding.measure,
            "year_be": "2561",
            "unit": office_lampang.short_name,
            "reported_by": nattapol.name,
            "is_internal": "ภายใน",
            "dimensions": "การกระจายรายได้สู่ชุมชน",
            "programmes": programme.name,
        },
        "directive": {
            "number": directive.number,
            "number_year": directive.number,
            "number_seq": directive.number,
            "visit": centre1.name,
            "kind": "ขอความร่วมมือ",
            "subject": directive.subject,
            "text": directive.text,
            "given_by": directive.given_name,
            "given_name": directive.given_name,
            "given_as": directive.given_as,
            "addressed_to": directive.addressed_to,
            "about": office_lampang.short_name,
            "dimensions": "ความสำเร็จของธุรกิจ",
            "programmes": other.name,
            "due_on": "15 มี.ค. 2566",
            "due_text": directive.due_text,
            "follow_up": "ให้รายงานผล",
            "related": earlier.subject,
            "findings": finding.text,
            "resolution": directive.resolution,
            "circulated_on": "17 มี.ค. 2566",
            "is_internal": "ภายใน",
            "is_important": "เรื่องสำคัญ",
            "overall_state": "รับทราบแล้ว",
        },
        "assignment": {
            "directive": directive.subject,
            "unit": "สอจ.เชียงราย",
            "role": "ประสาน",
            "via": "กลุ่มทดลอง",
            "continued_by": "สำนักงานอุตสาหกรรมจังหวัดพะเยา",
            "state": "รับทราบแล้ว",
            "due_on": "25 มี.ค. 2566",
            "effective_due_on": "25 มี.ค. 2566",
            "letter": letter.number,
        },
    }


def folded(text):
    """Without blanks and signs that have no width, digits as they stand."""
    return re.sub(r"[\s\u200b\u2060\u00ad]", "", text)


def words(client, *addresses):
    """The texts of pages or files, without tags and blanks."""
    text = ""
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        content = response.getvalue() if response.streaming else response.content
        text += " " + re.sub(r"<(script|style)\b.*?</\1>", " ", content.decode(), flags=re.S)
    return folded(html.unescape(re.sub(r"<[^>]*>", "", text)))


FULL_MONTHS = {"ม.ค.": "มกราคม", "ก.พ.": "กุมภาพันธ์", "มี.ค.": "มีนาคม"}


def stands_in(mark, text):
    full = mark
    for short, month in FULL_MONTHS.items():
        full = full.replace(short, month)
    return folded(mark) in text or folded(full) in text


def fields_in_forms(centre):
    """ "model.field" of what the forms of a trip, a visit and a directive ask for, with the rows in them."""
    client = client_of(an_account("clerk"))
    trip = Trip.objects.create(title="การเดินทางที่ยังแก้ไขได้")
    directive = a_directive(a_visit(centre, "14/02/2566"))
    addresses = {
        "trip": f"/admin/visits/trip/{trip.pk}/change/",
        "visit": "/admin/visits/visit/add/",
        "directive": f"/admin/visits/directive/{directive.pk}/change/",
    }
    names = set()
    for model, address in addresses.items():
        for name in re.findall(r'name="([^"]+)"', client.get(address).content.decode()):
            prefix, _, field = name.rpartition("-__prefix__-")
            names.add(f"{FORM_ROWS.get(prefix, model)}.{FORM_FIELDS.get(field, field)}")
    return names


def test_every_field_is_in_form_page_document_and_workbook_or_listed_with_the_reason_why_not(marks):
    visit, expected = marks
    client = client_of(an_account("executive"))
    directive, options = visit.directives.get(), "?digits=arabic&follow_up=1"
    in_forms = fields_in_forms(visit.unit)
    texts = {
        "page": words(
            client, f"/visits/{visit.pk}/", f"/trips/{visit.trip_id}/", f"/directives/{directive.pk}/"
        ),
        "document": words(
            client, f"/visits/{visit.pk}/print/{options}", f"/trips/{visit.trip_id}/print/{options}"
        ),
        "workbook": words(
            client, *(f"/reports/{name}/report.csv" for name in ("register", "directives", "problems"))
        ),
    }
    faults = []
    for model in MODELS:
        name = model._meta.model_name
        for field in fields_of(model):
            if field in NOWHERE:
                continue
            for place in ("form", *texts):
                if place == "form":
                    is_shown = f"{name}.{field}" in in_forms
                else:
                    is_shown = field in expected[name] and stands_in(expected[name][field], texts[place])
                is_excused = field in ELSEWHERE.get((name, place), {})
                if is_shown == is_excused:
                    faults.append(
                        f"{name}.{field} is in the {place}, though ELSEWHERE says why not"
                        if is_shown
                        else f"{name}.{field} is not in the {place}: show it there (and say in `marks` what is read of it)"
                        ", or give the reason in ELSEWHERE"
                    )
    assert faults == []
