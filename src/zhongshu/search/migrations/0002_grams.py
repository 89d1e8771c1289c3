from django.db import migrations

# The tokens of all entries: a full-text table without content on SQLite, an array of numbers on PostgreSQL.
CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_grams USING fts5"
        "(grams, content='', columnsize=0, detail='none', tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE search_grams (rowid bigint PRIMARY KEY, grams bigint[] NOT NULL)",
        # At once, not by and by: a list of what is still to be sorted in would be read through by every search.
        "CREATE INDEX search_grams_index ON search_grams USING gin (grams) WITH (fastupdate = off)",
        # Guesses about single tokens lead astray; what is rare is found out by asking.
        "ALTER TABLE search_grams ALTER COLUMN grams SET STATISTICS 0",
    ),
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_grams")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
