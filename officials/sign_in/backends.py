"""How accounts are looked up at sign-in and at each request."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils import timezone

from officials.models import User
from officials.models.account import UserQuerySet


def accounts_on(day: date) -> UserQuerySet:
    """All accounts as of a day."""
    return User.objects.with_factor(day)


@lru_cache(maxsize=1)
def account_statement(day: date) -> tuple[str, tuple[Any, ...]]:
    """SQL for one account, whose key is the last of its values: every request asks it, and to build it takes longest."""
    return accounts_on(day).order_by().filter(pk=0).query.sql_with_params()


class AccountBackend(ModelBackend):
    """Django's backend, which loads the account together with the state of its second factor in one query.

    The deputy of a reviewer on leave has the permission to certify on the days of the `Deputy` row.
    """

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """The permissions of the roles and of the account, and of a deputy that to certify; all of a superuser."""
        if isinstance(user_obj, AnonymousUser) or not user_obj.is_active or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj)
        return user_obj.permissions

    def get_user(self, user_id: int) -> User | None:
        """The active account of a session; None where it is gone or suspended."""
        sql, values = account_statement(timezone.localdate())
        account = next(iter(User.objects.raw(sql, [*values[:-1], user_id])), None)
        return account if account and self.user_can_authenticate(account) else None
