"""Name and position of the day: proposed once, then frozen."""

from datetime import date

from config.tests.cast import a_directive, a_visit, attend
from officials.models import Appointment
from visits.models import Attendance

DEPUTY_ACTING = "รองอธิบดีกรมส่งเสริมอุตสาหกรรม รักษาราชการแทนรองปลัดกระทรวงอุตสาหกรรม"


def frozen(row):
    return Attendance.objects.values_list("name", "position", "is_unconfirmed").get(pk=row.pk)


def test_name_and_position_of_the_day_are_proposed(centre1, nattiya):
    row = attend(a_visit(centre1, "28/01/2566"), nattiya)
    assert frozen(row) == ("นางสาวณัฏฐิญา เนตยสุภา", DEPUTY_ACTING, False)
    assert row.appointment.code == "nattiya-diprom-deputy-director-general-substantive"


def test_on_a_day_nobody_states_the_proposal_is_marked_unconfirmed(centre1, nattiya):
    row = attend(a_visit(centre1, "01/03/2566"), nattiya)
    assert frozen(row) == ("นางสาวณัฏฐิญา เนตยสุภา", DEPUTY_ACTING, True)


def test_what_was_typed_is_kept(centre1, nattiya):
    row = attend(a_visit(centre1, "28/01/2566"), nattiya, position="ผู้แทนกระทรวง")
    assert frozen(row) == ("นางสาวณัฏฐิญา เนตยสุภา", "ผู้แทนกระทรวง", False)
    assert row.appointment is None


def test_someone_without_any_known_post_gets_a_name_only(centre1, nattiya):
    row = attend(a_visit(centre1, "01/10/2560"), nattiya)
    assert frozen(row) == ("นางสาวณัฏฐิญา เนตยสุภา", "", False)


def test_a_later_appointment_changes_no_frozen_line(centre1, nattiya):
    row = attend(a_visit(centre1, "28/01/2566"), nattiya)
    minister = Appointment.objects.get(code="nattiya-diprom-director-general-substantive").post
    Appointment.objects.create(official=nattiya, post=minister, starts_on=date(2020, 1, 1))
    for held in nattiya.appointments.filter(kind="acting"):
        held.delete()
    row.save()
    assert frozen(row) == ("นางสาวณัฏฐิญา เนตยสุภา", DEPUTY_ACTING, False)


def test_a_marriage_or_a_rank_changes_no_frozen_name(centre1, nattiya):
    row = attend(a_visit(centre1, "28/01/2566"), nattiya)
    nattiya.prefix, nattiya.last_name = "นาง", "สกุลใหม่"
    nattiya.save()
    row.freeze()
    row.save()
    assert frozen(row)[0] == "นางสาวณัฏฐิญา เนตยสุภา"


def test_letters_print_no_academic_title(centre1, nattapol):
    nattapol.academic_title = "ดร."
    nattapol.save()
    row = attend(a_visit(centre1, "28/01/2566"), nattapol)
    assert row.name == "นายณัฐพล รังสิตพล"


def test_a_directive_is_given_in_the_capacity_of_the_day(centre1, nattiya):
    visit = a_visit(centre1, "28/01/2566")
    attend(visit, nattiya, position="รองอธิบดี ทำหน้าที่แทน")
    assert a_directive(visit, given_by=nattiya).given_as == "รองอธิบดี ทำหน้าที่แทน"
    elsewhere = a_visit(centre1, "08/12/2567")
    assert a_directive(elsewhere, given_by=nattiya).given_as == "อธิบดีกรมส่งเสริมอุตสาหกรรม"


def test_a_directive_without_a_subject_takes_its_first_words(centre1):
    text = "ให้ส่งเสริมวิสาหกิจชุมชน " * 6
    subject = a_directive(a_visit(centre1, "28/01/2566"), text).subject
    assert subject == "ให้ส่งเสริมวิสาหกิจชุมชน ให้ส่งเสริมวิสาหกิจชุมชน ให้ส่งเสริมวิสาหกิจชุมชน…"
