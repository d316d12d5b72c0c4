"""Django settings, derived from `config.env`; nothing else reads the environment."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from kollega.config import deploy, env
from kollega.config.env import Mode
from kollega.kernel import clock
from kollega.platform import logs

SOURCE = Path(__file__).resolve().parents[1]
MODE = env.mode()
PRODUCTION = MODE is Mode.PRODUCTION
DEMO = MODE is Mode.DEMO

DEBUG = False
if PRODUCTION:
    deploy.refuse(os.environ)
SECRET_KEY = env.required("KOLLEGA_SECRET_KEY", stand_in=deploy.STAND_IN_SECRET)
SECRET_KEY_FALLBACKS = env.listed("KOLLEGA_SECRET_KEY_OLD")
KOLLEGA_MASTER_KEY = env.required("KOLLEGA_MASTER_KEY", stand_in=deploy.STAND_IN_MASTER_KEY)

PUBLIC_URL = env.required("KOLLEGA_PUBLIC_URL", stand_in=f"http://localhost:{env.read('KOLLEGA_PORT')}").rstrip("/")
_public = urlsplit(PUBLIC_URL)
SECURE = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

DATA_DIR = Path(env.read("KOLLEGA_DATA_DIR")).resolve()
FILES_DIR = Path(env.read("KOLLEGA_FILES_DIR") or DATA_DIR / "files")
FILE_BYTES = env.number("KOLLEGA_FILE_MB") * 1024**2
FILES_PER_CLIENT = env.number("KOLLEGA_FILES_PER_CLIENT")
FILES_PRACTICE_BYTES = env.number("KOLLEGA_FILES_GB") * 1024**3
ANCHOR_FILE = Path(env.read("KOLLEGA_ANCHOR_FILE") or DATA_DIR / "anchor.log")
ANCHOR_URL = env.read("KOLLEGA_ANCHOR_URL")
BACKS_UP = bool(env.read("KOLLEGA_BACKUP_DIR"))
MAILBOX_DIR = Path(env.read("KOLLEGA_MAILBOX_DIR") or DATA_DIR / "mailbox")
if env.read("KOLLEGA_CLOCK_FILE"):
    clock.shift_by_file(Path(env.read("KOLLEGA_CLOCK_FILE")))
CLOCK_FILE = env.read("KOLLEGA_CLOCK_FILE")
SMTP_URL = env.read("KOLLEGA_SMTP_URL")
MAIL_FROM = env.read("KOLLEGA_MAIL_FROM")
SMS_URL = env.read("KOLLEGA_SMS_URL")
SMS_REPORT_SECRET = env.read("KOLLEGA_SMS_REPORT_SECRET")
TEXTBOX_DIR = Path(env.read("KOLLEGA_TEXTBOX_DIR") or DATA_DIR / "textbox")
CATALOGUE = env.read("KOLLEGA_CATALOGUE")
SIGNUP_OPEN = env.read("KOLLEGA_SIGNUP") == "open"
PRIVATE_CALENDARS = DEMO or env.read("KOLLEGA_PRIVATE_CALENDARS") == "yes"
TRUSTED_PROXIES = frozenset(env.listed("KOLLEGA_TRUSTED_PROXIES"))


def _database(url: str, **options: object) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "kollega.platform.database",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "127.0.0.1",
        "PORT": str(parts.port or 5432),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**dict(parse_qsl(parts.query)), **options},
    }


_app_url = env.read("DATABASE_URL") or "postgresql://kollega_app@127.0.0.1:5432/kollega"
# A pool that cannot connect gives up soon and tries anew at the next request, so that the first one after the
# database is back succeeds. Each thread holds one connection; the worker has a relay and a scheduler beside its jobs.
_threads = max(env.number("KOLLEGA_WEB_THREADS"), env.number("KOLLEGA_WORKER_THREADS") + 2)
_pool = {"min_size": 0, "max_size": _threads + 2, "timeout": 3, "max_idle": 300, "reconnect_timeout": 1}
DATABASES = {
    "default": _database(_app_url, pool=_pool),
    # Denials and limits commit here while the request's own transaction may be rolled back.
    "side": _database(_app_url, pool=_pool),
}
if env.read("KOLLEGA_OWNER_DATABASE_URL"):
    DATABASES["owner"] = _database(env.read("KOLLEGA_OWNER_DATABASE_URL"))
DATABASE_ROUTERS = ["kollega.platform.database.routing.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "pgtrigger",
    "template_partials",
    "kollega.platform",
    "kollega.audit",
    "kollega.accounts",
    "kollega.practices",
    "kollega.catalogue",
    "kollega.communities",
    "kollega.clients",
    "kollega.documents",
    "kollega.scheduling",
    "kollega.feeds",
    "kollega.journal",
    "kollega.records",
    "kollega.messaging",
    "kollega.notices",
    "kollega.online",
    "kollega.teams",
    "kollega.delegation",
    "kollega.oversight",
    "kollega.operator",
    "kollega.web",
]

MIDDLEWARE = [
    "kollega.edge.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kollega.edge.headers.SecurityHeaders",
    "kollega.edge.health.HealthPages",
    "kollega.edge.login_sessions.Sessions",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kollega.edge.login_sessions.LoginSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kollega.edge.language.PersonLanguage",
    "kollega.platform.requests.RequestTransaction",
]

ROOT_URLCONF = "kollega.config.urls"
WSGI_APPLICATION = "kollega.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(SOURCE.glob("web/*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "kollega.web.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

AUTH_USER_MODEL = "accounts.Person"
PASSWORD_HASHERS = ["kollega.accounts.hashers.Argon2idHasher"]
LOGIN_URL = "/signin/"

LANGUAGE_CODE = "en"
LANGUAGES = [("sv", "Svenska"), ("nb", "Norsk"), ("de", "Deutsch"), ("fr", "Français"), ("en", "English")]
LOCALE_PATHS = sorted(str(path) for path in SOURCE.glob("**/locale") if path.is_dir())
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FIRST_DAY_OF_WEEK = 1
FORMAT_MODULE_PATH = ["kollega.config.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

REACTIONS = "kollega.config.reactions"
JOB_HEARTBEAT_SECONDS = 10.0
JOB_SILENT_SECONDS = 45.0  # then its worker counts as gone, and the job is done again
PROCRASTINATE_IMPORT_PATHS = ["kollega.platform.jobs.tasks"]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "kollega_session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "kollega_csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["kollega.edge.uploads.BoundedUpload"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

SILENCED_SYSTEM_CHECKS = ["security.W019"]

LOGGING = logs.configuration(env.read("KOLLEGA_LOG_LEVEL"))
