"""The one settings file: everything that differs between machines comes from the environment or `.env`."""

import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import django.forms
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from config.databases import REPLICA, all_databases, direct_address
from config.environment import BASE_DIR, env, media_storage, need_extra, read_flag, read_number

DEBUG = read_flag("DEBUG")
DEMO = read_flag("DEMO")
# `make demo`: a database and files of their own beside the real ones, whatever DATABASE_URL says, full of invented visits.
INVENTED = read_flag("INVENTED")
SECRET_KEY = env.str("SECRET_KEY", default="")
# What only writes files of the checkout, as in a clone without .env, makes do with a key of its own. All else is refused.
if not SECRET_KEY and (
    sys.argv[1:2] in (["makemigrations"], ["makemessages"], ["compilemessages"])
    or sys.argv[0].endswith(("/mypy", "/mypy/__main__.py"))
):
    SECRET_KEY = get_random_secret_key()
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY ยังไม่ได้กำหนดหรือสั้นเกินไป: ใส่ข้อความสุ่มอย่างน้อย 50 ตัวอักษรใน .env หรือสั่ง make run "
        "(SECRET_KEY is missing or short: put 50 random characters into .env, or run `make run`)"
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Behind a proxy that ends TLS: cookies travel over HTTPS only, and HSTS makes browsers stay on it.
HTTPS = read_flag("HTTPS")
# How many proxies of our own stand before the site, each of which appends the address of its client to X-Forwarded-For.
PROXIES = read_number("PROXIES", 0, 0, 9)
# Hosts of private networks that webhooks may be sent to; without a name here only the internet, by https.
WEBHOOK_PRIVATE_HOSTS = env.list("WEBHOOK_PRIVATE_HOSTS", default=[])
# Shown to those who cannot sign in: a telephone number, a room, an address.
CONTACT = env.str("CONTACT", default="").strip()

# A line for each request in the site's log; a proxy usually writes one already.
ACCESS_LOG = read_flag("ACCESS_LOG")
# Lines for people, or one JSON object a line for a program that collects logs.
LOG_FORMAT = env.str("LOG_FORMAT", default="text").strip()
if LOG_FORMAT not in ("text", "json"):
    raise ImproperlyConfigured(
        "LOG_FORMAT ไม่ถูกต้อง: ให้ใส่ text หรือ json (LOG_FORMAT is wrong: write text or json)"
    )
# Whether lines of JSON name account and network address: personal data, so only where it is wanted.
LOG_PEOPLE = read_flag("LOG_PEOPLE")

INSTALLED_APPS = [
    "config.apps.SiteConfig",
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "simple_history",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "units",
    "officials",
    "visits",
]

MIDDLEWARE = [
    "config.logs.RequestId",
    "config.logs.AccessLog",
    "config.status.errors.DatabaseWatch",
    "config.addresses.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.private_pages.PrivatePages",
    "csp.middleware.CSPMiddleware",
    "config.link_tracking.LinkTrackingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "officials.sign_in.session_middleware.SessionTimes",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "officials.sign_in.bearer.BearerKeys",
    "officials.sign_in.views.SecondFactorMiddleware",
    "officials.sign_in.session_middleware.SignInRequired",
    "visits.attachments.uploads.PrepareUploads",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.forms.saved_forms.TypedWordsMiddleware",
    "officials.history.usage_middleware.Uses",
    "units.merged_rows.MergedAddresses",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Figures for Prometheus at /metrics; the proxy admits only machines of the ministry.
METRICS = read_flag("METRICS")
if METRICS:
    need_extra("django_prometheus", "METRICS")
    INSTALLED_APPS.append("django_prometheus")
    MIDDLEWARE.insert(0, "django_prometheus.middleware.PrometheusBeforeMiddleware")
    MIDDLEWARE.append("django_prometheus.middleware.PrometheusAfterMiddleware")
# Faults go to this Sentry, without accounts, addresses and what was typed.
SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    need_extra("sentry_sdk", "SENTRY_DSN")
    sentry = import_module("sentry_sdk")
    sentry.init(
        dsn=SENTRY_DSN, send_default_pii=False, max_request_body_size="never", include_local_variables=False
    )

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "config.forms.renderer.FormRenderer"

TEMPLATES = [
    # First in line for form widgets and for the longest parts of pages, which it renders in a fraction of the time.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            *(BASE_DIR / package / "jinja2" for package in ("config", "visits")),
            Path(django.forms.__file__).parent / "jinja2",
        ],
        "OPTIONS": {"environment": "visits.templatetags.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["config.thai.template_filters"],
        },
    },
]


DATABASES = all_databases()
DATABASE_DIRECT_URL = direct_address()
# What reads goes to a replica that keeps up; seconds of lag at which it is left aside.
if REPLICA in DATABASES:
    DATABASE_ROUTERS = ["config.replica.ReplicaRouter"]
    MIDDLEWARE.insert(
        MIDDLEWARE.index("config.status.errors.DatabaseWatch") + 1, "config.replica.ReadFromReplica"
    )
REPLICA_LAG_SECONDS = read_number("REPLICA_LAG_SECONDS", 5, 1, 600)

AUTH_USER_MODEL = "officials.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "officials.sign_in.backends.AccountBackend",
]
# Long rather than crooked: a phrase is easier to remember and harder to guess.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "officials.sign_in.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "officials.sign_in.passwords.NotOfTheOffice"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# A sign-in ends after so long without use, and at the latest after so many hours.
SESSION_ENGINE = "officials.models.session"
SESSION_IDLE = timedelta(minutes=read_number("SESSION_IDLE_MINUTES", 30, 5, 24 * 60))
SESSION_ABSOLUTE = timedelta(hours=read_number("SESSION_HOURS", 12, 1, 24 * 7))
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_SEEN_EVERY = timedelta(minutes=1)
SESSION_WARNING = min(timedelta(minutes=5), SESSION_IDLE / 2)
# Whether browsers store what is typed until it is saved; off where colleagues share computers and accounts.
KEEP_TYPED_WORDS = read_flag("KEEP_TYPED_WORDS", default=True)
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "/"
# The page behind /admin/login/: name and password, then the second factor.
SIGN_IN_VIEW = "officials.sign_in.views.SignIn"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
# By account and address together: one who guesses behind the office's proxy locks out one account, not the office.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "officials.sign_in.locks.locked_out"
# Further attempts do not prolong the lock, so that the page can state its end.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
# Its pages speak English; the trail of sign-ins is read elsewhere.
AXES_ENABLE_ADMIN = False
# The name of the site in the list of an authenticator app.
OTP_TOTP_ISSUER = "ตรวจเยี่ยม"

# Off: who entered or submitted a record cannot certify it too.
CERTIFY_OWN_RECORDS = read_flag("CERTIFY_OWN_RECORDS", default=True)
# More files than any person exports in a minute; it stops a script that copies the whole site.
EXPORTS_A_MINUTE = read_number("EXPORTS_A_MINUTE", 120, 1, 10_000)

OPENID_ADVICE = (
    "OPENID_ISSUER, OPENID_CLIENT_ID, OPENID_CLIENT_SECRET ต้องใส่ครบทั้งสามค่า และ OPENID_ISSUER ต้องขึ้นต้นด้วย https:// "
    "(all three are needed, and the issuer by https)"
)


def read_openid() -> list[str]:
    """Issuer, client and secret of the ministry's own accounts; all empty: sign-in by password alone."""
    given = [
        env.str(f"OPENID_{name}", default="").strip() for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    ]
    if any(given) and not (all(given) and given[0].startswith("https://")):
        raise ImproperlyConfigured(OPENID_ADVICE)
    return given


OPENID_ISSUER, OPENID_CLIENT_ID, OPENID_CLIENT_SECRET = read_openid()

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย")]
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.locale"]

# The address of the site, for links in e-mail.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
# Without a mail server, letters are written to the console.
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
# STARTTLS on port 587, or TLS from the first byte on port 465.
EMAIL_USE_TLS = read_flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = read_flag("EMAIL_USE_SSL")
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured(
        "EMAIL_USE_TLS และ EMAIL_USE_SSL เปิดพร้อมกันไม่ได้: พอร์ต 587 ใช้ TLS พอร์ต 465 ใช้ SSL "
        "(EMAIL_USE_TLS and EMAIL_USE_SSL exclude each other: TLS for port 587, SSL for port 465)"
    )
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="field-visits@localhost")

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
MEDIA_URL = "media/"
MEDIA_ROOT = (
    BASE_DIR / "demo-media" if INVENTED else Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
)
# Where `manage.py backup` puts its folders, best on another disk, and how many of them stay.
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(BASE_DIR / "backups")))
BACKUP_KEEP = read_number("BACKUP_KEEP", 14, 1, 1000)
STORAGES = {
    "default": media_storage(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A visit with 150 attendees posts some 3,000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.forms.saved_forms.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
# A health probe calls the process directly, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# For how long browsers insist on HTTPS; short while a new site is tried, because it cannot be withdrawn.
SECURE_HSTS_SECONDS = read_number("HSTS_SECONDS", 31_536_000, 0, 63_072_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
    }
}

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# To the console, as the server's own log: refusals in one line, a fault of the site with its traceback.
# Django by itself would only send mail, and to nobody.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "config.logs.LogLine", "fmt": "{levelname} {asctime} {name} {message}", "style": "{"},
        "json": {"()": "config.logs.JsonLine", "fmt": "{message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "access": {"level": "INFO"},
        "waitress.queue": {"level": "ERROR"},  # that a request waits for a free thread is no mistake
        "weasyprint": {"level": "ERROR"},  # it warns about every line of CSS that is for screens
    },
}
