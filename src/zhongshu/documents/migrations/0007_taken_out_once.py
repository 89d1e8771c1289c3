from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_lists")]

    operations = [
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.UniqueConstraint(
                fields=["archive", "place"], condition=Q(archive__isnull=False), name="documents_taken_out_once"
            ),
        ),
    ]
