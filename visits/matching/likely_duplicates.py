"""Rows of the register that may be one thing written in two ways."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from config.thai.text import arabic_digits, fold
from officials.models import Appointment, Official, Post
from units.models import Province, Unit
from visits.models import Programme

# In two orders of all names each is compared with so many that follow: of two nearly equal names one follows the other soon.
NEIGHBOURS = 12
ALIKE = 86
ALIKE_PERSON = 84
# A deputy's title differs from the chief's by one word.
ALIKE_POST = 96
_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True)
class LikelyDuplicate:
    """Two rows by key, the earlier first, how alike their names are (of 100), and why beside that."""

    target: int
    dropped: int
    score: int
    reason: str = ""


def alike(names: Mapping[int, str], least: int, firm: Iterable[str] = ()) -> list[LikelyDuplicate]:
    """Pairs of names that are nearly the same and agree in their digits and in the `firm` words (names of provinces)."""
    folded = {key: fold(name) for key, name in names.items()}
    firm = list(firm)
    firm_parts = {
        key: (_DIGITS.findall(arabic_digits(name)), [word for word in firm if word in name])
        for key, name in folded.items()
    }
    scores: dict[tuple[int, int], int] = {}
    for order in (
        sorted(folded, key=lambda key: folded[key]),
        sorted(folded, key=lambda key: folded[key][::-1]),
    ):
        for place, one in enumerate(order):
            for other in order[place + 1 : place + 1 + NEIGHBOURS]:
                score = int(fuzz.ratio(folded[one], folded[other], score_cutoff=least))
                if score and firm_parts[one] == firm_parts[other]:
                    scores[min(one, other), max(one, other)] = score
    return [LikelyDuplicate(*pair, score) for pair, score in scores.items()]


def duplicate_officials() -> list[LikelyDuplicate]:
    """People whose names are nearly the same, those who held one post first."""
    names = {
        pk: f"{first} {last}"
        for pk, first, last in Official.objects.values_list("pk", "first_name", "last_name")
    }
    posts = defaultdict(set)
    for official, post in Appointment.objects.order_by().values_list("official", "post"):
        posts[official].add(post)
    pairs = [
        LikelyDuplicate(
            pair.target,
            pair.dropped,
            pair.score,
            "ตำแหน่งเดียวกัน" if posts[pair.target] & posts[pair.dropped] else "",
        )
        for pair in alike(names, ALIKE_PERSON)
    ]
    return sorted(pairs, key=lambda pair: (not pair.reason, -pair.score, pair.target))


def duplicate_units() -> list[LikelyDuplicate]:
    """Units of one kind whose names are nearly the same, without predecessors of one another."""
    units = {
        pk: rest
        for pk, *rest in Unit.objects.order_by().values_list(
            "pk", "name", "kind", "province", "parent", "closed_on"
        )
    }
    provinces = [fold(name) for name in Province.objects.values_list("name", flat=True)]
    pairs = [
        pair
        for pair in alike({pk: name for pk, (name, *_) in units.items()}, ALIKE, provinces)
        if units[pair.target][4] is None and units[pair.dropped][4] is None
    ]
    return sorted(
        (
            LikelyDuplicate(
                pair.target,
                pair.dropped,
                pair.score,
                "ประเภทและจังหวัดเดียวกัน" if units[pair.target][1:3] == units[pair.dropped][1:3] else "",
            )
            for pair in pairs
        ),
        key=lambda pair: (not pair.reason, -pair.score, pair.target),
    )


def duplicate_posts() -> list[LikelyDuplicate]:
    """Posts of one unit whose titles are nearly the same."""
    posts = {
        pk: (title, unit) for pk, title, unit in Post.objects.order_by().values_list("pk", "title", "unit")
    }
    provinces = [fold(name) for name in Province.objects.values_list("name", flat=True)]
    pairs = alike({pk: title for pk, (title, _) in posts.items()}, ALIKE_POST, provinces)
    same = [
        LikelyDuplicate(pair.target, pair.dropped, pair.score, "หน่วยงานเดียวกัน")
        for pair in pairs
        if posts[pair.target][1] == posts[pair.dropped][1]
    ]
    return sorted(same, key=lambda pair: (-pair.score, pair.target))


def duplicate_programmes() -> list[LikelyDuplicate]:
    """Programmes whose names are nearly the same."""
    names = dict(Programme.objects.order_by().values_list("pk", "name"))
    return sorted(alike(names, ALIKE), key=lambda pair: (-pair.score, pair.target))
