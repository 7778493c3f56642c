"""Help where a rule cannot be guessed from the label: beside the field, and of rows once above them."""

import pytest
from django.contrib.admin.sites import site as default_site
from django.urls import reverse

from config.tests.cast import a_visit, client_of
from config.tests.html import elements, texts
from visits.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_every_help_belongs_to_a_field_that_the_page_shows(rf, admin):
    request = rf.get("/admin/")
    request.user = admin
    strangers = []
    for model, page in default_site._registry.items():
        help_texts = getattr(page, "help_texts", {})
        fields = page.get_form(request).base_fields if help_texts else {}
        strangers += [(model.__name__, name) for name in help_texts.keys() - fields.keys()]
        for rows in page.inlines:
            inline = rows(model, default_site)
            if inline.row_help:
                known = {str(field.label) for field in inline.get_formset(request).form.base_fields.values()}
                known |= {
                    str(inline.model._meta.get_field(name).verbose_name) for name in inline.readonly_fields
                }
                strangers += [(rows.__name__, label) for label in inline.row_help.keys() - known]
    assert strangers == []


def test_help_stands_beside_its_field_and_that_of_rows_once_above_them(as_clerk, centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol)
    page = as_clerk.get(reverse("admin:visits_visit_change", args=[visit.pk]))
    [help_of_day] = texts(page, "div", id="id_starts_on_helptext")
    assert help_of_day == "ปี พ.ศ. หรือ ค.ศ. ครบสี่หลัก เช่น 28/01/2566"
    summaries = [text for text in texts(page, "summary") if text.startswith("วิธีกรอก")]
    assert summaries == [
        "วิธีกรอก รายชื่อผู้ร่วมลงพื้นที่ ตามลำดับที่พิมพ์",
        "วิธีกรอก สรุปผลการรับฟัง",
        "วิธีกรอก ข้อสั่งการ",
        "วิธีกรอก เอกสารแนบและภาพประกอบ",
    ]
    assert texts(page, "dt").count("เข้าร่วมแทน") == 1
    assert len(elements(page, "a", href="/manual/entry/")) == 5


def test_who_only_reads_is_told_nothing_about_filling_in(auditor, centre1):
    visit = a_visit(centre1, "28/01/2566", record_state="final")
    assert Visit.objects.visible_to(auditor).get() == visit
    page = client_of(auditor).get(reverse("admin:units_unit_change", args=[centre1.pk]))
    assert [text for text in texts(page, "summary") if text.startswith("วิธีกรอก")] == []
