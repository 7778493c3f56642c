"""What each record of a table becomes, and why: nothing is written here.

A checker of a kind turns the values of a row into a plan, which `saving` writes. Names of people and units are found in
the register as those of press releases are; each different name is looked up once.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from config.thai.dates import A_RANGE, BadDate, thai_date
from config.thai.text import fold
from officials.models import Official, User
from units.models import Unit
from visits.imports.cell_values import PersonCell, days_of, skeleton, text_of
from visits.imports.targets import TARGETS
from visits.matching.register_names import KNOWN, RegisterNames
from visits.models.table_import import RowOutcome

Values = dict[str, list[Any]]

SAME_ROW = "ซ้ำกับแถวก่อนหน้าในไฟล์เดียวกัน"
EMPTY_ROW = "แถวนี้มีแต่ลำดับที่ ไม่มีข้อมูลให้บันทึก"
A_ROW_EACH = "อ่านช่วงวันนี้ไม่ได้ กรุณาแยกเป็นวันละแถว"
# The columns of a last day, which the sentence about a range names.
LAST_DAYS = ("end_day", "to")
# What an answer about a name may say instead of a key of the register.
AS_WRITTEN = "written"
LONGEST_NAME, LONGEST_POSITION = 250, 400
# What is asked about names: a unit or person in doubt keeps the row out, somebody unknown comes in as written.
UNIT, PERSON, STRANGER = "unit", "person", "stranger"


@dataclass
class PersonPlan:
    """Somebody of a row: the register's key where it is certain, else the name as written."""

    cell: PersonCell
    official: int | None = None


@dataclass
class Plan:
    """What a row becomes. `data` is what its kind needs to write it, `reasons` are Thai sentences, `questions` names to be answered.

    `code` and `origin` say of which row of which import the records came; `record_key` is alike in rows of one file that
    would make the same record, empty where a row makes none of its own.
    """

    outcome: str = RowOutcome.NEW
    reasons: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    code: str = ""
    origin: str = ""
    record_key: str = ""

    @property
    def is_new(self) -> bool:
        """Whether nothing has been found yet that the row is short of or that stands already."""
        return self.outcome == RowOutcome.NEW

    @property
    def reason(self) -> str:
        """The sentences, each once, a line each."""
        return "\n".join(dict.fromkeys(self.reasons))

    def doubt(self, sentence: str, question: str = "") -> None:
        """Keeps the row out until somebody decides; `question` names what an answer would settle for all rows."""
        self.reasons.append(sentence)
        if question:
            self.questions.append(question)
        if self.outcome != RowOutcome.REFUSED:
            self.outcome = RowOutcome.DOUBTFUL

    def refuse(self, sentence: str) -> None:
        """Keeps the row out until it is mended in the file."""
        self.reasons.append(sentence)
        self.outcome = RowOutcome.REFUSED

    def settle(self, outcome: str, sentence: str = "") -> None:
        """Says that there is less to do than a new record, unless there is a doubt."""
        if self.is_new:
            self.outcome = outcome
            if sentence:
                self.reasons.append(sentence)


class Checker:
    """Plans rows of one kind for one account; the register is read once, existing records once for each call.

    Codes of records that this import has made begin with `own`: a later row of the file is compared with those of others only.
    """

    kind: ClassVar[str]

    def __init__(
        self,
        user: User,
        two_digit_years: str = "",
        answers: dict[str, int | str] | None = None,
        own: str = "new import",
    ) -> None:
        self.user, self.two_digit_years, self.answers = user, two_digit_years, answers or {}
        self.own = own
        self.register = RegisterNames(user)
        # A person who was the answer may have been merged or deleted since.
        answered = [answer for answer in self.answers.values() if isinstance(answer, int)]
        people = Official.objects.visible_to(user).filter(pk__in=answered)
        self.people_answered = set(people.values_list("pk", flat=True)) if answered else set()
        # Keys of the records that earlier rows of the file make.
        self.seen: set[str] = set()
        self._units: dict[tuple[str, date | None, int | None], tuple[int | None, str]] = {}
        self._skeletons: dict[str, set[str]] = {}

    def plan_all(self, rows: Sequence[Values]) -> list[Plan]:
        """The plan of each row, in their order, held against what is recorded."""
        plans = self.plan_rows(rows)
        self.compare([plan for plan in plans if plan.data])
        return plans

    def plan_rows(self, rows: Sequence[Values]) -> list[Plan]:
        """The plan of each row, in their order, from the row and the register alone."""
        plans = []
        for values in rows:
            plan = Plan()
            if values.keys() <= {"number"}:
                plan.settle(RowOutcome.KNOWN, EMPTY_ROW)
            else:
                self.plan(values, plan)
            plans.append(plan)
        return plans

    def plan(self, values: Values, plan: Plan) -> None:
        """Fills in the plan of one row."""
        raise NotImplementedError

    def compare(self, plans: list[Plan]) -> None:
        """Holds the plans that came to something against what is recorded already."""

    def read_days(self, values: Values, code: str, plan: Plan) -> tuple[date, date] | None:
        """First and last day of a column; refuses the row where there is none that can be read."""
        try:
            return days_of(next(iter(values.get(code, [])), ""), self.two_digit_years)
        except BadDate as error:
            has_last_day = any(target.code in LAST_DAYS for target in TARGETS[self.kind])
            plan.refuse(str(error) if has_last_day else str(error).replace(A_RANGE, A_ROW_EACH))
        return None

    def unit_of(
        self, name: str, plan: Plan, day: date | None = None, province: int | None = None
    ) -> int | None:
        """Key of the unit of a name; a doubt where the register does not know it for sure."""
        unit, doubt = self.find_unit(name, day, province)
        if doubt:
            plan.doubt(doubt, f"{UNIT}:{name}")
        return unit

    def find_unit(
        self, name: str, day: date | None = None, province: int | None = None
    ) -> tuple[int | None, str]:
        """Key of the unit of a name, or the sentence why it is not known; each is looked up once."""
        key = (name, day, province)
        if key not in self._units:
            self._units[key] = self._find_unit(name, day, province)
        return self._units[key]

    def _find_unit(self, name: str, day: date | None, province: int | None) -> tuple[int | None, str]:
        answer = self.answers.get(f"{UNIT}:{fold(name)}")
        if isinstance(answer, int) and answer in self.register.units:
            key: int | None = answer
        else:
            plain = plain_unit_name(name)
            match = self.register.unit(plain, day, province)
            if match.state != KNOWN:
                match = self.register.unit(self.mended(plain, self.register.unit_names), day, province)
            key = match.key if match.state == KNOWN else None
            exact = [self.register.units[pk] for pk in self.register.units_by_name(plain)]
            if key is None and day and exact and not any(unit.existed_on(day) for unit in exact):
                return None, f"{exact[0].name} ไม่มีอยู่ในวันที่ {thai_date(day)} {life_of(exact[0])}".strip()
            if key is None:
                offered = " หรือ ".join(label for _, label in match.candidates[:3])
                hint = f" อาจหมายถึง {offered}" if offered else ""
                return None, f"ไม่พบหน่วยงาน “{name}” ในทำเนียบ{hint}"
        unit = self.register.units[key]
        if day and not unit.existed_on(day):
            return None, f"{unit.name} ไม่มีอยู่ในวันที่ {thai_date(day)} {life_of(unit)}".strip()
        return key, ""

    def mended(self, name: str, names: dict[str, set[int]]) -> str:
        """The one known name of the same letters whose vowels stand elsewhere, as text out of a PDF has them; else as given."""
        which = "units" if names is self.register.unit_names else "people"
        if not self._skeletons.get(which):
            self._skeletons[which] = set()
            for known in names:
                self._skeletons.setdefault(f"{which}:{skeleton(known)}", set()).add(known)
        found = self._skeletons.get(f"{which}:{skeleton(fold(name))}", set())
        return next(iter(found)) if len(found) == 1 else name

    def person_of(self, cell: PersonCell, plan: Plan, day: date | None) -> PersonPlan:
        """The person of a name: tied to the register where it is certain, as written where it knows nobody so called."""
        if len(cell.name) > LONGEST_NAME or len(cell.position) > LONGEST_POSITION:
            plan.doubt(f"ชื่อหรือตำแหน่งของบุคคลยาวผิดปกติ: “{cell.name[:40]}…”")
            return PersonPlan(cell)
        answer = self.answers.get(f"{PERSON}:{fold(cell.name)}")
        if isinstance(answer, int) and answer in self.people_answered:
            return PersonPlan(cell, answer)
        if answer == AS_WRITTEN or not cell.last_name:
            return PersonPlan(cell)
        if not self.register.people_names.get(fold(f"{cell.first_name}{cell.last_name}")):
            plan.questions.append(f"{STRANGER}:{cell.name}")
            return PersonPlan(cell)
        [match] = self.register.people([(cell.first_name, cell.last_name, cell.position)], day)
        if match.key is None:
            offered = " หรือ ".join(label for _, label in match.candidates[:3])
            plan.doubt(f"ไม่แน่ว่า “{cell.name}” คือผู้ใดในทำเนียบ ({offered})", f"{PERSON}:{cell.name}")
        elif day and not cell.position and not self.register.officials[match.key].position_on(day).line:
            plan.reasons.append(f"{cell.name} ไม่มีตำแหน่งในทำเนียบ ณ วันที่ {thai_date(day)} จึงเว้นตำแหน่งไว้")
        return PersonPlan(cell, match.key)

    def is_second(self, plan: Plan, *parts: Any) -> bool:
        """Whether the same record, told by these parts, stood in an earlier row of the file; else the plan bears its key."""
        key = hashlib.sha256(repr(parts).encode()).hexdigest()
        if key in self.seen:
            return True
        self.seen.add(key)
        plan.record_key = key
        return False


def life_of(unit: Unit) -> str:
    """From and until when a unit was there, in brackets; empty where neither is known."""
    opened = f"(ตั้งแต่ {thai_date(unit.opened_on)})" if unit.opened_on else ""
    return f"{opened} {unit.life}".strip()


def plain_unit_name(name: str) -> str:
    """สนง. written out; what else the register knows by other names is its own matter."""
    return name.replace("สนง.", "สำนักงาน").removeprefix("ณ ").strip()


def same_person(one: str, other: str) -> bool:
    """Whether two folded names are of one person: one may lack its prefix or academic title."""
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def line_of(values: Values, code: str, longest: int, plan: Plan) -> str:
    """A column as one line; a doubt where it has more than `longest` letters, for nothing is cut off in silence."""
    line = text_of(values.get(code, [])).replace("\n", " ")
    if len(line) > longest:
        plan.doubt(f"ข้อความยาวเกิน {longest} ตัวอักษร: “{line[:40]}…”")
    return line[:longest]
