"""Django's sessions, kept by a digest of their key (会话): a copy of the database lets nobody into an open session.

It also lets a session be ended by whoever knows the digest alone: the row beside it (`org.models.Session`).
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from zhongshu.org.rules import devices

# Asked by every page, and written out: the ORM takes longer to put the question.
LOAD = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """As the one it derives from, but that the key itself never reaches the database."""

    def load(self) -> dict[str, Any]:
        """Return what a session holds; one that is not there loses its key."""
        kept = _kept(devices.digest(self.session_key)) if self.session_key else None
        if kept is None:
            self._session_key = None
            return {}
        return self.decode(kept)  # type: ignore[no-any-return]

    def exists(self, session_key: str) -> bool:
        """Tell whether a key is taken."""
        return super().exists(devices.digest(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to be saved."""
        key = devices.digest(self._get_or_create_session_key())  # type: ignore[attr-defined]
        return Session(session_key=key, session_data=self.encode(data), expire_date=self.get_expiry_date())

    def delete(self, session_key: str | None = None) -> None:
        """Forget a session, this one unless told."""
        key = session_key or self.session_key
        if key:
            super().delete(devices.digest(key))


def _kept(key: str) -> str | None:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(LOAD, [key, now])
        found = cursor.fetchone()
    return found[0] if found else None
