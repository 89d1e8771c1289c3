from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0002_outbox'),
    ]

    operations = [
        migrations.AddField(
            model_name='posting',
            name='about',
            field=models.CharField(db_index=True, default='', max_length=64),
            preserve_default=False,
        ),
    ]
