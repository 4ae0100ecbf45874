from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("payment", "0011_refunds_by_share")]

    operations = [
        migrations.AddField("statementfile", "cells", models.JSONField(null=True)),
        migrations.AddField("statementfile", "columns", models.JSONField(null=True)),
        migrations.AddField("statementfile", "saved_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "statementrow",
            "is_alike",
            models.BooleanField(
                "an earlier upload has this day and amount with another text", default=False
            ),
        ),
        migrations.AddConstraint(
            "statementfile",
            models.CheckConstraint(
                name="statement_file_draft_keeps_cells",
                condition=Q(cells__isnull=False, saved_at__isnull=True)
                | Q(cells__isnull=True, saved_at__isnull=False),
            ),
        ),
    ]
