"""Sign-ins that are open: whose, since when, on what device, last seen when; each ends by itself at a time the server knows."""

import hashlib

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.dispatch import receiver
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from officials.models.devices import device_of


class OpenSessionQuerySet(models.QuerySet):
    def of(self, user):
        """Those that still let the account in, the one used last first."""
        return self.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen", "session_key")


class OpenSession(AbstractBaseSession):
    """Django's table of sessions with columns to list them by; deleting a row ends it at once."""

    user = models.ForeignKey(
        "officials.User", models.CASCADE, null=True, related_name="sessions", verbose_name="บัญชีผู้ใช้"
    )
    since = models.DateTimeField("เข้าสู่ระบบเมื่อ")
    seen = models.DateTimeField("ใช้งานล่าสุด")
    device = models.CharField("อุปกรณ์", max_length=80, blank=True)

    objects = BaseSessionManager.from_queryset(OpenSessionQuerySet)()

    class Meta:
        verbose_name = "การเข้าสู่ระบบ"
        verbose_name_plural = "การเข้าสู่ระบบ"

    @classmethod
    def get_session_store_class(cls):
        return SessionStore

    @property
    def mark(self):
        """Names the row on a page without giving away its key, which would let a reader of the page in."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:20]

    @property
    def last_moment(self):
        return self.since + settings.SESSION_ABSOLUTE

    def use(self, now):
        """Never ends before the time that its pages promise, which count uses that are not written down."""
        self.seen = now
        self.expire_date = min(now + settings.SESSION_IDLE + settings.SESSION_SEEN_EVERY, self.last_moment)


class SessionStore(DatabaseStore):
    """Keeps the row it was read from, so that a request knows when it was last used without another query."""

    row = None

    @classmethod
    def get_model_class(cls):
        return OpenSession

    def _get_session_from_db(self):
        self.row = super()._get_session_from_db()
        return self.row

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        now = timezone.now()
        row.user_id = data.get(SESSION_KEY)
        row.since = parse_datetime(data["since"]) if "since" in data else now
        row.device = data.get("device", "")
        row.use(now)
        self.row = row
        return row

    def use(self):
        """A minute is fine enough; a write with every page would make readers queue."""
        now = timezone.now()
        if self.row is None or now - self.row.seen < settings.SESSION_SEEN_EVERY:
            return
        self.row.use(now)
        OpenSession.objects.filter(pk=self.session_key).update(
            seen=self.row.seen, expire_date=self.row.expire_date
        )

    @property
    def seconds_left(self):
        """Until it ends though it be used all the time."""
        return max(0, int((self.row.last_moment - timezone.now()).total_seconds())) if self.row else 0


@receiver(user_logged_in)
def begin(request, **_):
    """What is told of a session is written once, at the sign-in; those that have ended are swept out."""
    SessionStore.clear_expired()
    request.session["since"] = timezone.now().isoformat()
    request.session["device"] = device_of(request.META.get("HTTP_USER_AGENT", ""))
