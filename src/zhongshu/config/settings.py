"""All settings. What differs between machines comes from the environment; everything else is decided here."""

import os
from pathlib import Path

import dj_database_url

from zhongshu.config import secrets

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("ZHONGSHU_VAR", "var")).resolve()
VAR.mkdir(parents=True, exist_ok=True)

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
    "django.contrib.staticfiles",
    "django_tasks",
    "zhongshu.trail",
    "zhongshu.jobs",
    "zhongshu.numbering",
    "zhongshu.calendars",
    "zhongshu.files",
    "zhongshu.org",
    "zhongshu.notices",
    "zhongshu.matters",
    "zhongshu.ui",
    "zhongshu.documents",
    "zhongshu.portal",
]

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "zhongshu.config.urls"

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON;"  # an expunged secret must not survive in free pages
    "PRAGMA cache_size=-16384;"
)


def _database() -> dict:
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'zhongshu.sqlite3'}"
    database = dict(dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True))
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

FILES = VAR / "files"  # kept by digest, in the backup
UPLOADS = VAR / "uploads"  # on their way, swept
QUARANTINE = VAR / "quarantine"  # found to be secret, never in a backup
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
}
FILE_MAX_BYTES = 100 * 1024 * 1024
MAX_REQUEST_BYTES = 210 * 1024 * 1024
# Addresses of the proxies in front; only their X-Forwarded-For and X-Forwarded-Proto are believed.
PROXIES = tuple(filter(None, os.environ.get("ZHONGSHU_PROXIES", "").split(",")))
