"""The picker of people: the post of the visit's day, namesakes told apart, the post that was typed and recent people first."""

import pytest
from playwright.sync_api import expect

from config.tests.cast import a_visit, attend, client_of
from officials.models import Appointment, Official, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(clerk):
    """The labels that the look-up offers."""
    client = client_of(clerk)
    field = {"app_label": "visits", "model_name": "attendance", "field_name": "official"}

    def labels(term, **more):
        response = client.get("/admin/autocomplete/", {"term": term, **field, **more})
        return [row["text"] for row in response.json()["results"]]

    return labels


def person(first_name, *posts, last_name="ใจดี"):
    """A person and the posts held, each with its first day."""
    official = Official.objects.create(prefix="นาย", first_name=first_name, last_name=last_name)
    for post, starts_on in posts:
        Appointment.objects.create(official=official, post=post, starts_on=starts_on)
    return official


@pytest.fixture
def posts(centre1):
    titles = ("ผู้อำนวยการ", "นักวิชาการ", "ผู้ช่วยผู้อำนวยการ")
    return [Post.objects.create(title=title, unit=centre1) for title in titles]


@pytest.mark.parametrize(
    ("day", "post"),
    [
        ("28/01/2566", "นักวิชาการ"),
        ("๒๘ ม.ค. ๒๕๖๖", "นักวิชาการ"),
        ("01/02/2566", "ผู้อำนวยการ"),
        ("", "ผู้อำนวยการ"),
        ("เมื่อวาน", "ผู้อำนวยการ"),
    ],
)
def test_it_shows_the_post_of_the_day_that_is_typed_in_the_form(offer, posts, day, post):
    director, scholar, _ = posts
    person("สมปอง", (scholar, "2020-01-01"), (director, "2023-02-01"))
    assert offer("สมปอง", day=day) == [f"นายสมปอง ใจดี · {post}"]


def test_two_persons_of_one_name_are_told_apart(offer, centre1):
    seen, never = person("สมปอง"), person("สมปอง")
    attend(a_visit(centre1, "28/01/2566"), seen)
    assert offer("สมปอง") == [
        f"นายสมปอง ใจดี · ลงพื้นที่ล่าสุด 28 ม.ค. 2566 · ระเบียนที่ {seen.pk}",
        f"นายสมปอง ใจดี · ระเบียนที่ {never.pk}",
    ]


def test_who_holds_just_the_post_that_was_typed_stands_first(offer, posts):
    director, _, assistant = posts
    person("กมล", (assistant, "2020-01-01"))
    person("อารี", (director, "2020-01-01"))
    assert [label.split(" ")[0] for label in offer("ผู้อำนวยการ")] == ["นายอารี", "นายกมล"]


def test_a_post_named_by_short_forms_is_the_post_itself(offer, centre1):
    for first_name, number in (("กมล", 10), ("อารี", 1)):
        title = f"ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ {number}"
        person(first_name, (Post.objects.create(title=title, unit=centre1), "2020-01-01"))
    assert [label.split(" ")[0] for label in offer("ผอ.ศภ.1")] == ["นายอารี", "นายกมล"]


def test_who_was_on_a_visit_last_stands_before_the_others(offer, centre1):
    person("กมล")
    for first_name, day in (("ขจร", "28/01/2566"), ("อารี", "29/01/2566")):
        attend(a_visit(centre1, day), person(first_name))
    assert [label.split(" ")[0] for label in offer("ใจดี")] == ["นายอารี", "นายขจร", "นายกมล"]


def test_it_asks_as_often_for_three_people_as_for_one(clerk, django_assert_max_num_queries, posts):
    client = client_of(clerk)
    address = "/admin/autocomplete/?term=ใจดี&app_label=visits&model_name=attendance&field_name=official"
    person("กมล", (posts[0], "2020-01-01"))
    with django_assert_max_num_queries(20) as of_one:
        client.get(address)
    person("ขจร", (posts[1], "2020-01-01"))
    person("อารี", (posts[2], "2020-01-01"))
    with django_assert_max_num_queries(len(of_one)):
        assert len(client.get(address).json()["results"]) == 3


def test_the_browser_sends_the_day_along(page, sign_in, clerk, posts):
    director, scholar, _ = posts
    person("สมปอง", (scholar, "2020-01-01"), (director, "2023-02-01"))
    sign_in(page, clerk)
    page.goto("/admin/visits/visit/add/")
    page.fill("#id_starts_on", "28/01/2566")
    page.locator("#attendances-group .add-row a").click()
    page.locator("#attendances-0 .select2-selection").first.click()
    page.keyboard.insert_text("สมปอง")
    expect(page.locator(".select2-results__option")).to_have_text(["นายสมปอง ใจดี · นักวิชาการ"])


def test_enter_right_behind_the_name_chooses_who_was_typed(page, sign_in, clerk):
    for first_name in ("กมล", "สมปอง", "อารี"):
        person(first_name)
    sign_in(page, clerk)
    page.goto("/admin/visits/visit/add/")
    page.locator("#attendances-group .add-row a").click()
    page.locator("#attendances-0 .select2-selection").first.click()
    page.locator(".select2-results__option", has_text="กมล").wait_for()
    page.keyboard.insert_text("สมปอง")
    page.keyboard.press("Enter")
    expect(page.locator("#attendances-0 .select2-selection__rendered")).to_contain_text("สมปอง")
