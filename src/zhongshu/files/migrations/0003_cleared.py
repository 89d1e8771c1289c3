from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0002_file_text")]

    operations = [migrations.AddField("storedfile", "cleared_at", models.DateTimeField(null=True))]
