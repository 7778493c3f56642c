"""A second policy brings dimensions of its own as data: filter, reports, legend and entry form know it without code."""

import pytest

from config.tests.cast import a_directive, a_visit, dimension
from config.tests.forms import add_row
from visits.calendar.legend import colour_field
from visits.filters.visit_filter import VisitFilter
from visits.models import Dimension, DirectiveDimension, Policy, Visit, VisitPolicy
from visits.reports.dimensions import DimensionsReport
from visits.reports.directives import DirectivesReport
from visits.tests.admin.page import ADD, change, directive, faults, new_visit, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def mind():
    return dimension("business").policy


@pytest.fixture
def green(mind):
    """A later policy whose first dimension has a code that MIND has."""
    policy = Policy.objects.create(code="green", name="นโยบายอุตสาหกรรมสีเขียว", starts_on="2024-10-01")
    Dimension.objects.create(policy=policy, code="business", name="ธุรกิจสะอาด", order=1)
    Dimension.objects.create(policy=policy, code="carbon", name="ลดคาร์บอน", order=2)
    return policy


def visits(user, query):
    return sorted(VisitFilter(query, user=user).visits.values_list("unit__short_name", flat=True))


@pytest.fixture
def world(green, centre1, centre6):
    """A visit of each policy, with a directive in the dimension whose code both have."""
    old, new = a_visit(centre1, "28/01/2566"), a_visit(centre6, "08/12/2567")
    a_directive(old, "ตามนโยบายเดิม", dimensions=["business"])
    later = a_directive(new, "ตามนโยบายใหม่")
    DirectiveDimension.objects.create(directive=later, dimension=green.dimensions.get(code="business"))
    return old, new


def test_a_code_is_found_in_every_policy_and_narrowed_by_the_policy(world, executive):
    assert visits(executive, "dimension=business") == ["ศภ.1", "ศภ.6"]
    assert visits(executive, "dimension=business&policy=green") == ["ศภ.6"]
    assert visits(executive, "dimension=business&policy=mind") == ["ศภ.1"]
    assert visits(executive, "dimension=carbon&policy=green") == []


def test_a_policy_alone_finds_what_was_made_under_it_or_is_in_one_of_its_dimensions(
    world, green, executive, office_lampang
):
    under = a_visit(office_lampang, "09/12/2567")
    VisitPolicy.objects.create(visit=under, policy=green)
    assert visits(executive, "policy=green") == ["ศภ.6", "สอจ.ลำปาง"]
    assert visits(executive, "policy=mind") == ["ศภ.1"]


def test_an_unknown_policy_gives_no_rows_and_a_sentence(world, executive):
    visit_filter = VisitFilter("policy=other", user=executive)
    assert (list(visit_filter.visits), visit_filter.sentences) == (
        [],
        ["นโยบาย: ไม่มีค่านี้ในรายการ กรุณาเลือกใหม่"],
    )


def test_directives_are_narrowed_to_the_dimension_of_the_policy(world, executive):
    def subjects(query):
        return sorted(str(directive) for directive in DirectivesReport(query, executive).selected_directives)

    assert subjects("dimension=business") == ["ตามนโยบายเดิม", "ตามนโยบายใหม่"]
    assert subjects("dimension=business&policy=green") == ["ตามนโยบายใหม่"]
    assert subjects("policy=mind") == ["ตามนโยบายเดิม"]


def test_the_title_names_the_policies(mind, executive):
    heading = DimensionsReport("", executive).heading
    assert heading == "ข้อสั่งการจำแนกตามมิติของนโยบาย (MIND) รายประเภทหน่วยงาน"


def test_a_report_has_a_column_for_each_dimension_of_each_policy(world, executive):
    report = DimensionsReport("by=region", executive)
    assert report.heading == "ข้อสั่งการจำแนกตามมิติของนโยบาย (อุตสาหกรรมสีเขียว, MIND) รายภาค"
    assert [column.title for column in report.columns_for("page")] == [
        "ภาค",
        "ธุรกิจสะอาด (อุตสาหกรรมสีเขียว)",
        "ลดคาร์บอน (อุตสาหกรรมสีเขียว)",
        "ความสำเร็จของธุรกิจ (MIND)",
        "ไม่ระบุ",
        "รวม (ข้อ)",
    ]
    assert report.footer[1:] == [1, 0, 1, 0, 2]


def test_a_report_of_one_policy_has_its_columns_alone(world, executive):
    report = DimensionsReport("policy=green", executive)
    assert [column.title for column in report.columns_for("page")] == [
        *["ประเภทหน่วยงาน", "ธุรกิจสะอาด", "ลดคาร์บอน", "ไม่ระบุ", "รวม (ข้อ)"]
    ]


def test_the_legend_of_the_calendar_names_the_policies(green, executive):
    assert dict(colour_field(executive).choices)["dimension"] == "มิติของนโยบาย (อุตสาหกรรมสีเขียว, MIND)"


def test_a_colour_of_the_legend_asks_for_the_dimension_of_its_policy(world, as_executive):
    page = as_executive.get("/calendar/2024/12/?colour=dimension").content.decode()
    assert "?colour=dimension&amp;dimension=business&amp;policy=green" in page


def boxes(response):
    """Names of the dimensions that the first directive of the page offers."""
    [formset] = [
        one.formset for one in response.context["inline_admin_formsets"] if one.formset.prefix == "directives"
    ]
    return [label for _, label in formset.forms[0].fields["in_dimensions"].choices]


def test_the_entry_form_offers_what_is_in_force_on_the_day(world, as_clerk):
    old, new = world
    assert boxes(as_clerk.get(change(old))) == ["ความสำเร็จของธุรกิจ (MIND)"]
    assert boxes(as_clerk.get(change(new))) == [
        "ธุรกิจสะอาด (อุตสาหกรรมสีเขียว)",
        "ลดคาร์บอน (อุตสาหกรรมสีเขียว)",
        "ความสำเร็จของธุรกิจ (MIND)",
    ]


def on_its_own_page(given):
    return f"/admin/visits/directive/{given.pk}/change/"


def selects(response):
    """Names of the dimensions that the last row of a directive's own page offers."""
    [formset] = [
        one.formset
        for one in response.context["inline_admin_formsets"]
        if one.formset.prefix == "dimension_links"
    ]
    return [label for key, label in formset.empty_form.fields["dimension"].choices if key]


def test_a_directive_on_its_own_page_offers_what_is_in_force_on_the_day(world, mind, as_clerk):
    old, new = world
    mind.ends_on = "2024-11-30"
    mind.save()
    assert selects(as_clerk.get(on_its_own_page(old.directives.get()))) == ["ความสำเร็จของธุรกิจ (MIND)"]
    assert selects(as_clerk.get(on_its_own_page(new.directives.get()))) == [
        "ธุรกิจสะอาด (อุตสาหกรรมสีเขียว)",
        "ลดคาร์บอน (อุตสาหกรรมสีเขียว)",
    ]


def test_its_own_page_refuses_a_dimension_that_is_not_in_force_and_keeps_one_that_was(
    world, green, mind, as_clerk
):
    old, _ = world
    given = old.directives.get()
    mind.ends_on = "2022-12-31"
    mind.save()
    data = opened(as_clerk, on_its_own_page(given))
    added = dict(data)
    add_row(added, "dimension_links", dimension=green.dimensions.get(code="carbon").pk)
    assert faults(as_clerk.post(on_its_own_page(given), added)) == [
        "มิตินี้ใช้ไม่ได้ในวันที่ตรวจเยี่ยม เพราะนโยบายของมิติไม่ได้ใช้ในวันนั้น"
    ]
    assert faults(as_clerk.post(on_its_own_page(given), data)) == []
    assert list(given.dimensions.values_list("code", flat=True)) == ["business"]


def test_the_list_of_directives_is_filtered_by_dimensions_named_with_their_policy(world, as_clerk):
    page = as_clerk.get("/admin/visits/directive/").content.decode()
    assert [name for name in ("ธุรกิจสะอาด (อุตสาหกรรมสีเขียว)", "ความสำเร็จของธุรกิจ (MIND)") if name in page] == [
        "ธุรกิจสะอาด (อุตสาหกรรมสีเขียว)",
        "ความสำเร็จของธุรกิจ (MIND)",
    ]


def test_a_dimension_that_was_ticked_stays_when_its_policy_has_ended(world, mind, as_clerk):
    old, _ = world
    mind.ends_on = "2022-12-31"
    mind.save()
    data = opened(as_clerk, change(old))
    assert faults(as_clerk.post(change(old), data)) == []
    assert list(old.directives.get().dimensions.values_list("code", flat=True)) == ["business"]


def test_a_dimension_of_a_policy_that_is_not_in_force_that_day_is_refused(green, centre1, as_clerk):
    data = new_visit(as_clerk, centre1, on="28/01/2566")
    carbon = green.dimensions.get(code="carbon")
    directive(data, "ให้ลดคาร์บอน", in_dimensions=[str(carbon.pk)])
    assert faults(as_clerk.post(ADD, data)) == [
        "มิติ “ลดคาร์บอน (อุตสาหกรรมสีเขียว)” ใช้ไม่ได้ในวันที่ตรวจเยี่ยม เพราะเป็นของนโยบายอุตสาหกรรมสีเขียว (ตั้งแต่ 1 ต.ค. 2567)"
    ]
    assert not Visit.objects.exists()
