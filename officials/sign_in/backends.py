"""How accounts are looked up at sign-in and at each request."""

from django.contrib.auth.backends import ModelBackend

from officials.models import User


class AccountBackend(ModelBackend):
    """Django's backend, with what the second factor asks of the account in the query that loads it."""

    def get_user(self, user_id: int) -> User | None:
        """The active account of a session; None where it is gone or suspended."""
        account = User.objects.with_factor().filter(pk=user_id).first()
        return account if account and self.user_can_authenticate(account) else None
