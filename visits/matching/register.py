"""What a press release names, found in the register: known, probable (to be confirmed) or unknown."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from config.thai.text import arabic_digits, fold
from officials.models import Official, OfficialAlias
from units.models import Kind, Province, Unit, UnitAlias
from visits.models import Programme
from visits.press_releases.reader import Vocabulary

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
    """`candidates` are pairs of key and label, the likeliest first; with `known` there may be others behind it."""

    state: str = UNKNOWN
    candidates: tuple = ()

    @property
    def key(self):
        """The row meant, where there is no doubt; else nothing."""
        return self.candidates[0][0] if self.state == KNOWN else None


def kind_of(name):
    return next((kind for start, kind in KINDS if name.startswith(start)), Kind.OTHER)


def digits_of(text):
    return _DIGITS.findall(arabic_digits(text))


class Register:
    """The names of the register, read once; the same number of queries for one text or a thousand."""

    def __init__(self, user):
        self.user = user
        self.provinces = dict(Province.objects.visible_to(user).values_list("name", "pk"))
        self.units = {one.pk: one for one in Unit.objects.visible_to(user).for_choosing()}
        self.unit_names = self._names_of_units()
        self.people_names = self._names_of_people()

    def _names_of_units(self):
        names = defaultdict(set)
        for unit in self.units.values():
            for name in (unit.name, unit.short_name, _BRACKETS.sub("", unit.name)):
                names[fold(name)].add(unit.pk)
        for pk, alias in UnitAlias.objects.filter(unit__in=self._visible(Unit)).values_list("unit", "alias"):
            names[fold(alias)].add(pk)
        names.pop("", None)
        return names

    def _names_of_people(self):
        names = defaultdict(set)
        people = self._visible(Official)
        for pk, first, last in people.values_list("pk", "first_name", "last_name"):
            names[fold(f"{first}{last}")].add(pk)
        for pk, alias in OfficialAlias.objects.filter(official__in=people).values_list("official", "alias"):
            names[fold(alias)].add(pk)
        return names

    def _visible(self, model):
        return model.objects.visible_to(self.user)

    @cached_property
    def vocabulary(self):
        """Names as plain values for the reading, which knows no database."""
        programmes = Programme.objects.visible_to(self.user).values_list("name", "short_name")
        names = {name for pair in programmes for name in pair if name}
        units = {unit.name for unit in self.units.values()}
        return Vocabulary(units=tuple(sorted(units)), programmes=tuple(sorted(names)))

    def province(self, name):
        return self.provinces.get((name or "").removeprefix("จังหวัด"))

    # Units

    def unit(self, name, day=None, province=None):
        """The unit of a name; of several by one name the one in the province and alive on the day."""
        exact = self._by_name(name, province)
        living = [pk for pk in exact if not day or self.units[pk].existed_on(day)]
        there = [pk for pk in living if self.units[pk].province_id == province] if province else []
        if len(living) == 1 or len(there) == 1:
            sure = (there if len(there) == 1 else living)[0]
            return self._units(KNOWN, [sure, *(pk for pk in exact if pk != sure)])
        found = list(dict.fromkeys([*living, *exact, *self._alike(name)]))
        return self._units(PROBABLE if found else UNKNOWN, found)

    def _by_name(self, name, province):
        """As written, without brackets, one of two names, or without the province that stands behind."""
        bare = _BRACKETS.sub("", name)
        for wanted in (name, bare, *bare.split("หรือ")):
            if found := self.unit_names.get(fold(wanted)):
                return sorted(found)
        for tail, pk in self.provinces.items():
            for word in ("จังหวัด", "จ."):
                head = bare.removesuffix(f"{word}{tail}")
                found = self.unit_names.get(fold(head), ()) if head != bare else ()
                if found := [one for one in found if self.units[one].province_id == pk]:
                    return sorted(found)
        return []

    def _alike(self, name):
        """Numbers and provinces never differ by a slip: ภาคที่ 1 is not ภาคที่ 2, ลำพูน not ลำปาง."""
        wanted = fold(_BRACKETS.sub("", name))
        if len(wanted) < 4:
            return []
        close = process.extract(
            wanted, self.unit_names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE_UNIT, limit=4 * OFFERED
        )
        told = [pk for one, _, _ in close if self._agree(wanted, one) for pk in sorted(self.unit_names[one])]
        return told[:OFFERED]

    def _agree(self, one, other):
        if digits_of(one) != digits_of(other):
            return False
        return self._provinces_in(one) == self._provinces_in(other)

    def _provinces_in(self, text):
        return {name for name in self.provinces if name in text}

    def _units(self, state, keys):
        return Match(state, tuple((pk, self.units[pk].choice_label) for pk in keys[:OFFERED]))

    # People

    def people(self, named, day):
        """A match for each (first, last, position); all of them in two queries."""
        keys = [self._called(first, last) for first, last, _ in named]
        wanted = {pk for exact, near in keys for pk in (*exact, *near)}
        found = self._visible(Official).filter(pk__in=wanted).with_appointments().in_bulk()
        return [
            self._person(exact, near, position, day, found)
            for (exact, near), (_, _, position) in zip(keys, named, strict=True)
        ]

    def _called(self, first, last):
        """Keys of those who bear just this name, and of those whose name is nearly the same."""
        wanted = fold(f"{first}{last}")
        if not fold(last):
            starts = [one for one in self.people_names if fold(first) and one.startswith(fold(first))]
            return [], sorted({pk for one in starts for pk in self.people_names[one]})
        close = process.extract(
            wanted, self.people_names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE_PERSON, limit=OFFERED
        )
        exact = sorted(self.people_names.get(wanted, ()))
        near = [pk for one, _, _ in close for pk in sorted(self.people_names[one]) if pk not in exact]
        return exact, list(dict.fromkeys(near))

    def _person(self, exact, near, position, day, found):
        """Namesakes are told apart by the post of the day; a post that does not fit at all is a doubt."""
        scored = sorted(((_fit(found[pk], position, day), pk) for pk in exact), reverse=True)
        ranked = [pk for _, pk in scored]
        others = sorted(near, key=lambda pk: -_fit(found[pk], position, day))
        candidates = [(pk, found[pk].choice_label) for pk in [*ranked, *others][:OFFERED]]
        if not candidates:
            return Match()
        return Match(KNOWN if _is_sure(scored, found, day) else PROBABLE, tuple(candidates))


def _is_sure(scored, found, day):
    if not scored:
        return False
    (best, pk), *rest = scored
    if day and not found[pk].served_on(day):
        return False
    if rest:
        ahead = best - rest[0][0]
        return best >= ALIKE_POST and (ahead >= AHEAD or (best == SAME and ahead > 0))
    return best >= ALIKE_POST / 2


def _fit(official, position, day):
    """How well the post of the day agrees with the wording (of 100); one not known contradicts nothing."""
    held = official.position_on(day).line if day else official.last_known_position
    if not held or not position:
        return ALIKE_POST / 2
    return fuzz.token_set_ratio(fold(held), fold(position)) if held else 0
