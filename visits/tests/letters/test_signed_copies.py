"""What was signed stays as it was: a later amendment is told beside the letter, and the unit can open both."""

import io
from datetime import date

import pytest
from docx import Document

from config.tests.cast import a_directive, a_visit, an_account, client_of
from config.tracking import Untracked
from visits.directives import actions
from visits.letters import steps
from visits.models import SignedCopy

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def as_officer(officer):
    return client_of(officer)


@pytest.fixture
def directive(centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", lead=nattapol, record_state="final")
    return a_directive(visit, "ให้เร่งรัดแผน", to=[centre1], given_by=nattapol)


@pytest.fixture
def letter(directive, clerk):
    made = steps.prepare(
        list(directive.assignments.all()), by=clerk, form="memo", subject="แจ้งข้อสั่งการ", recipients="ผอ.ศภ.1"
    )
    return steps.sign(made, by=clerk, number="อก 0201/12", dated_on=date(2023, 2, 6))


def texts(client, letter):
    answer = client.get(f"/letters/{letter.pk}/letter.docx")
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(cells)


def test_a_signed_letter_keeps_its_wording_when_the_directive_is_amended(as_clerk, letter, directive, clerk):
    before = as_clerk.get(f"/letters/{letter.pk}/letter.docx").content
    actions.amend(directive, by=clerk, reason="พิมพ์ผิด", text="ให้ทบทวนแผน")
    assert as_clerk.get(f"/letters/{letter.pk}/letter.docx").content == before
    assert ("ให้เร่งรัดแผน" in texts(as_clerk, letter), "ให้ทบทวนแผน" in texts(as_clerk, letter)) == (True, False)
    amendments = as_clerk.get(f"/letters/{letter.pk}/").context["amendments"]
    assert [amendment.reason for amendment in amendments] == ["พิมพ์ผิด"]


def test_the_unit_that_was_notified_opens_the_letter_and_the_signed_file(as_officer, letter, directive):
    page = as_officer.get(letter.get_absolute_url())
    assert (page.status_code, page.context["is_office"]) == (200, False)
    assert "ให้เร่งรัดแผน" in texts(as_officer, letter)
    assert letter.get_absolute_url() in as_officer.get(directive.get_absolute_url()).content.decode()


def test_a_unit_sees_neither_the_letters_of_others_nor_one_that_is_not_signed(
    directive, clerk, centre6, centre1
):
    draft = steps.prepare(
        list(directive.assignments.all()), by=clerk, form="memo", subject="แจ้ง", recipients="ผอ.ศภ.1"
    )
    own = client_of(an_account("officer", username="own", unit=centre1))
    other = client_of(an_account("officer", username="other", unit=centre6))
    assert own.get(draft.get_absolute_url()).status_code == 404
    steps.sign(draft, by=clerk, number="อก 1", dated_on=date(2023, 2, 6))
    answers = [client.get(draft.get_absolute_url()).status_code for client in (own, other)]
    assert answers == [200, 404]


def test_a_unit_signs_and_discards_nothing(as_officer, letter):
    answers = [
        as_officer.post(letter.get_absolute_url(), {"number": "1", "dated_on": "6/2/2566"}).status_code,
        as_officer.post(f"{letter.get_absolute_url()}discard/").status_code,
    ]
    assert answers == [403, 403]


def test_a_signed_copy_is_neither_changed_nor_deleted(letter):
    copy = letter.signed_copy
    copy.content = b"other"
    with pytest.raises(Untracked):
        copy.save()
    with pytest.raises(Untracked):
        copy.delete()


def test_a_copy_that_was_altered_in_the_database_is_not_given_out(as_clerk, letter):
    SignedCopy.objects.filter(letter=letter).update(content=b"other")
    answer = as_clerk.get(f"/letters/{letter.pk}/letter.docx", follow=True)
    [sentence] = [str(message) for message in answer.context["messages"]]
    assert sentence == "ฉบับลงนามที่เก็บไว้ไม่ตรงกับลายนิ้วมือของไฟล์ โปรดแจ้งผู้ดูแลระบบ"
