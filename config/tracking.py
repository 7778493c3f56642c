"""Who wrote what: every write to a tracked model leaves old and new value, an author's name and a reason."""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import models, transaction
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from config.thai.fields import SortKeyField

SYSTEM = "ระบบ"
_author = ContextVar("author", default=None)


class Untracked(RuntimeError):
    """A write that would leave no trace."""


@contextmanager
def written_by(author):
    """Names the author (an account, or the name of a job) of all writes outside a web request."""
    token = _author.set(author)
    try:
        yield
    finally:
        _author.reset(token)


def author_of(request):
    """The signed-in account; outside a request the account or job named by `written_by`, else the site itself."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return user
    return _author.get() or SYSTEM


def author_name(author):
    return author if isinstance(author, str) else author.get_full_name() or author.get_username()


def _account(instance, request=None, **_):
    author = author_of(request)
    return None if isinstance(author, str) else author


def _named(history_user):
    return author_name(history_user or author_of(getattr(HistoricalRecords.context, "request", None)))


class Trace(models.Model):
    """The author's name as text on every history row: it stays when the account is gone."""

    history_user_name = models.CharField("ผู้บันทึก", max_length=300)

    class Meta:
        abstract = True


def _write_name(history_instance, history_user, **_):
    history_instance.history_user_name = _named(history_user)


pre_create_historical_record.connect(_write_name, dispatch_uid="config.tracking.write_name")


class OnceMadeManager(HistoryManager):
    """The library makes this class anew at each look at `history`, which took a tenth of every write."""

    from_queryset = classmethod(cache(HistoryManager.from_queryset.__func__))


class DerivedLeftOut(HistoricalRecords):
    """Asks each model which of the left-out fields it has: history looks them all up by name."""

    def create_history_model(self, model, inherited):
        present = {field.name for field in model._meta.fields}
        self.excluded_fields = [name for name in self.excluded_fields if name in present]
        return super().create_history_model(model, inherited)


def history(excluded=("search", "sort_key"), **options):
    """The `history = history()` of a tracked model; derived columns are left out."""
    return DerivedLeftOut(
        bases=[Trace],
        excluded_fields=excluded,
        get_user=_account,
        history_manager=OnceMadeManager,
        history_change_reason_field=models.TextField("เหตุผล", null=True, blank=True),
        **options,
    )


def with_followers(model, fields):
    """The names of `fields` and of what changes with any of them: sort keys and the version."""
    columns = model._meta.concrete_fields
    following = [one.name for one in columns if isinstance(one, SortKeyField) or one.name == "version"]
    return {*fields, *following}


def move_on(row, fields):
    """What `save()` would do to the values, for a write in bulk."""
    if "version" in fields:
        row.version += 1
    for name in fields:
        row._meta.get_field(name).pre_save(row, add=False)


class TrackedQuerySet(models.QuerySet):
    """Shuts the doors by which a write would pass history unseen, and rows that are not for everybody's eyes."""

    _officer = None

    def visible_to(self, user):
        """What a user may see: the one place that decides; all pages, choices and exports start from it."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        if user.sees_everything:
            return self
        rows = self.in_scope_of(user)
        rows._officer = user
        return rows

    def in_scope_of(self, officer):
        """What one outside the office sees: of rows that hang on others, those that hang on what is seen."""
        rows = self
        for name in self.model.SEEN_WITH:
            owner = self.model._meta.get_field(name).related_model
            rows = rows.filter(**{f"{name}__in": owner.objects.visible_to(officer).order_by()})
        return rows

    def beside(self, model):
        """Rows of another model to ask for conditions: only those that are seen by whom these rows were made for."""
        rows = model.objects.order_by()
        return rows.visible_to(self._officer) if self._officer else rows

    def _clone(self):
        copy = super()._clone()
        copy._officer = self._officer
        return copy

    def for_choosing(self):
        """With what `choice_label` needs, where a model tells its namesakes apart."""
        return self

    def update(self, **values):
        raise Untracked(
            f"{self.model.__name__}: update() leaves no history; save() the rows or use bulk_update()"
        )

    def bulk_create(self, objs, batch_size=None, **options):
        with transaction.atomic():
            created = super().bulk_create(objs, batch_size=batch_size, **options)
            self._remember(created, batch_size)
        return created

    def bulk_update(self, objs, fields, batch_size=None):
        objs, fields = list(objs), with_followers(self.model, fields)
        for row in objs:
            move_on(row, fields)
        with transaction.atomic():
            count = models.QuerySet(self.model, using=self._db).bulk_update(objs, fields, batch_size)
            self._remember(objs, batch_size, update=True)
        return count

    def _remember(self, rows, batch_size=None, update=False, reason=None):
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


class Tracked(models.Model):
    """Base of every model that staff edit; `version` counts the saves, so that two editors notice each other."""

    # Foreign keys to what a row hangs on: it is seen with all of these. Empty: reference data, which everybody sees.
    SEEN_WITH = ()
    # Whether a reviewer may take back one change of it: not where verbs lead from state to state.
    REVERTED = True

    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=0, editable=False)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.version += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_followers(type(self), kwargs["update_fields"])
        super().save(*args, **kwargs)


def ever_known(model: type[Any], *fields: str) -> set[tuple[Any, ...]]:
    """The values of `fields` of all rows of a tracked model that exist or ever existed: what staff deleted does not come back."""
    return set(model.history.values_list(*fields))
