import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count


def name_parts(apps, schema_editor):
    """Say of every refund that is about one part alone which part that is."""
    refunds = apps.get_model("payment", "Refund").objects
    share = apps.get_model("payment", "RefundShare")
    parts = apps.get_model("order", "SellerOrder").objects
    alone = dict(
        parts.filter(
            order__in=apps.get_model("order", "Order")
            .objects.annotate(parts=Count("seller_orders"))
            .filter(parts=1)
        ).values_list("order", "pk")
    )
    about = {
        refund.pk: refund.granted_for_id
        or refund.payment and refund.payment.seller_order_id
        or alone.get(refund.order_id)
        for refund in refunds.select_related("payment")
    }
    share.objects.bulk_create(
        share(refund=refund, seller_order_id=about[refund.pk], amount=refund.amount)
        for refund in refunds.all()
        if about[refund.pk]
    )


def name_accounts(apps, schema_editor):
    """Say from which account a refund by bank left."""
    for refund in (
        apps.get_model("payment", "Refund")
        .objects.filter(state="sent", payment__account__isnull=False)
        .exclude(reference__startswith="cash:")
        .select_related("payment")
    ):
        refund.paid_from_id = refund.payment.account_id
        refund.save(update_fields=["paid_from"])


def check_now(apps, schema_editor):
    """Let PostgreSQL check the new references, so that the table may be altered next."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("order", "0025_one_charge_many_sellers"),
        ("payment", "0010_one_charge_many_sellers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="refund",
            name="paid_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds_paid",
                to="payment.bankaccount",
                verbose_name="account it left from",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="waits_for_weighing",
            field=models.BooleanField(
                default=False, verbose_name="other parts are still to be weighed"
            ),
        ),
        migrations.RunPython(name_parts, migrations.RunPython.noop),
        migrations.RunPython(name_accounts, migrations.RunPython.noop),
        migrations.RunPython(check_now, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="refund", name="refund_granted_has_a_bearer"),
        migrations.RemoveField(model_name="refund", name="granted_for"),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("is_weighing", True), ("state__in", ["needs_account", "approved"])
                ),
                fields=("payment",),
                name="refund_one_open_weighing_difference",
            ),
        ),
    ]
