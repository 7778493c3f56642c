"""Tracked models: every write leaves old and new value, the name of its author and a reason (rule 12 of the domain)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.dispatch import receiver
from django.http import HttpRequest
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from config.occurring import KeptPrefetch, prefetch_occurring
from config.thai.fields import SortKeyField

SYSTEM = "ระบบ"

# An account, or the name of a job.
Author = AbstractUser | str

_author: ContextVar[Author | None] = ContextVar("author", default=None)


class Untracked(RuntimeError):
    """A write that would leave no trace."""


@contextmanager
def written_by(author: Author) -> Iterator[None]:
    """Names the author (an account, or the name of a job) of all writes outside a web request."""
    token = _author.set(author)
    try:
        yield
    finally:
        _author.reset(token)


def author_of(request: HttpRequest | None) -> Author:
    """The signed-in account; outside a request the account or job named by `written_by`, else the site itself."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return user
    return _author.get() or SYSTEM


def author_name(author: Author) -> str:
    """The name as it stands in history: of an account the full name, else the user name."""
    return author if isinstance(author, str) else author.get_full_name() or author.get_username()


def author_account(
    instance: models.Model, request: HttpRequest | None = None, **_: Any
) -> AbstractUser | None:
    """The account that history names as the author; None for a job. django-simple-history calls it for each write."""
    author = author_of(request)
    return None if isinstance(author, str) else author


class Trace(models.Model):
    """The author's name as text on every history row: it stays when the account is gone."""

    history_user_name = models.CharField("ผู้บันทึก", max_length=300)

    class Meta:
        abstract = True


@receiver(pre_create_historical_record, dispatch_uid="config.tracking.write_name")
def write_name(history_instance: Any, history_user: AbstractUser | None, **_: Any) -> None:
    """Puts the author's name on a history row."""
    author = history_user or author_of(getattr(HistoricalRecords.context, "request", None))
    history_instance.history_user_name = author_name(author)


class CachedHistoryManager(HistoryManager):
    """Builds the manager's class once for each QuerySet; at each use of `history` it took a tenth of every write."""

    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[models.QuerySet], class_name: str | None = None
    ) -> type[models.Manager]:
        """Django's own."""
        return super().from_queryset(queryset_class, class_name)


class HistoryWithoutDerived(HistoricalRecords):
    """History without derived columns; of the excluded names each model has only some."""

    excluded_fields: list[str]

    def create_history_model(self, model: type[models.Model], inherited: bool) -> type[models.Model]:
        """The history model, without those of the excluded fields that the model has."""
        present = {field.name for field in model._meta.fields}
        self.excluded_fields = [name for name in self.excluded_fields if name in present]
        return super().create_history_model(model, inherited)


def history(excluded: tuple[str, ...] = ("search", "sort_key"), **options: Any) -> HistoricalRecords:
    """The `history = history()` of a tracked model; derived columns are left out."""
    return HistoryWithoutDerived(
        bases=[Trace],
        excluded_fields=excluded,
        get_user=author_account,
        history_manager=CachedHistoryManager,
        history_change_reason_field=models.TextField("เหตุผล", null=True, blank=True),
        **options,
    )


def with_followers(model: type[models.Model], fields: Iterable[str]) -> set[str]:
    """The names of `fields` and of what changes with any of them: sort keys and the version."""
    columns = model._meta.concrete_fields
    following = [one.name for one in columns if isinstance(one, SortKeyField) or one.name == "version"]
    return {*fields, *following}


class TrackedQuerySet(models.QuerySet):
    """Refuses writes that would leave no history, and gives each user the rows that they may see."""

    _officer = None
    _lookups: tuple[KeptPrefetch, ...] = ()

    def visible_to(self, user: Any) -> Self:
        """The rows that a user may see; every page, choice and export starts from it."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        if user.sees_everything:
            return self
        rows = self.in_scope_of(user)
        rows._officer = user
        return rows

    def in_scope_of(self, officer: Any) -> Self:
        """Rows for a user outside the office: those whose owners in `SEEN_WITH` are visible to them."""
        rows = self
        for name in self.model.SEEN_WITH:
            owner = self.model._meta.get_field(name).related_model
            rows = rows.filter(**{f"{name}__in": owner.objects.visible_to(officer).order_by()})
        return rows

    def beside(self, model: type["Tracked"]) -> "TrackedQuerySet":
        """Rows of `model` filtered by `visible_to` of this QuerySet's user.

        Used in subqueries, so that a search cannot reveal hidden rows.
        """
        rows = model.objects.order_by()
        return rows.visible_to(self._officer) if self._officer else rows

    def _clone(self) -> Self:
        copy = super()._clone()  # type: ignore[misc]  # private, so the stubs do not have it
        copy._officer, copy._lookups = self._officer, self._lookups
        return copy

    def with_occurring(self, *lookups: KeptPrefetch) -> Self:
        """With relations to many that are fetched with the rows, as `prefetch_occurring` does."""
        rows = self.all()
        rows._lookups = (*self._lookups, *lookups)
        return rows

    def _fetch_all(self) -> None:
        is_read = self._result_cache is not None
        super()._fetch_all()
        rows: Any = self._result_cache
        if not is_read and rows and isinstance(rows[0], models.Model):
            self.fetch_occurring(rows)

    def fetch_occurring(self, rows: Sequence[Any]) -> None:
        """Fetches what `with_occurring` names for rows that were read otherwise."""
        if self._lookups:
            prefetch_occurring(rows, *self._lookups)

    def for_choosing(self) -> Self:
        """With the relations that `choice_label` reads, where a model distinguishes rows of one name."""
        return self

    def update(self, **values: Any) -> int:
        """Refused: it leaves no history."""
        raise Untracked(
            f"{self.model.__name__}: update() leaves no history; save() the rows or use bulk_update()"
        )

    def bulk_create(
        self, objs: Iterable[Any], batch_size: int | None = None, *args: Any, **options: Any
    ) -> list[Any]:
        """Django's, with a history row for each."""
        with transaction.atomic():
            created = super().bulk_create(objs, batch_size, *args, **options)
            self.remember(created, batch_size)
        return created

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Django's, with a history row for each and with what follows from the fields."""
        objs, names = list(objs), with_followers(self.model, fields)
        columns = [column for column in self.model._meta.concrete_fields if column.name in names]
        # What `save()` would do to the values.
        for row in objs:
            if "version" in names:
                row.version += 1
            for column in columns:
                column.pre_save(row, add=False)
        with transaction.atomic():
            count = models.QuerySet(self.model, using=self.db).bulk_update(objs, names, batch_size)
            self.remember(objs, batch_size, update=True)
        return count

    def remember(
        self,
        rows: Sequence[models.Model],
        batch_size: int | None = None,
        update: bool = False,
        reason: str | None = None,
    ) -> None:
        """Writes a history row for each of `rows`, by the author of this moment."""
        if not rows:
            return
        trace = getattr(self.model, self.model._meta.simple_history_manager_attribute)
        author = author_of(getattr(HistoricalRecords.context, "request", None))
        trace.bulk_history_create(
            rows,
            batch_size=batch_size,
            update=update,
            default_change_reason=reason,
            default_user=None if isinstance(author, str) else author,
            custom_historical_attrs={"history_user_name": author_name(author)},
        )


@cache
def labels_of(field: models.Field) -> dict[Any, str]:
    """The labels of a field's choices."""
    return dict(field.flatchoices)


class Tracked(models.Model):
    """Base of every model that staff edit; `version` counts the saves, so that two editors notice each other."""

    # Foreign keys to the owners of a row: who sees all of these sees the row. Empty: reference data, visible to everybody.
    SEEN_WITH: tuple[str, ...] = ()
    # Whether a reviewer may revert a single change; not where steps lead from state to state.
    REVERTED = True
    # Whether words are found in `search` by an index of their letters (`config.word_index`).
    WORDS_INDEXED = False

    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=0, editable=False)
    history: Any
    # The reason that goes into the next row of history.
    _change_reason: str | None

    objects: ClassVar = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves with the next version; with `update_fields`, sort keys and the version are saved too."""
        self.version += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_followers(type(self), kwargs["update_fields"])
        super().save(*args, **kwargs)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Django's, which says above a form what concerns several fields; here it stands at the last of them."""
        try:
            super().validate_constraints(exclude)
        except ValidationError as error:
            fields = [field.name for field in self._meta.fields if field.name not in (exclude or ())]
            places = {
                constraint.violation_error_message: [name for name in fields if name in names_in(constraint)]
                for constraint in self._meta.constraints
            }
            sentences = error.error_dict
            for one in sentences.pop(NON_FIELD_ERRORS, []):
                place = (places.get(one.message) or [NON_FIELD_ERRORS])[-1]
                sentences.setdefault(place, []).append(one)
            raise ValidationError(sentences) from error

    def _get_FIELD_display(self, field: models.Field) -> str:  # noqa: N802 - Django's name
        """The label of a choice; Django's own makes a dictionary of all choices each time."""
        value = getattr(self, field.attname)
        return labels_of(field).get(value, value)


def names_in(constraint: models.BaseConstraint) -> set[str]:
    """The names of the fields that a constraint is about."""
    names = set(getattr(constraint, "fields", ()))
    if isinstance(condition := getattr(constraint, "condition", None), models.Q):
        names |= condition.referenced_base_fields
    return names


def ever_known(model: type[Any], *fields: str) -> set[tuple[Any, ...]]:
    """The values of `fields` of all rows of a tracked model that exist or ever existed."""
    return set(model.history.values_list(*fields))
