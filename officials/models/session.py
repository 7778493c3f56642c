"""Open sign-ins: of which account, since when, on what device, last seen when; the server decides when each ends."""

import hashlib
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from config.status.database_state import written
from officials.models.devices import device_of

# Asked on every page: to build it anew would take longer than the answer.
OF_KEY = "SELECT * FROM officials_opensession WHERE session_key = %s"


class OpenSessionQuerySet(models.QuerySet):
    """Sign-ins as rows."""

    def of(self, user: models.Model) -> Self:
        """Those of an account that have not ended, the one used last first."""
        return self.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen", "session_key")


class OpenSession(AbstractBaseSession):
    """Django's table of sessions with columns to list them by; deleting a row ends it at once."""

    user = models.ForeignKey(
        "officials.User", models.CASCADE, null=True, related_name="sessions", verbose_name="บัญชีผู้ใช้"
    )
    since = models.DateTimeField("เข้าสู่ระบบเมื่อ")
    seen = models.DateTimeField("ใช้งานล่าสุด")
    device = models.CharField("อุปกรณ์", max_length=80, blank=True)

    objects: ClassVar = BaseSessionManager.from_queryset(OpenSessionQuerySet)()

    class Meta:
        verbose_name = "การเข้าสู่ระบบ"
        verbose_name_plural = "การเข้าสู่ระบบ"

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """The store below; called by Django."""
        return SessionStore

    @property
    def mark(self) -> str:
        """Identifies the row on a page without its key, with which a reader of the page could sign in."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:20]

    @property
    def last_moment(self) -> datetime:
        """When it ends even if it is used all the time."""
        return self.since + settings.SESSION_ABSOLUTE

    def use(self, now: datetime) -> None:
        """Notes a use, unsaved; uses within `SESSION_SEEN_EVERY` are not written, so the end allows for them."""
        self.seen = now
        self.expire_date = min(now + settings.SESSION_IDLE + settings.SESSION_SEEN_EVERY, self.last_moment)


class SessionStore(DatabaseStore):
    """Holds the row it was read from, so that a request knows without another query when it was last used."""

    row: OpenSession | None = None
    # Whether the browser sent the key of a session that has ended.
    has_ended = False

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        """The table; called by Django."""
        return OpenSession

    def _get_session_from_db(self) -> OpenSession | None:
        rows = OpenSession.objects.raw(OF_KEY, [self.session_key])
        now = timezone.now()
        self.row = next((row for row in rows if row.expire_date > now), None)
        self.has_ended = self.row is None
        if self.has_ended:
            self._session_key = None
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        """The row to be saved, with its columns filled from the data of the session."""
        row: Any = super().create_model_instance(data)
        now = timezone.now()
        row.user_id = data.get(SESSION_KEY)
        row.since = parse_datetime(data["since"]) if "since" in data else now
        row.device = data.get("device", "")
        row.use(now)
        self.row = row
        return row

    def use(self) -> None:
        """Saves a use at most once in `SESSION_SEEN_EVERY`: a write with every page would make readers queue."""
        now = timezone.now()
        if self.row is None or now - self.row.seen < settings.SESSION_SEEN_EVERY:
            return
        row = self.row
        row.use(now)
        times = {"seen": row.seen, "expire_date": row.expire_date}
        rows = OpenSession.objects.filter(pk=self.session_key)
        written(lambda: rows.update(**times), f"account {row.user_id} seen at {now.isoformat()}")

    @property
    def seconds_left(self) -> int:
        """Seconds until it ends even if it is used all the time."""
        return max(0, int((self.row.last_moment - timezone.now()).total_seconds())) if self.row else 0


@receiver(user_logged_in)
def begin(request: HttpRequest, **_: Any) -> None:
    """Stores start and device of a session at the sign-in, and deletes ended sessions."""
    SessionStore.clear_expired()
    request.session["since"] = timezone.now().isoformat()
    request.session["device"] = device_of(request.META.get("HTTP_USER_AGENT", ""))
