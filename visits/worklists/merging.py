"""Which rows of the register can be merged, by whom, and what that means for visits and directives."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Model, prefetch_related_objects

from config.tracking import Tracked, written_by
from officials.merging import official_aliases, post_aliases
from officials.models import Official, Post, User
from units.merging import (
    KeyClash,
    MergeRefused,
    Rules,
    clashes,
    joined_names,
    keys_to,
    merge,
    rows_of,
    undo,
    unit_aliases,
    unit_obstacles,
)
from units.models import Merge, Unit
from visits.directives.settling import settle_keys
from visits.models import Assignment, Attendance, Import, Programme, RecordState, Visit

LONGEST_ALIASES = 250
MAY_MERGE = "units.add_merge"


def programme_aliases(target: Programme, dropped: Programme) -> list[Model]:
    """Writes the names of the merged programme among the other names of the target, unsaved."""
    names = [dropped.name, dropped.short_name, dropped.aliases]
    target.aliases = joined_names(target.aliases, names, target.name, LONGEST_ALIASES)
    return []


RULES = Rules(
    aliases={
        Unit: unit_aliases,
        Official: official_aliases,
        Post: post_aliases,
        Programme: programme_aliases,
    },
    obstacles={Unit: unit_obstacles},
    to_choose=(Attendance, Assignment),
    merged_too=(Post,),
)


@dataclass(frozen=True)
class MergeKind:
    """A table whose duplicates can be merged; `code` stands in the address."""

    code: str
    model: type[Any]
    label: str
    # What tells two rows apart, as label and value.
    facts: Callable[[Any], list[tuple[str, str]]]

    @property
    def permission(self) -> str:
        """Needed beside `MAY_MERGE`."""
        return f"{self.model._meta.app_label}.change_{self.model._meta.model_name}"


def official_facts(row: Official) -> list[tuple[str, str]]:
    """Name, position last known, and where the row came from."""
    return [
        ("คำนำหน้าและตำแหน่งทางวิชาการ", " ".join(filter(None, [row.prefix, row.academic_title]))),
        ("ตำแหน่งล่าสุดที่ทราบ", row.last_known_position),
        ("สังกัด", "ภายนอกกระทรวง" if row.is_external else "กระทรวง"),
        ("หมายเหตุ", row.note),
    ]


def unit_facts(row: Unit) -> list[tuple[str, str]]:
    """Kind, place and life of a unit."""
    return [
        ("ชื่อย่อ", row.short_name),
        ("ประเภท", row.get_kind_display()),
        ("ต้นสังกัด", str(row.parent or "")),
        ("จังหวัด", str(row.province or "")),
        ("ดำเนินงานถึง", row.life),
    ]


KINDS = {
    kind.code: kind
    for kind in (
        MergeKind("officials", Official, "บุคคล", official_facts),
        MergeKind("units", Unit, "หน่วยงาน", unit_facts),
        MergeKind(
            "posts",
            Post,
            "ตำแหน่ง",
            lambda row: [
                ("หน่วยงาน", str(row.unit)),
                ("ชื่อย่อ", row.abbreviation),
                ("ลำดับอาวุโส", str(row.rank)),
            ],
        ),
        MergeKind(
            "programmes",
            Programme,
            "โครงการ/ระบบงาน/มาตรฐาน",
            lambda row: [
                ("ชื่อเต็ม", row.name),
                ("ชื่อย่อ", row.short_name),
                ("ประเภท", row.get_kind_display()),
                ("ชื่อเรียกอื่น", row.aliases),
            ],
        ),
    )
}


def what_hangs_on(target: Model, dropped: Model) -> list[tuple[str, int, int]]:
    """(label, number at the target row, number at the other) of every table with a key to them; one query a key."""
    counts = []
    for key in keys_to(type(target)):
        rows = key.model._base_manager.filter(**{f"{key.name}__in": [target.pk, dropped.pk]}).order_by()
        numbers = dict(rows.values_list(key.attname).annotate(Count("pk")))
        if numbers:
            label = f"{key.model._meta.verbose_name_plural} ({key.verbose_name})"
            counts.append((label, numbers.get(target.pk, 0), numbers.get(dropped.pk, 0)))
    return counts


def choices_at(target: Model, dropped: Model) -> list[KeyClash]:
    """The clashes of which somebody must choose the row that stays, with the visit or directive of each."""
    open_clashes = [clash for clash in clashes(target, dropped) if type(clash.of_target) in RULES.to_choose]
    for table, needed in ((Attendance, ["visit__unit"]), (Assignment, ["directive", "unit"])):
        rows = [
            row
            for clash in open_clashes
            for row in (clash.of_target, clash.of_dropped)
            if isinstance(row, table)
        ]
        prefetch_related_objects(rows, *needed)
    return open_clashes


def visits_of(model: type[Model], keys: Iterable[int]) -> set[int]:
    """The keys of the visits on which rows hang."""
    if model is Visit:
        return set(keys)
    if not issubclass(model, Tracked):
        return set()
    found = set()
    for name in model.SEEN_WITH:
        owner: Any = model._meta.get_field(name).related_model
        owners = model._base_manager.filter(pk__in=keys).values_list(f"{name}_id", flat=True)
        found |= visits_of(owner, [key for key in owners if key])
    return found


def merge_rows(target: Model, dropped: Model, choices: Mapping[str, str], *, by: User) -> Merge:
    """Merges two rows of the register; raises MergeRefused.

    Notes which of the visits concerned are not certified, because the merge is undone only while they are not.
    """
    with transaction.atomic(), written_by(by):
        touched: set[int] = set()
        for key in keys_to(type(target)):
            touched |= visits_of(key.model, rows_of(key, dropped).values_list("pk", flat=True))
        settled = []
        for clash in choices_at(target, dropped):
            if isinstance(clash.of_target, Assignment):
                settled.append(clash.of_target.directive_id)
                if clash.of_target.progress.exists() and clash.of_dropped.progress.exists():
                    raise MergeRefused(
                        f"ทั้งสองหน่วยงานรายงานผลของข้อสั่งการ {clash.of_target.directive} ไว้แล้ว จึงรวมไม่ได้ "
                        "เพราะรายงานของหน่วยงานหนึ่งจะหายไป"
                    )
        dropped_key = dropped.pk
        record = merge(target, dropped, RULES, choices, by=by)
        open_visits = Visit.objects.filter(pk__in=touched).exclude(record_state=RecordState.FINAL)
        record.moves["open_visits"] = sorted(open_visits.values_list("pk", flat=True))
        record.save()
        settle_keys(settled)
        _answer_with(target, dropped_key)
    return record


def _answer_with(target: Model, dropped_key: int) -> None:
    """Answers given in imports that are still open name the target row from now on."""
    start = "person:" if isinstance(target, Official) else "unit:"
    for source in Import.objects.exclude(answers={}) if isinstance(target, Official | Unit) else ():
        answers = {
            name: target.pk if name.startswith(start) and key == dropped_key else key
            for name, key in source.answers.items()
        }
        if answers != source.answers:
            source.answers = answers
            source.save(update_fields=["answers"])


def undo_merge(record: Merge, *, by: User) -> None:
    """Takes a merge back; raises MergeRefused where a visit concerned was certified since."""
    certified = Visit.history.filter(
        id__in=record.moves.get("open_visits", []),
        record_state=RecordState.FINAL,
        history_date__gte=record.at,
    )
    if names := list(certified.values_list("number", flat=True).distinct()[:3]):
        raise MergeRefused(f"มีการรับรองข้อมูลหลังการรวมแล้ว ({', '.join(names)}) จึงยกเลิกไม่ได้")
    with transaction.atomic(), written_by(by):
        undo(record, by=by)
        deleted = [
            history_key for label, history_key in record.moves["deleted"] if label == "visits.assignment"
        ]
        settle_keys(Assignment.history.filter(pk__in=deleted).values_list("directive_id", flat=True))
