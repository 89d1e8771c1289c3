from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    """Documents that were numbered before the day was kept get it from their number."""
    documents = apps.get_model("outgoing", "OutgoingDocument")
    numbers = apps.get_model("numbering", "Number").objects.filter(
        series__code__startswith="outgoing:", voided_at=None, holder__startswith="matter:"
    )
    for holder, taken in numbers.values_list("holder", "taken_at").iterator():
        day = timezone.localtime(taken).date()
        documents.objects.filter(pk=int(holder.removeprefix("matter:"))).update(numbered_on=day)


class Migration(migrations.Migration):
    dependencies = [
        ("outgoing", "0005_yearly"),
        ("numbering", "0001_initial"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
