"""The database itself refuses to change or delete ledger rows, on SQLite and PostgreSQL."""

from django.db import migrations

TABLES = ("payment_posting", "payment_entry")

POSTGRESQL_FUNCTION = """
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()
"""
SQLITE_TRIGGER = """
CREATE TRIGGER {table}_no_{action} BEFORE {action} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
        for table in TABLES:
            schema_editor.execute(POSTGRESQL_TRIGGER.format(table=table))
    else:
        for table in TABLES:
            for action in ("update", "delete"):
                schema_editor.execute(SQLITE_TRIGGER.format(table=table, action=action))


def unguard(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            for action in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{action}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION ledger_is_append_only()")


class Migration(migrations.Migration):
    dependencies = [("payment", "0007_sambung_desa_relations")]
    operations = [migrations.RunPython(guard, unguard)]
