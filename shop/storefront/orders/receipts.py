"""The numbered receipt of an order's payment, as a page and as PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from shop.payment.models import BuyerReceipt
from shop.payment.papers import receipt as paper

from .access import Access, order_view


@order_view
def receipt_page(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Show a receipt of this order."""
    receipt = _of(access, pk)
    context = {"text": paper.read(receipt), "receipt": receipt, "url": access.url}
    return render(request, "order/receipt.html", context)


@order_view
def receipt_pdf(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Hand out a receipt of this order as a file."""
    return as_file(_of(access, pk))


def as_file(receipt: BuyerReceipt) -> HttpResponse:
    """Return the PDF under its number's name."""
    return HttpResponse(
        paper.to_pdf(receipt),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="kuitansi-{receipt.number}.pdf"'},
    )


def _of(access: Access, pk: int) -> BuyerReceipt:
    receipts = BuyerReceipt.objects.select_related("payment")
    return get_object_or_404(receipts, pk=pk, payment__order=access.order)
