from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_verdict")]

    operations = [
        migrations.RemoveIndex(model_name="intake", name="documents_intake_list"),
        migrations.AddIndex(
            model_name="intake",
            index=models.Index(fields=["organ", "kind", "-at", "-id"], name="documents_intake_list"),
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(
                fields=["-found_at", "-id"],
                condition=Q(found_at__isnull=False, second_at=None),
                name="documents_withheld_list",
            ),
        ),
    ]
