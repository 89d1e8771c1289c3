"""What a person has kept for their lists (常用筛选)."""

from django.db.models import QuerySet

from zhongshu.matters.models import SavedFilter
from zhongshu.org.models import Person


def saved_filters(person: Person, page: str = "") -> QuerySet[SavedFilter]:
    """Return the selections that a person has kept, of one list or of all, in the order in which they were saved."""
    kept = SavedFilter.objects.filter(person=person).order_by("page", "saved_at", "id")
    return kept.filter(page=page) if page else kept
