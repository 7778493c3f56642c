"""Invented officials, each in one to three posts one after the other."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.sample import words
from officials.models import Appointment, Official, Post
from units.models import Kind, Unit

CODE = "sample-"
FIRST_YEARS = range(2010, 2017)  # Gregorian years in whose October the first appointments begin
CHIEFS = {
    Kind.DEPARTMENT: ("อธิบดี", 30),
    Kind.REGIONAL_CENTRE: ("ผู้อำนวยการ", 55),
    Kind.PROVINCIAL_OFFICE: ("หัวหน้า", 50),
}
STAFF = (
    "หัวหน้ากลุ่มนโยบายและแผนงาน",
    "หัวหน้ากลุ่มส่งเสริมอุตสาหกรรม",
    "หัวหน้ากลุ่มโรงงานอุตสาหกรรม",
    "นักวิชาการอุตสาหกรรมชำนาญการพิเศษ",
    "หัวหน้าฝ่ายบริหารทั่วไป",
)
# Who leads journeys: at the ministry itself.
LEADERS = (
    ("รองปลัดกระทรวงอุตสาหกรรม", 20),
    ("ผู้ตรวจราชการกระทรวงอุตสาหกรรม", 28),
    ("ผู้ช่วยปลัดกระทรวงอุตสาหกรรม", 30),
    ("ที่ปรึกษาด้านการพัฒนาอุตสาหกรรม", 35),
)


@dataclass
class Career:
    """The posts of one official: `since` are first days, `held` the appointments, in order."""

    official: Official
    since: list = field(default_factory=list)
    held: list = field(default_factory=list)

    def on(self, day):
        """The appointment of a day; the first one on days before it."""
        return self.held[max(bisect_right(self.since, day) - 1, 0)]


class Staff:
    """Everybody, by the unit they first served at; leaders apart."""

    def __init__(self, careers, leaders):
        self.leaders = careers[:leaders]
        self.all = careers
        self.at = defaultdict(list)
        for career in careers:
            self.at[career.held[0].post.unit_id].append(career)


def make_people(dice, write, count=3000, leaders=40):
    units = list(Unit.objects.exclude(kind__in=[Kind.ENTERPRISE, Kind.COMMUNITY]).order_by("code"))
    posts = _posts(units, write)
    officials = write(Official, [_official(dice, number) for number in range(1, count + 1)])
    careers = [Career(official) for official in officials]
    leading = [post for post in posts if (post.title, post.rank) in LEADERS]
    for number, career in enumerate(careers):
        _fill(dice, career, leading if number < leaders else posts)
    write(Appointment, [held for career in careers for held in career.held])
    return Staff(careers, leaders)


def _official(dice, number):
    prefix = dice.choice(words.PREFIXES)
    return Official(
        code=f"{CODE}{number:04}",
        prefix=prefix,
        first_name=dice.choice(words.MEN if prefix == "นาย" else words.WOMEN),
        last_name=dice.choice(words.HEADS) + dice.choice(words.TAILS),
    )


def _posts(units, write):
    """Those that exist already, and the missing ones of every unit."""
    known = {(post.unit_id, post.title): post for post in Post.objects.all()}
    wanted = [post for unit in units for post in _posts_of(unit)]
    write(Post, [post for post in wanted if (post.unit_id, post.title) not in known])
    return list(Post.objects.select_related("unit").order_by("unit__code", "rank", "title"))


def _posts_of(unit):
    if unit.code == "IND-OPS":
        return [Post(unit=unit, title=title, rank=rank) for title, rank in LEADERS]
    chief, rank = CHIEFS.get(unit.kind, ("ผู้อำนวยการ", 60))
    staff = [Post(unit=unit, title=f"{title} {unit.label}", rank=100 + at) for at, title in enumerate(STAFF)]
    return [Post(unit=unit, title=f"{chief}{unit.name}", rank=rank), *staff]


def _fill(dice, career, posts):
    """One to three terms, each from an October to the September before the next; the last one is open."""
    years = sorted({dice.choice(FIRST_YEARS), *dice.sample(range(2018, 2027), dice.choice([0, 0, 1, 1, 2]))})
    career.since = [date(year, 10, 1) for year in years]
    ends = [day - timedelta(days=1) for day in career.since[1:]] + [None]
    career.held = [
        Appointment(official=career.official, post=dice.choice(posts), starts_on=first, ends_on=last)
        for first, last in zip(career.since, ends, strict=True)
    ]
