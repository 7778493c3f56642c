"""WHO: people, posts, appointments, accounts, open sign-ins and the usage log."""

from officials.models.access_key import AccessKey
from officials.models.account import RequiredFactor, TrackedUserManager, User
from officials.models.appointment import Appointment, AppointmentKind, PositionStatement, Post
from officials.models.deputy import Deputy
from officials.models.identity import Identity
from officials.models.people import FormerName, Official, OfficialAlias
from officials.models.session import OpenSession
from officials.models.usage_log import Use, UseKind
