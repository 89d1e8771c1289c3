"""What waits for a second person (待复核), and what has been imported (导入记录)."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhongshu.org.models import Confirmation, OrgImport
from zhongshu.trail.rules import canonical


def open_confirmations(at: datetime) -> QuerySet[Confirmation]:
    """Return the critical operations that wait to be settled (待复核), the oldest first."""
    return Confirmation.objects.filter(verdict="", expires_at__gt=at).order_by("id")


def waiting_for(arguments: dict[str, Any], at: datetime) -> Confirmation | None:
    """Return the oldest critical operation that waits to be settled with just these arguments, or None."""
    return open_confirmations(at).filter(arguments=canonical(arguments)).first()


def past_confirmations(at: datetime) -> QuerySet[Confirmation]:
    """Return those that were settled or have expired (复核记录), the latest first."""
    return Confirmation.objects.exclude(pk__in=open_confirmations(at).values("pk")).order_by("-id")


def imports() -> QuerySet[OrgImport]:
    """Return the workbooks that were checked (导入记录), the latest first, without their bytes."""
    return OrgImport.objects.defer("content", "outcome").order_by("-id")
