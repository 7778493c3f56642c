"""What is odd about an appointment is a warning with a tick, on its own page and on that of the person."""

import re
from datetime import date

import pytest

from config.tests.forms import form_values
from config.tests.pages import text_of
from officials.models import Appointment, Official, Post

pytestmark = pytest.mark.django_db
ADD = "/admin/officials/appointment/add/"


@pytest.fixture
def post(centre1):
    return Post.objects.create(unit=centre1, title="ผู้อำนวยการศูนย์", rank=55)


def person(name, **more):
    return Official.objects.create(prefix="นาย", first_name=name, last_name="ใจดี", **more)


def appoint(client, official, post, *ticks, **values):
    data = form_values(client.get(ADD)) | {"official": official.pk, "post": post.pk, "kind": "substantive"}
    data |= {"starts_on": "01/10/2566"} | values
    return client.post(ADD, data | {"accept_appointment": list(ticks)})


def ticks_of(response):
    return re.findall(r'name="accept_appointment" value="(\w+)"', response.text)


def test_two_holders_of_one_post_at_a_time_are_warned_and_accepted_by_a_tick(as_clerk, post):
    Appointment.objects.create(official=person("หนึ่ง"), post=post, starts_on=date(2022, 10, 1))
    warned = appoint(as_clerk, person("สอง"), post)
    assert "นายหนึ่ง ใจดี ดำรงตำแหน่งผู้อำนวยการศูนย์ ในช่วงเดียวกัน (ตั้งแต่ 1 ต.ค. 2565)" in text_of(warned)
    assert Appointment.objects.count() == 1
    assert (
        appoint(as_clerk, Official.objects.get(first_name="สอง"), post, *ticks_of(warned)).status_code == 302
    )
    reason = Appointment.objects.get(official__first_name="สอง").history.get().history_change_reason
    assert reason.startswith("ยอมรับข้อสังเกต: นายหนึ่ง ใจดี ดำรงตำแหน่ง")


def test_deputies_have_several_holders_and_one_who_left_before_is_no_other_holder(as_clerk, centre1, post):
    deputy = Post.objects.create(unit=centre1, title="รองผู้อำนวยการศูนย์")
    Appointment.objects.create(official=person("หนึ่ง"), post=deputy, starts_on=date(2022, 10, 1))
    earlier = {"starts_on": date(2020, 10, 1), "ends_on": date(2023, 9, 30)}
    Appointment.objects.create(official=person("สอง"), post=post, **earlier)
    assert appoint(as_clerk, person("สาม"), deputy).status_code == 302
    assert appoint(as_clerk, person("สี่"), post).status_code == 302


def test_nobody_acts_in_the_own_post_without_a_warning(as_clerk, post):
    holder = person("หนึ่ง")
    Appointment.objects.create(official=holder, post=post, starts_on=date(2022, 10, 1))
    warned = appoint(as_clerk, holder, post, kind="acting")
    assert "จึงรักษาราชการแทนตำแหน่งของตนเอง" in text_of(warned)


def test_an_appointment_after_the_last_day_of_service_is_warned(as_clerk, post):
    warned = appoint(as_clerk, person("หนึ่ง", left_on=date(2023, 9, 30)), post)
    assert "ปฏิบัติหน้าที่ถึง 30 ก.ย. 2566 ก่อนวันที่เริ่มดำรงตำแหน่ง 1 ต.ค. 2566" in text_of(warned)


def test_a_last_day_of_service_before_an_appointment_is_warned_on_the_page_of_the_person(as_clerk, post):
    holder = person("หนึ่ง")
    Appointment.objects.create(official=holder, post=post, starts_on=date(2022, 10, 1))
    page = f"/admin/officials/official/{holder.pk}/change/"
    data = form_values(as_clerk.get(page)) | {"left_on": "30/09/2565"}
    warned = as_clerk.post(page, data)
    assert "ก่อนวันที่เริ่มดำรงตำแหน่ง 1 ต.ค. 2565" in text_of(warned)
    assert as_clerk.post(page, data | {"accept_appointment": ticks_of(warned)}).status_code == 302
    again = form_values(as_clerk.get(page)) | {"note": "ย้าย"}
    assert as_clerk.post(page, again).status_code == 302
