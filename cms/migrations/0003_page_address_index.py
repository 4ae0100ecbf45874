"""An index for finding pages by their address; Wagtail has none and reads the whole table.

On SQLite a later Wagtail migration that rebuilds the table drops it; a test looks at the
query plan, so that the next upgrade makes it again.
"""

from django.db import migrations

NAME = "cms_page_url_path"


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_relations"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {NAME} ON wagtailcore_page (url_path)", f"DROP INDEX {NAME}"
        )
    ]
