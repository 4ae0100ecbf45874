"""Support sees what buyers report and closes it; what is refused is said."""

import pytest

from shop.order.models import Complaint
from shop.payment.models import Refund

pytestmark = pytest.mark.django_db


def close(browser, complaint, **answers):
    return browser.post(
        f"/dashboard/komplain/{complaint.pk}/tutup/",
        {"bearer": "seller", "amount": "", "reason": "Foto jelas.", **answers},
        follow=True,
    )


def test_support_reads_and_closes_a_problem(sign_in, rows):
    browser = sign_in("support")
    assert "Dua telur pecah." in browser.get("/dashboard/komplain/").content.decode()
    page = browser.get(f"/dashboard/komplain/{rows.complaint.pk}/").content.decode()
    assert "1 × " in page
    assert "Rp50.000" in page

    answer = close(browser, rows.complaint, outcome="part_refund", amount="Rp12.500")

    assert answer.status_code == 200
    rows.complaint.refresh_from_db()
    assert (rows.complaint.outcome, rows.complaint.reason) == ("part_refund", "Foto jelas.")
    granted = Refund.objects.get(shares__seller_order=rows.complaint.seller_order)
    assert (granted.amount, granted.bearer) == (12_500, "seller")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"outcome": "part_refund", "amount": "50.001"}, "Pengembalian"),
        ({"outcome": "part_refund"}, "Pengembalian"),
        ({"outcome": "refused", "reason": ""}, "kolom"),
        ({"outcome": "part_refund", "amount": "seribu"}, "rupiah"),
        ({}, "kolom"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(sign_in, rows, answers, said):
    page = close(sign_in("support"), rows.complaint, **answers)

    assert page.status_code == 422
    assert said.casefold() in page.content.decode().casefold()
    assert Complaint.objects.open().get() == rows.complaint
    assert not Refund.objects.exclude(bearer="").exists()


def test_a_closed_problem_is_closed_once(sign_in, rows):
    browser = sign_in("support")
    close(browser, rows.complaint, outcome="replaced")
    assert close(browser, rows.complaint, outcome="full_refund").status_code == 422
    assert not Refund.objects.exclude(bearer="").exists()
