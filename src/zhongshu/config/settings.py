"""All settings. What differs between machines comes from the environment; everything else is decided here."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from zhongshu.config import logs, secrets, storing

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("ZHONGSHU_VAR", "var")).resolve()
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = secrets.read(VAR, "django.key")
TRAIL_KEY = bytes.fromhex(secrets.read(VAR, "trail.key"))
DEBUG = False
DEMONSTRATION_HOSTS = ("127.0.0.1", "localhost", "[::1]", "testserver")
ALLOWED_HOSTS = [*DEMONSTRATION_HOSTS, *filter(None, os.environ.get("ZHONGSHU_HOSTS", "").split(","))]
HTTPS = os.environ.get("ZHONGSHU_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "zhongshu.trail",
    "zhongshu.jobs",
    "zhongshu.numbering",
    "zhongshu.calendars",
    "zhongshu.files",
    "zhongshu.org",
    "zhongshu.notices",
    "zhongshu.search",
    "zhongshu.matters",
    "zhongshu.ui",
    "zhongshu.documents",
    "zhongshu.seals",
    "zhongshu.exchange",
    "zhongshu.outgoing",
    "zhongshu.portal",
    "zhongshu.config",
]

MIDDLEWARE = [
    "zhongshu.config.watching.watch",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhongshu.ui.middleware.forms_only",
    "zhongshu.ui.middleware.session_limits",
    "zhongshu.ui.middleware.whoever",
    "zhongshu.ui.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "zhongshu.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [
            Path(__file__).resolve().parents[1] / room / "templates"
            for room in ("ui", "documents", "seals", "exchange", "outgoing", "portal")
        ],
        "OPTIONS": {"environment": "zhongshu.ui.jinja.environment", "auto_reload": False},
    },
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# GB/T 22239-2019 8.1.4.1: sessions end when idle and after a working day.
LOGIN_URL = "/sign-in/"
AUTHENTICATION_BACKENDS = ["zhongshu.ui.identity.Accounts"]
SESSION_ENGINE = "zhongshu.ui.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # at most; the security policy ends sessions sooner
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health(/ready)?$", r"^metrics$"]  # asked for by machines beside this one
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "zhongshu.ui.views.errors.stale_form"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# The network's own sign-in (统一身份认证): off unless an issuer and a client are named; see portal/provider.py.
OIDC_ISSUER = os.environ.get("ZHONGSHU_OIDC_ISSUER", "")
OIDC_CLIENT = os.environ.get("ZHONGSHU_OIDC_CLIENT", "")
OIDC_SECRET = secrets.given("ZHONGSHU_OIDC_SECRET")
OIDC_SCOPES = os.environ.get("ZHONGSHU_OIDC_SCOPES", "openid profile")
OIDC_CLAIM = os.environ.get("ZHONGSHU_OIDC_CLAIM", "preferred_username")  # what names the account at first
OIDC_MATCH = os.environ.get("ZHONGSHU_OIDC_MATCH", "login")  # login or staff_code
OIDC_NAME = os.environ.get("ZHONGSHU_OIDC_NAME", "统一身份认证登录")  # on the button
OIDC_CA = os.environ.get("ZHONGSHU_OIDC_CA", "")  # certificates of the network's own authority

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON;"  # an expunged secret must not survive in free pages
    "PRAGMA cache_size=-16384;"
)


def _database() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'zhongshu.sqlite3'}"
    database: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True))
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS}
        database["CONN_HEALTH_CHECKS"] = False
    return database


DATABASES = {"default": _database()}
AUTH_USER_MODEL = "org.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]  # slow and greedy for memory, on purpose
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "zhongshu.jobs.actions.backend.LeaseBackend"}}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

UPLOADS = VAR / "uploads"  # put together here, on the host that works on them, and swept
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # who sends a document to two thousand receivers sends two for each
INTAKE = Path(os.environ.get("ZHONGSHU_INTAKE", VAR / "intake"))  # the watched folder, if there is one
FONTS = Path(os.environ.get("ZHONGSHU_FONTS", VAR / "fonts")).resolve()  # type for printing, fetched at set-up
WATERMARK_ALL = os.environ.get("ZHONGSHU_WATERMARK") == "all"  # over papers marked 公开 as well
STORES, QUARANTINE = storing.places(os.environ, VAR)  # of what is found to be secret nothing enters a backup
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}, **STORES}
FILE_MAX_BYTES = 100 * 1024 * 1024
MAX_REQUEST_BYTES = 210 * 1024 * 1024
# Addresses of the proxies in front; only their X-Forwarded-For and X-Forwarded-Proto are believed.
PROXIES = tuple(filter(None, os.environ.get("ZHONGSHU_PROXIES", "").split(",")))
# Hosts that messages may go to: names, *.names, addresses and networks; servers of one's own are to be added.
OUTSIDE_HOSTS = (
    *("oapi.dingtalk.com", "qyapi.weixin.qq.com", "open.feishu.cn"),
    *filter(None, os.environ.get("ZHONGSHU_OUTSIDE_HOSTS", "").split(",")),
)
STATIC_URL = "/static/"

LOGGING = logs.settings(os.environ.get("ZHONGSHU_LOG", "line"))
# Who may see the figures and the reasons of not being ready: this machine, and what is listed.
WATCHERS = ("127.0.0.1", "::1", *filter(None, os.environ.get("ZHONGSHU_WATCHERS", "").split(",")))
METRICS_TOKEN = os.environ.get("ZHONGSHU_METRICS_TOKEN", "")

# Backups: to which folder, for whom they can be opened, when, and how many of days, weeks and months are kept.
BACKUP_FOLDER = os.environ.get("ZHONGSHU_BACKUP", "")
BACKUP_RECIPIENTS = Path(os.environ.get("ZHONGSHU_BACKUP_RECIPIENTS", VAR / "secrets" / "backup.recipients"))
BACKUP_AT = os.environ.get("ZHONGSHU_BACKUP_AT", "01:30")
BACKUP_KEEP = os.environ.get("ZHONGSHU_BACKUP_KEEP", "7,4,12")
