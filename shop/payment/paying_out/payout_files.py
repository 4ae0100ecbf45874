"""A released batch as a table that a bank's bulk transfer takes."""

import csv
import io

from django.utils.translation import gettext as _

from shop.payment.models import Payout, PayoutBatch
from shop.payment.papers.sheet import harmless


def csv_of(batch: PayoutBatch) -> bytes:
    """Return what is to be paid: bank, number, holder, rupiah, note; UTF-8 with a mark, semicolons.

    Indonesian spreadsheets expect both. Only what still waits for the bank stands in it.
    """
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(
        [_("Bank"), _("Account number"), _("Account holder"), _("Amount (rupiah)"), _("Note")]
    )
    waiting = batch.payouts.filter(state=Payout.State.RELEASED).select_related("partner")
    for payout in waiting:
        note = f"PENCAIRAN {payout.pk}"
        cells = (payout.bank, payout.number, payout.holder, payout.amount, note)
        rows.writerow(harmless(cell) for cell in cells)
    return text.getvalue().encode("utf-8-sig")
