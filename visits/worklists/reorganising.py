"""What goes on where when units are reorganised: posts, who holds them, and directives that are still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from config.thai.dates import thai_date
from config.tracking import written_by
from officials.models import Appointment, AppointmentKind, Official, Post, User
from units.change_log import ChangeLog
from units.models import Unit, UnitReorganisation
from units.reorganisation import Reorganisation, reorganise, undo_reorganisation
from visits.models import Assignment, Progress
from visits.models.assignment import AssignmentQuerySet


@dataclass(frozen=True)
class Holder:
    """An appointment in force on the eve, and whether it is proposed to go on."""

    appointment: Appointment
    is_proposed: bool


def title_at(post: Post, unit: Unit) -> str:
    """The title of a post at a successor: with the successor's name where the title has the old one."""
    old = post.unit
    if old.name in post.title:
        return post.title.replace(old.name, unit.name)
    if old.short_name and unit.short_name:
        return post.title.replace(old.short_name, unit.short_name)
    return post.title


def posts_of(plan: Reorganisation) -> list[Post]:
    """The posts of the units that close."""
    rows = Post.objects.filter(unit__in=[unit.pk for unit in plan.closing]).select_related("unit")
    return list(rows.order_by("unit", "rank", "sort_key", "pk"))


def holders_of(plan: Reorganisation) -> dict[int, list[Holder]]:
    """By post the appointments in force on the eve, as far as is known; five queries.

    Proposed are those in force by law and, of one post, who is known to have held it last; a post has one substantive
    holder, also where several units come together.
    """
    eve = plan.last_day
    posts = {post.pk: post for post in posts_of(plan)}
    rows = Appointment.objects.filter(post__in=posts).values_list("official", flat=True).order_by()
    known: list[tuple[Any, Appointment]] = []
    for official in Official.objects.filter(pk__in=set(rows)).with_appointments():
        keys = official.position_on(eve).keys
        for appointment in official.appointments.all():
            if appointment.post_id in posts and appointment.pk in keys:
                appointment.official = official
                known.append(
                    ((appointment.plain.is_in_force_on(eve), appointment.plain.last_known(eve)), appointment)
                )
    held: set[str] = set()
    target = plan.successors[0]
    if target.pk:
        own = Appointment.objects.filter(post__unit=target, kind=AppointmentKind.SUBSTANTIVE).with_posts()
        held = {row.post.title for row in own if row.plain.is_in_force_on(eve)}
    found: dict[int, list[Holder]] = {}
    for _, appointment in sorted(known, key=lambda one: one[0], reverse=True):
        post = posts[appointment.post_id]
        title = title_at(post, target)
        is_proposed = appointment.kind != AppointmentKind.SUBSTANTIVE or title not in held
        if appointment.kind == AppointmentKind.SUBSTANTIVE:
            held.add(title)
        found.setdefault(post.pk, []).append(Holder(appointment, is_proposed))
    return found


def open_assignments(plan: Reorganisation) -> AssignmentQuerySet:
    """Directives that the units that close still have to answer."""
    keys = [unit.pk for unit in plan.closing]
    own = Q(unit__in=keys, continued_by=None) | Q(continued_by__in=keys)
    rows = Assignment.objects.filter(own).unfinished()
    return rows.select_related("directive", "unit").order_by("directive", "pk")


@dataclass(frozen=True)
class PostChoices:
    """What was chosen beside `Reorganisation.shares`: titles by post, and the appointments that go on."""

    titles: Mapping[int, str]
    continued: frozenset[int]


def carry_out(plan: Reorganisation, choices: PostChoices, *, by: User) -> UnitReorganisation:
    """Carries a plan out whole, with posts, their holders and open directives; raises ValidationError."""
    log = ChangeLog()
    with transaction.atomic(), written_by(by):
        # Of a single successor nothing is noted: it answers as the one that took over.
        assignments = list(open_assignments(plan)) if len(plan.successors) > 1 else []
        posts, holders = posts_of(plan), holders_of(plan)
        record = reorganise(plan, log, by=by)
        for post in posts:
            taker = plan.taker(f"post-{post.pk}")
            if taker is None:
                continue
            title = choices.titles.get(post.pk) or title_at(post, taker)
            successor = Post.objects.filter(unit=taker, title=title).first()
            if successor is None:
                copied = {name: getattr(post, name) for name in ("abbreviation", "aliases", "rank")}
                successor = Post(unit=taker, title=title, **copied)
                successor.full_clean()
                log.create(successor)
            for holder in holders.get(post.pk, []):
                if holder.appointment.pk in choices.continued:
                    continue_at(successor, holder.appointment, plan, log)
        for assignment in assignments:
            log.change(assignment, "continued_by", plan.taker(f"assignment-{assignment.pk}"))
        record.made = log.as_json()
        record.save()
    return record


def continue_at(post: Post, appointment: Appointment, plan: Reorganisation, log: ChangeLog) -> None:
    """Ends an appointment on the eve and has its person go on in `post` from the day on."""
    ends_on = appointment.ends_on
    log.change(appointment, "ends_on", plan.last_day)
    row = Appointment(
        official=appointment.official,
        post=post,
        kind=appointment.kind,
        starts_on=plan.on,
        ends_on=ends_on if ends_on and ends_on >= plan.on else None,
        source=plan.source or f"{plan.title} {thai_date(plan.on)}",
    )
    row.clean()
    log.create(row)


def undo(record: UnitReorganisation, *, by: User) -> None:
    """Takes a reorganisation back whole; raises ValidationError where it is no longer possible, with the sentence why."""
    handed_over = [key for label, key, *_ in record.made["changed"] if label == "visits.assignment"]
    reports = Progress.objects.filter(assignment__in=handed_over, recorded_at__gt=record.at)
    if first := reports.select_related("assignment__directive").first():
        raise ValidationError(f"ยกเลิกไม่ได้: มีการดำเนินการกับข้อสั่งการ {first.assignment.directive} หลังจากนั้นแล้ว")
    undo_reorganisation(record, by=by)
