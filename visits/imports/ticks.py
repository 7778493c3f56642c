"""Columns of ticks: what "/" may mean in a table of a kind comes from the policies and activities of the office."""

from config.thai.text import fold
from visits.imports.targets import (
    ACTIVITY,
    DIMENSION,
    DIRECTIVE_KIND,
    DIRECTIVES,
    STATUS,
    TARGETS,
    VISITS,
    Target,
)
from visits.models import Activity, Dimension, DirectiveKind, Status


def targets_of(kind: str) -> tuple[Target, ...]:
    """What the columns of a kind may hold, ticks included; at most one query."""
    return (*TARGETS[kind], *ticks_of(kind))


def ticks_of(kind: str) -> list[Target]:
    """The ticks of a kind: dimensions and kinds of directives, activities and status of visits."""
    ticks: list[Target] = []
    if kind == DIRECTIVES:
        dimensions = list(Dimension.objects.select_related("policy").order_by("policy__code", "order"))
        several = len({dimension.policy_id for dimension in dimensions}) > 1
        for dimension in dimensions:
            policy = f" ({dimension.policy.label})" if several else ""
            code = f"{DIMENSION}{dimension.policy.code}:{dimension.code}"
            ticks.append(Target(code, f"“/” คือ มิติ{dimension.name}{policy}", (dimension.name,), is_tick=True))
        for value, label in DirectiveKind.choices:
            word = label.split(" (")[0]
            ticks.append(Target(f"{DIRECTIVE_KIND}{value}", f"“/” คือ {label}", (word,), is_tick=True))
    elif kind == VISITS:
        for activity in Activity.objects.all():
            code = f"{ACTIVITY}{activity.code}"
            ticks.append(Target(code, f"“/” คือ {activity.name}", (activity.name,), is_tick=True))
        done, planned = Status.DONE, Status.TENTATIVE
        ticks += [
            Target(f"{STATUS}{done}", f"“/” คือ {done.label}", (done.label, "แล้วเสร็จ"), is_tick=True),
            Target(
                f"{STATUS}{planned}", "“/” คือ ยังไม่ดำเนินการ", ("ยังไม่ดำเนินการ", "ยังไม่แล้วเสร็จ"), is_tick=True
            ),
        ]
    return ticks


def activity_codes() -> dict[str, str]:
    """Code by folded name, for a column that names activities in words."""
    return {fold(name): code for name, code in Activity.objects.values_list("name", "code")}
