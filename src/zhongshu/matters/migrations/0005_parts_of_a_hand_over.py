from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0004_hand_overs_undone")]

    operations = [
        # Nothing has written a piece before this column.
        migrations.AddField(
            model_name="handoverpiece",
            name="part",
            field=models.CharField(default="task", max_length=8),
            preserve_default=False,
        ),
        migrations.AddField(model_name="handoverpiece", name="stations", field=models.JSONField(default=list)),
    ]
