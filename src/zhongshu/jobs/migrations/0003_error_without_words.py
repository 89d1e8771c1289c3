"""What errors said is forgotten: it may quote a person or a document. Their class stays."""

from django.db import migrations


def forget(apps, schema_editor):
    jobs = apps.get_model("jobs", "Job").objects.exclude(error="")
    for number, error in jobs.values_list("pk", "error").iterator():
        jobs.filter(pk=number).update(error=error.partition("\n")[0])


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_processes")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
