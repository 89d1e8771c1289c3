"""Django's sessions, kept by a digest of their key (会话): a copy of the database lets nobody into an open session.

It also lets a session be ended by whoever knows the digest alone: the row beside it (`org.models.Session`).
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from zhongshu.org.rules import devices


class SessionStore(db.SessionStore):
    """As the one it derives from, but that the key itself never reaches the database."""

    def _get_session_from_db(self) -> Session | None:
        kept = self.session_key and devices.digest(self.session_key)
        found = Session.objects.filter(session_key=kept, expire_date__gt=timezone.now()).first() if kept else None
        if found is None:
            self._session_key = None
        return found

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
