"""What a press release names, found in the register: known, probable (to be confirmed) or unknown."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz, process

from config.thai.text import arabic_digits, fold
from officials.models import FormerName, Official, OfficialAlias, User
from units.models import Kind, Province, Unit, UnitAlias
from visits.models import NameAsWritten, NameKind, Programme

KNOWN, PROBABLE, UNKNOWN = "known", "probable", "unknown"
# Below these, two names are rather two things than one thing written in two ways (of 100).
ALIKE_UNIT, ALIKE_PERSON, ALIKE_POST = 84, 86, 80
SAME = 100
# By so much the best of several namesakes must be ahead in the wording of the post, unless it is just the same.
AHEAD = 15
OFFERED = 5
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*")
_DIGITS = re.compile(r"[0-9]+")
# What a new unit is, from the words its name begins with.
KINDS = (
    ("ศูนย์ส่งเสริมอุตสาหกรรมภาค", Kind.REGIONAL_CENTRE),
    ("สำนักงานอุตสาหกรรมจังหวัด", Kind.PROVINCIAL_OFFICE),
    ("นิคมอุตสาหกรรม", Kind.INDUSTRIAL_ESTATE),
    ("วิสาหกิจชุมชน", Kind.COMMUNITY),
    ("ชุมชน", Kind.COMMUNITY),
    ("กลุ่ม", Kind.COMMUNITY),
    ("บริษัท", Kind.ENTERPRISE),
    ("ห้างหุ้นส่วน", Kind.ENTERPRISE),
    ("โรงงาน", Kind.ENTERPRISE),
    ("ธนาคาร", Kind.BRANCH),
    ("หอการค้า", Kind.CHAMBER),
    ("สภาอุตสาหกรรม", Kind.CHAMBER),
)


@dataclass(frozen=True)
class Match:
    """What a name may mean: `state` is known, probable or unknown, `candidates` are pairs of key and label, the likeliest first."""

    state: str = UNKNOWN
    candidates: tuple[tuple[int, str], ...] = ()

    @property
    def key(self) -> int | None:
        """The row meant, where there is no doubt; else nothing."""
        return self.candidates[0][0] if self.state == KNOWN else None


def kind_of(name: str) -> str:
    """The kind of a new unit, from the words its name begins with."""
    return next((kind for start, kind in KINDS if name.startswith(start)), Kind.OTHER)


class RegisterNames:
    """The names that `user` may see in the register, each kind read once, when it is needed; the same number of queries for one text or a thousand."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.provinces = dict(Province.objects.visible_to(user).values_list("name", "pk"))
        self.as_written = set(NameAsWritten.objects.visible_to(user).values_list("kind", "key"))
        names = Programme.objects.visible_to(user).values_list("name", "short_name")
        self.programmes = tuple(sorted({name for pair in names for name in pair if name}))
        # People looked at so far, with their posts.
        self.officials: dict[int, Official] = {}
        self._called: dict[tuple[str, str], tuple[list[int], list[int]]] = {}

    @cached_property
    def units(self) -> dict[Any, Unit]:
        """The units by key."""
        return {unit.pk: unit for unit in Unit.objects.visible_to(self.user).for_choosing()}

    @cached_property
    def unit_names(self) -> dict[str, set[int]]:
        """Keys of the units by each of their folded names."""
        names: dict[str, set[int]] = defaultdict(set)
        for unit in self.units.values():
            for name in (unit.name, unit.short_name, _BRACKETS.sub("", unit.name)):
                names[fold(name)].add(unit.pk)
        aliases = UnitAlias.objects.filter(unit__in=Unit.objects.visible_to(self.user))
        for pk, alias in aliases.values_list("unit", "alias"):
            names[fold(alias)].add(pk)
        names.pop("", None)
        return names

    @cached_property
    def people_names(self) -> dict[str, set[int]]:
        """Keys of the people by each of their folded names: present, former and other ones."""
        names: dict[str, set[int]] = defaultdict(set)
        people = Official.objects.visible_to(self.user)
        for pk, first, last in people.values_list("pk", "first_name", "last_name"):
            names[fold(f"{first}{last}")].add(pk)
        former = FormerName.objects.filter(official__in=people)
        for pk, first, last in former.values_list("official", "first_name", "last_name"):
            names[fold(f"{first}{last}")].add(pk)
        others = OfficialAlias.objects.filter(official__in=people)
        for pk, alias in others.values_list("official", "alias"):
            names[fold(alias)].add(pk)
        return names

    def province(self, name: str | None) -> int | None:
        """Key of a province by its name, with or without จังหวัด."""
        return self.provinces.get((name or "").removeprefix("จังหวัด").removeprefix("จ.").strip())

    def stays_as_written(self, kind: NameKind, name: str) -> bool:
        """Whether somebody decided that this name is never looked for in the register."""
        return (kind, fold(name)) in self.as_written

    def unit(self, name: str, day: date | None = None, province: int | None = None) -> Match:
        """The unit of a name; of several by one name the one in the province and alive on the day."""
        exact = self.units_by_name(name)
        living = [pk for pk in exact if not day or self.units[pk].existed_on(day)]
        local = [pk for pk in living if self.units[pk].province_id == province] if province else []
        if len(living) == 1 or len(local) == 1:
            sure = (local if len(local) == 1 else living)[0]
            return self.match_of_units(KNOWN, [sure, *(pk for pk in exact if pk != sure)])
        keys = list(dict.fromkeys([*living, *exact, *self.units_alike(name)]))
        return self.match_of_units(PROBABLE if keys else UNKNOWN, keys)

    def match_of_units(self, state: str, keys: list[int]) -> Match:
        """The units of `keys` as a match, at most `OFFERED`."""
        return Match(state, tuple((pk, self.units[pk].choice_label) for pk in keys[:OFFERED]))

    def units_by_name(self, name: str) -> list[int]:
        """As written, without brackets, one of two names, or without the province that stands behind."""
        bare = _BRACKETS.sub("", name)
        # "ตรวจราชการ ณ จังหวัดแพร่": a province as a place means the ministry's office there.
        province = self.province(bare) if bare.startswith(("จังหวัด", "จ.")) else None
        offices = [
            pk
            for pk, unit in self.units.items()
            if province and unit.province_id == province and unit.kind == Kind.PROVINCIAL_OFFICE
        ]
        if offices:
            return sorted(offices)
        for wanted in (name, bare, *bare.split("หรือ")):
            if named := self.unit_names.get(fold(wanted)):
                return sorted(named)
        for tail, pk in self.provinces.items():
            for word in ("จังหวัด", "จ."):
                head = bare.removesuffix(f"{word}{tail}")
                keys = self.unit_names.get(fold(head), ()) if head != bare else ()
                if local := [key for key in keys if self.units[key].province_id == pk]:
                    return sorted(local)
        return []

    def units_alike(self, name: str) -> list[int]:
        """Numbers and provinces never differ by a slip: ภาคที่ 1 is not ภาคที่ 2, ลำพูน not ลำปาง."""
        wanted = fold(_BRACKETS.sub("", name))
        if len(wanted) < 4:
            return []
        close = process.extract(
            wanted, self.unit_names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE_UNIT, limit=4 * OFFERED
        )

        def firm_parts(text: str) -> tuple[list[str], set[str]]:
            """Digits and provinces of a name."""
            return _DIGITS.findall(arabic_digits(text)), {name for name in self.provinces if name in text}

        alike = [other for other, _, _ in close if firm_parts(other) == firm_parts(wanted)]
        return [pk for other in alike for pk in sorted(self.unit_names[other])][:OFFERED]

    def people(self, named: Iterable[tuple[str, str, str]], day: date | None) -> list[Match]:
        """A match for each (first name, last name, position); all of them in two queries."""
        named = list(named)
        keys = [self.called(first, last) for first, last, _ in named]
        wanted = {pk for exact, near in keys for pk in (*exact, *near)}
        if unread := wanted - self.officials.keys():
            rows = Official.objects.visible_to(self.user).filter(pk__in=unread).with_appointments()
            self.officials |= rows.in_bulk()
        known = self.officials
        matches = []
        for (exact, near), (_, _, position) in zip(keys, named, strict=True):
            scored = sorted(((fit_of_post(known[pk], position, day), pk) for pk in exact), reverse=True)
            others = sorted(near, key=lambda pk: -fit_of_post(known[pk], position, day))
            ranked = [*(pk for _, pk in scored), *others][:OFFERED]
            candidates = tuple((pk, known[pk].choice_label) for pk in ranked)
            if not candidates:
                matches.append(Match())
            else:
                matches.append(Match(KNOWN if is_sure(scored, known, day) else PROBABLE, candidates))
        return matches

    def called(self, first: str, last: str) -> tuple[list[int], list[int]]:
        """`people_called`, looked up once for each name."""
        if (first, last) not in self._called:
            self._called[first, last] = self.people_called(first, last)
        return self._called[first, last]

    def people_called(self, first: str, last: str) -> tuple[list[int], list[int]]:
        """Keys of those who bear just this name, and of those whose name is nearly the same."""
        wanted = fold(f"{first}{last}")
        if not fold(last):
            starts = [name for name in self.people_names if fold(first) and name.startswith(fold(first))]
            return [], sorted({pk for name in starts for pk in self.people_names[name]})
        close = process.extract(
            wanted, self.people_names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE_PERSON, limit=OFFERED
        )
        exact = sorted(self.people_names.get(wanted, ()))
        near = [pk for name, _, _ in close for pk in sorted(self.people_names[name]) if pk not in exact]
        return exact, list(dict.fromkeys(near))


def is_sure(scored: list[tuple[float, int]], rows: dict[int, Official], day: date | None) -> bool:
    """Namesakes are told apart by the post of the day; a post that does not fit at all is a doubt."""
    if not scored:
        return False
    (best, pk), *rest = scored
    if day and not rows[pk].served_on(day):
        return False
    if rest:
        ahead = best - rest[0][0]
        return best >= ALIKE_POST and (ahead >= AHEAD or (best == SAME and ahead > 0))
    return best >= ALIKE_POST / 2


def fit_of_post(official: Official, position: str, day: date | None) -> float:
    """How well the post of the day agrees with the wording (of 100); one not known contradicts nothing."""
    held = official.position_on(day).line if day else official.last_known_position
    if not held or not position:
        return ALIKE_POST / 2
    return fuzz.token_set_ratio(fold(held), fold(position))
