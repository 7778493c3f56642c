from django.contrib.auth.backends import ModelBackend

from officials.models import User


class AccountBackend(ModelBackend):
    """The account of a request comes with what its second factor asks: no page pays a query for it."""

    def get_user(self, user_id):
        account = User.objects.with_factor().filter(pk=user_id).first()
        return account if account and self.user_can_authenticate(account) else None
