"""The pages of merging: duplicates proposed, two rows side by side, confirmed, undone; old addresses lead on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_directive, a_visit, an_account, attend, client_of
from officials.models import Official, Post
from units.models import Merge, Unit
from visits.models import Import, Programme
from visits.worklists.merging import merge_rows

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def as_reviewer(reviewer):
    return client_of(reviewer)


@pytest.fixture
def pair(db):
    """One person written in two ways."""
    names = [("เบญจมาพร", "เอกฉัตร์"), ("เบญจมาพร", "เอกฉัตร")]
    return [Official.objects.create(prefix="นาง", first_name=first, last_name=last) for first, last in names]


@pytest.mark.both_databases
def test_likely_duplicates_are_proposed_and_two_rows_are_found_by_search(as_reviewer, pair):
    target, dropped = pair
    Official.objects.create(first_name="สมชาย", last_name="ใจดี")
    page = as_reviewer.get("/merge/officials/")
    assert [(one.pk, other.pk) for one, other, _ in page.context["pairs"]] == [(target.pk, dropped.pk)]
    assert [row.last_name for row in as_reviewer.get("/merge/officials/?q=สมชาย").context["found"]] == ["ใจดี"]
    page = as_reviewer.get(f"/merge/officials/?keep={target.pk}&q=เบญจมาพร")
    assert [row.pk for row in page.context["found"]] == [dropped.pk]


def test_posts_units_and_programmes_that_look_alike_are_proposed_and_others_are_not(
    as_reviewer, centre1, centre6
):
    for title in ("กรรมการผู้จัดการ ธนาคาร", "กรรมการผู้จัดการธนาคาร", "รองกรรมการผู้จัดการธนาคาร"):
        Post.objects.create(title=title, unit=centre1)
    for name in ("ร้านศรีวิลัยผ้าฝ้าย", "ร้านศรีวิไลผ้าฝ้าย"):
        Unit.objects.create(name=name, kind="enterprise")
    for name in ("ชุมชนดีพร้อม", "ชุมชน ดีพร้อม", "ระบบอื่น"):
        Programme.objects.create(name=name)
    found = {
        kind: [str(row) for pair in as_reviewer.get(f"/merge/{kind}/").context["pairs"] for row in pair[:2]]
        for kind in ("posts", "units", "programmes")
    }
    assert found == {
        "posts": ["กรรมการผู้จัดการ ธนาคาร", "กรรมการผู้จัดการธนาคาร"],
        "units": ["ร้านศรีวิลัยผ้าฝ้าย", "ร้านศรีวิไลผ้าฝ้าย"],
        "programmes": ["ชุมชนดีพร้อม", "ชุมชน ดีพร้อม"],
    }


def test_two_rows_stand_side_by_side_with_what_hangs_on_them_and_are_merged_when_that_is_confirmed(
    as_reviewer, pair, centre1, centre6
):
    target, dropped = pair
    attend(a_visit(centre1, "28/01/2566"), target)
    for unit in (centre1, centre6):
        attend(a_visit(unit, "29/01/2566"), dropped)
    address = f"/merge/officials/?keep={target.pk}&drop={dropped.pk}"
    assert as_reviewer.get(address).context["counts"] == [("รายชื่อผู้ร่วมลงพื้นที่ (บุคคล)", 1, 2)]
    as_reviewer.post(address)
    assert (Official.objects.get().pk, target.attendances.count()) == (target.pk, 3)
    record = Merge.objects.get()
    assert str(record) in as_reviewer.get("/merge/officials/").text
    as_reviewer.post(f"/merge/officials/{record.pk}/undo/")
    assert (Official.objects.count(), target.attendances.count()) == (2, 1)


def test_the_page_asks_which_row_stays_and_says_what_is_missing(as_reviewer, pair, centre1):
    target, dropped = pair
    visit = a_visit(centre1, "28/01/2566")
    first, second = attend(visit, target), attend(visit, dropped)
    address = f"/merge/officials/?keep={target.pk}&drop={dropped.pk}"
    page = as_reviewer.post(address)
    assert page.context["problems"] == [f"เลือกว่าจะคงรายการใดไว้ที่ {first}"]
    as_reviewer.post(address, {f"stays-attendance-{second.pk}": "target"})
    assert list(visit.attendances.values_list("pk", flat=True)) == [first.pk]


def test_old_addresses_of_merged_rows_lead_to_the_kept_ones(as_reviewer, reviewer, centre1, centre6, pair):
    target, dropped = pair
    key, other = dropped.pk, centre6.pk
    a_visit(centre1, "28/01/2566", target)
    merge_rows(target, dropped, {}, by=reviewer)
    merge_rows(centre1, centre6, {}, by=reviewer)
    admin = as_reviewer.get(f"/admin/officials/official/{key}/change/")
    assert admin.url == f"/admin/officials/official/{target.pk}/change/"
    page = as_reviewer.get(f"/units/{other}/before/?on=28/01/2566")
    assert page.url == f"/units/{centre1.pk}/before/?on=28/01/2566"
    filtered = as_reviewer.get(f"/reports/register/?official={key}&unit={other}")
    assert filtered.context["filter"].visits.count() == 1
    as_auditor = client_of(an_account("auditor"))
    assert as_auditor.get(f"/officials/{key}/data/").url == f"/officials/{target.pk}/data/"
    assert as_reviewer.get("/units/999999/before/").status_code == 404


def test_a_row_merged_twice_leads_to_the_last_one_and_the_later_merge_is_undone_first(
    as_reviewer, reviewer, pair
):
    last = Official.objects.create(first_name="เบญจมาพร", last_name="เอกฉัตรดี")
    target, dropped = pair
    keys = [target.pk, dropped.pk]
    first = merge_rows(target, dropped, {}, by=reviewer)
    merge_rows(last, Official.objects.get(pk=keys[0]), {}, by=reviewer)
    assert as_reviewer.get(f"/admin/officials/official/{keys[1]}/change/").url.split("/")[-3] == str(last.pk)
    page = as_reviewer.post(f"/merge/officials/{first.pk}/undo/", follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "นางเบญจมาพร เอกฉัตร์ รวมเข้ากับรายการอื่นหรือถูกลบไปแล้ว จึงยกเลิกไม่ได้"
    ]


def test_answers_of_an_open_import_name_the_kept_row(reviewer, clerk, pair):
    target, dropped = pair
    source = Import.objects.create(
        kind="visits",
        name="x.csv",
        sha256="0",
        created_by=clerk,
        answers={"person:ก": dropped.pk, "unit:ข": 3},
    )
    merge_rows(target, dropped, {}, by=reviewer)
    source.refresh_from_db()
    assert source.answers == {"person:ก": target.pk, "unit:ข": 3}


def test_what_was_merged_meanwhile_or_is_no_kind_is_refused(as_reviewer, pair):
    target = pair[0]
    assert as_reviewer.get(f"/merge/officials/?keep={target.pk}&drop={target.pk}").context["target"] == target
    for query in ("keep=x&drop=²", f"keep={'9' * 30}", "q=" + "ก" * 500):
        assert as_reviewer.get(f"/merge/officials/?{query}").status_code == 200
    assert as_reviewer.get("/merge/provinces/").status_code == 404
    assert as_reviewer.get("/merge/officials/1/undo/").status_code == 405


def test_clerks_and_readers_do_not_merge(as_clerk, as_executive, pair):
    for client in (as_clerk, as_executive):
        assert client.get("/merge/officials/").status_code == 403
        assert client.post("/merge/officials/1/undo/").status_code == 403


@pytest.mark.both_databases
def test_the_comparison_costs_the_same_queries_however_much_hangs_on_the_rows(
    as_reviewer, pair, centre1, nattapol
):
    target, dropped = pair
    address = f"/merge/officials/?keep={target.pk}&drop={dropped.pk}"

    def grow(day):
        visit = a_visit(centre1, f"{day}/01/2566", nattapol)
        attend(visit, target)
        attend(visit, dropped)
        a_directive(visit, given_by=dropped)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_reviewer.get(address)
        return len(captured)

    grow(1)
    queries()
    before = queries()
    grow(2)
    grow(3)
    assert queries() == before


@pytest.mark.parametrize("page", ["officials/official", "officials/post", "units/unit", "visits/programme"])
def test_each_list_leads_to_the_merging_of_its_rows(as_reviewer, as_clerk, page):
    kind = f"{page.split('/')[1]}s"
    assert f'href="/merge/{kind}/"' in as_reviewer.get(f"/admin/{page}/").text
    assert "/merge/" not in as_clerk.get(f"/admin/{page}/").text
