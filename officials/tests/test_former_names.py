"""The name of a person on a day: a married name is not proposed for visits before the marriage."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from config.tests.cast import a_directive, a_visit, attend, client_of
from config.tests.forms import form_values
from config.tests.pages import text_of
from officials.models import FormerName, Official

pytestmark = pytest.mark.django_db


@pytest.fixture
def suda(db):
    """Born ทองดี, นางสาว until 14 February 2566; ใจงาม until 2567; มั่นคง since."""
    suda = Official.objects.create(prefix="นาง", first_name="สุดา", last_name="มั่นคง")
    for prefix, last, until in [
        ("นาง", "ใจงาม", date(2024, 6, 30)),
        ("นางสาว", "ทองดี", date(2023, 2, 14)),
    ]:
        FormerName.objects.create(official=suda, prefix=prefix, first_name="สุดา", last_name=last, until=until)
    return suda


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 1, 28), "นางสาวสุดา ทองดี"),
        (date(2023, 2, 14), "นางสาวสุดา ทองดี"),
        (date(2023, 2, 15), "นางสุดา ใจงาม"),
        (date(2024, 7, 1), "นางสุดา มั่นคง"),
    ],
)
def test_the_name_on_a_day_is_the_one_borne_then(suda, day, name):
    assert suda.name_on(day) == name


def test_a_visit_takes_the_name_of_its_day_and_so_does_a_directive(suda, centre1):
    visit = a_visit(centre1, "28/01/2566")
    row = attend(visit, suda)
    directive = a_directive(visit, given_by=suda)
    assert (row.name, directive.given_name) == ("นางสาวสุดา ทองดี", "นางสาวสุดา ทองดี")
    assert attend(a_visit(centre1, "28/01/2568"), suda).name == "นางสุดา มั่นคง"


def test_the_form_is_proposed_the_name_of_the_day(suda, as_clerk):
    answer = as_clerk.get(f"/admin/visits/visit/position/?official={suda.pk}&on=28/01/2566")
    assert answer.json()["name"] == "นางสาวสุดา ทองดี"


@pytest.mark.parametrize("query", ["สุดา ทองดี", "นางสาวสุดา", "สุดาใจงาม", "ทองดี", "สุดา มั่นคง"])
def test_search_finds_a_person_by_every_name_borne(suda, query):
    assert list(Official.objects.matching(query)) == [suda]


def test_the_picker_names_the_former_names_beside_the_present_one(suda, as_clerk):
    query = "term=ทองดี&app_label=visits&model_name=attendance&field_name=official"
    [row] = as_clerk.get(f"/admin/autocomplete/?{query}").json()["results"]
    assert row["text"] == "นางสุดา มั่นคง (เดิม นางสาวสุดา ทองดี, นางสุดา ใจงาม)"


def test_the_register_keeps_former_names_and_their_history(suda, reviewer):
    page = client_of(reviewer).get(f"/admin/officials/official/{suda.pk}/change/")
    assert 'name="former_names-0-until"' in page.text
    history = client_of(reviewer).get(f"/admin/officials/official/{suda.pk}/history/")
    assert "ชื่อเดิมของบุคคล “นางสาวสุดา ทองดี (ถึง 14 ก.พ. 2566)”" in history.text


@pytest.mark.parametrize(
    ("until", "constraint"),
    [(date(2023, 2, 14), "former_name_one_at_a_time"), (date(1900, 1, 1), "former_name_until_in_range")],
)
def test_two_names_until_one_day_or_a_day_out_of_range_are_refused(suda, until, constraint):
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerName.objects.create(official=suda, first_name="สุดา", until=until)


def test_a_change_of_name_without_a_former_name_is_reminded_of_one(suda, as_clerk):
    page = f"/admin/officials/official/{suda.pk}/change/"
    data = form_values(as_clerk.get(page))
    renamed = as_clerk.post(page, data | {"last_name": "ใหม่เอี่ยม"}, follow=True)
    assert "หากเป็นการเปลี่ยนชื่อ มิใช่การแก้คำผิด โปรดเพิ่มชื่อเดิม" in text_of(renamed)
    other = as_clerk.post(page, form_values(as_clerk.get(page)) | {"note": "ย้าย"}, follow=True)
    assert "โปรดเพิ่มชื่อเดิม" not in text_of(other)
