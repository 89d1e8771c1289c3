"""Writing an entry, taking it out, and noting that it is out of date."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from zhongshu.search.models import Entry, EntryNumber, EntryPerson, Pending
from zhongshu.search.rules import Content, Filters, dialects, facet, text
from zhongshu.trail.rules import check_transaction

# An update where the row stands already: whoever is indexing it at this moment then waits for this change.
MARK = "INSERT INTO search_pending (subject, at) VALUES (%s, %s) ON CONFLICT (subject) DO UPDATE SET at = excluded.at"
TITLE = "标题"
TOGETHER = 500  # entries


def mark(subject: int, *, at: datetime) -> None:
    """Note that a subject has changed (待更新检索), inside the transaction that changes it."""
    check_transaction()
    with connection.cursor() as cursor:  # bare SQL: every act passes here
        cursor.execute(MARK, [subject, connection.ops.adapt_datetimefield_value(at)])


def mark_all(table: str, *, at: datetime) -> None:
    """Note that all subjects of a table are to be indexed anew (重建检索)."""
    check_transaction()
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_pending (subject, at) SELECT id, %s FROM {name} WHERE true ON CONFLICT DO NOTHING",  # noqa: S608
            [connection.ops.adapt_datetimefield_value(at)],
        )


def take_up(subject: int) -> None:
    """Strike the note that a subject has changed, before its content is read: what changes from here on is noted anew.

    Whoever locks the subject does so before this, as the acts do that note a change.
    """
    check_transaction()
    Pending.objects.filter(subject=subject).delete()


def put(subject: int, content: Content) -> None:
    """Write the entry of a subject (编入检索), in place of the one that stands there."""
    check_transaction()
    forget(subject)
    whole, sources = _laid_out(content)
    year = timezone.localtime(content.at).year
    marks = sorted(_marks(content, year))
    Entry.objects.create(
        subject=subject,
        kind=content.kind,
        unit=content.unit,
        year=year,
        at=content.at,
        title=content.title,
        sources=sources,
        marks=marks,
        text=whole,
    )
    keys = {key for number in content.numbers for key in text.number_keys(number)}
    EntryNumber.objects.bulk_create(EntryNumber(entry_id=subject, key=key) for key in sorted(keys))
    EntryPerson.objects.bulk_create(EntryPerson(entry_id=subject, person=person) for person in sorted(content.people))
    with connection.cursor() as cursor:
        cursor.execute(dialects.PUT, dialects.put(subject, _tokens(whole, marks)))


def forget(subject: int) -> None:
    """Take the entry of a subject out (移出检索), at once."""
    check_transaction()
    entry = Entry.objects.filter(pk=subject).first()
    if entry is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(*dialects.take(subject, _tokens(entry.text, entry.marks)))
    entry.delete()


def write_tokens() -> int:
    """Write the tokens of all entries anew (重建词元) into a database that has the entries alone; return how many."""
    check_transaction()
    count = 0
    with connection.cursor() as cursor:
        for entry in Entry.objects.iterator(chunk_size=TOGETHER):
            cursor.execute(dialects.PUT, dialects.put(entry.pk, _tokens(entry.text, entry.marks)))
            count += 1
    return count


def _laid_out(content: Content) -> tuple[str, list[tuple[int, str, int | None]]]:
    """Return the parts as one text, and where each begins; the title last, so that a passage shows something else."""
    parts = [(part.label, text.normalise(part.text), part.attachment) for part in content.parts]
    parts.append((TITLE, text.normalise(content.title), None))
    sources, place = [], 0
    for label, words, attachment in parts:
        if words:
            sources.append((place, label, attachment))
            place += len(words) + 1
    return "\n".join(words for _, words, _ in parts if words), sources


def _marks(content: Content, year: int) -> set[str]:
    """Return the tokens that stand in no text: what a search is narrowed by, and how names are spelled."""
    found = set(Filters(content.kind, content.unit, None, year).facets())
    for person, name in content.people.items():
        found |= {*Filters(person=person).facets(), *(facet("name", one) for one in text.spellings(name))}
    return found


def _tokens(whole: str, marks: list[str]) -> set[str]:
    return text.grams(whole) | set(marks)
