"""The way to the card provider's page, and back from it."""

from http import HTTPStatus

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.order import links, states
from shop.order.models import Order
from shop.payment import methods
from shop.payment.card import sessions
from shop.payment.methods.card import Card
from shop.payment.models import Payment

from .access import buyer, own_orders

#: What a browser remembers of the attempts it began: by their keys, the mark of its link.
SESSION_KEY = "card_attempts"
KEPT = 10
_signer = signing.Signer(salt="shop.storefront.card_return", sep=".")


class SeeOther(HttpResponseRedirect):
    """Leads on to another page with GET, whatever was sent here (RFC 9110, 15.4.4)."""

    status_code = HTTPStatus.SEE_OTHER


def lead_to_page(
    request: HttpRequest, order: Order, *, url: str, link_mark: str = ""
) -> HttpResponse:
    """Lead to the page where the order is paid by card; to the order, with the reason, if not."""
    by = buyer(request, order)
    try:
        payment = methods.switch(order, method=Card.code, by=by)[0]
        back = request.build_absolute_uri(return_address(payment))
        page = sessions.open_page(payment, by=by, back_url=back, cancel_url=back)
    except methods.PaidMeanwhile as news:
        messages.success(request, str(news))
    except (methods.NotOffered, states.NotPossible) as refusal:
        messages.error(request, str(refusal))
    else:
        _remember(request, payment, link_mark)
        return SeeOther(page)
    return redirect(url)


def return_address(payment: Payment) -> str:
    """Return where the provider sends the buyer: nobody can guess it, and it opens no order."""
    return reverse("storefront:card_return", args=[_signer.sign(payment.pk)])


@never_cache
@require_safe
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """Read the attempt anew at the provider, and lead the browser that began it to its order.

    Anybody else reads how the attempt went, and nothing of the order.
    """
    payment = _named(token)
    is_answered = payment.state not in Payment.OPEN or Card().status(payment)
    payment.refresh_from_db()
    kind, text = _news(payment, is_answered=is_answered)
    page = _order_page(request, payment)
    if page is None:
        context = {"kind": kind, "text": text}
        return render(request, "order/card_return.html", context)
    messages.add_message(request, messages.constants.DEFAULT_LEVELS[kind.upper()], text)
    return redirect(page)


def _named(token: str) -> Payment:
    try:
        key = _signer.unsign(token)
    except signing.BadSignature as error:
        raise Http404 from error
    payment = Payment.objects.filter(pk=key, method=Card.code).select_related("order").first()
    if payment is None:
        raise Http404
    return payment


def _news(payment: Payment, *, is_answered: bool) -> tuple[str, str]:
    """Return the kind of message and the words for how an attempt went."""
    state = Payment.State
    said = {
        state.CAPTURED: ("success", _("Your payment has arrived. Thank you.")),
        state.AUTHORISED: (
            "success",
            _("Your card is accepted. We take the money once the goods are weighed."),
        ),
        state.IN_DOUBT: ("info", _("We are looking at your payment. Please don't pay again.")),
    }
    if payment.state in said:
        return said[payment.state]
    if payment.state not in Payment.OPEN:
        return "warning", _("This card payment is over. The order shows what you can do.")
    if not is_answered:
        return "info", _("We are checking your payment. Look again in a minute.")
    return "warning", _("The card payment is not finished. Your order is kept meanwhile.")


def _remember(request: HttpRequest, payment: Payment, link_mark: str) -> None:
    known = request.session.get(SESSION_KEY, {})
    known.pop(str(payment.pk), None)
    kept = dict(list(known.items())[1 - KEPT :])
    request.session[SESSION_KEY] = {**kept, str(payment.pk): link_mark}


def _order_page(request: HttpRequest, payment: Payment) -> str | None:
    """Return the order's page, for its owner and for a browser whose link is still good."""
    order = payment.order
    person = request.user
    if person.is_authenticated and own_orders(person).filter(pk=order.pk).exists():
        return reverse("storefront:account_order", args=[order.number])
    mark = request.session.get(SESSION_KEY, {}).get(str(payment.pk), "")
    if mark and links.find_marked(mark) == order:
        return reverse("storefront:order", args=[links.mint(order)])
    return None
