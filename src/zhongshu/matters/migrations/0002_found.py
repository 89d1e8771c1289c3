from django.db import migrations
from django.utils import timezone


def note(apps, schema_editor):
    """Let what was opened before there was an index be indexed by the worker."""
    pending, matters = apps.get_model("search", "Pending"), apps.get_model("matters", "Matter").objects
    numbers = matters.order_by("pk").values_list("pk", flat=True).iterator(1000)
    now = timezone.now()
    pending.objects.bulk_create((pending(subject=number, at=now) for number in numbers), 1000, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial"), ("search", "0002_grams")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
