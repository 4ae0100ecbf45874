"""Calls that change something at the provider: written down first, then sent, then acted on.

A row is committed before its call is sent, and is resent unchanged under its own key. Once the
provider may have forgotten the key, or answers with an error it has kept, the outcome is looked
for; only where nothing is found, the change is asked again as a new call. A process that dies
anywhere leaves a row that `retry_due` goes on with.
"""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from shop.order import states
from shop.payment.models import CardPayment, Payment, ProviderCall, Refund

from . import operations, pages
from .client import Refused, Unanswered

log = logging.getLogger(__name__)

Operation, State = ProviderCall.Operation, ProviderCall.State
WAITING = [State.INTENDED, State.UNKNOWN]
ANSWERED = [State.DONE, State.REFUSED]
#: For how long nobody else sends a call that is being sent: longer than all its time-outs.
LEASE = timedelta(minutes=2)
#: Keys are kept for at least 24 hours (docs.stripe.com/api/idempotent_requests).
KEY_IS_KNOWN = timedelta(hours=23)
AT_FIRST = timedelta(minutes=1)
AT_MOST = timedelta(minutes=30)
#: Error codes of our own: the provider keeps an error for the key; another call took over; it
#: was never sent; nothing was found and it is too late to ask again.
REPLAYED, REPLACED, WITHDRAWN, LOST = "replayed_error", "replaced", "withdrawn", "not_found"
#: Operations that are asked once for an object, however often somebody wants them.
ASKED_ONCE = {Operation.OPEN_PAGE, Operation.CLOSE_PAGE, Operation.VOID}
#: Operations whose object can carry our marks.
MARKED = {Operation.OPEN_PAGE, Operation.CAPTURE, Operation.REFUND}


def intend(
    operation: str,
    *,
    payment: Payment,
    refund: Refund | None = None,
    target: str = "",
    parameters: Mapping[str, object],
) -> ProviderCall:
    """Write down a call in the caller's transaction; `make` sends it once that is committed.

    One for the same object that has no answer yet is returned instead of another.
    """
    if operation in ASKED_ONCE:
        asked = payment.provider_calls.filter(
            operation=operation, target=target, state__in=WAITING
        ).last()
        if asked:
            return asked
    key = uuid.uuid4().hex
    return ProviderCall.objects.create(
        operation=operation,
        payment=payment,
        refund=refund,
        target=target,
        parameters=_marked(operation, parameters, payment, refund, key),
        key=key,
        next_at=timezone.now() + AT_FIRST,
    )


def make(call_id: int) -> ProviderCall:
    """Send a call that has no answer yet, and act on the answer; return the call as it is then.

    Outside any transaction. A call that somebody else is sending comes back as it is. Where
    another call had to take over, that one is returned.
    """
    if _lease(call_id):
        call = _answered(ProviderCall.objects.get(pk=call_id))
    else:
        call = ProviderCall.objects.get(pk=call_id)
    if call.state in ANSWERED and call.finished_at is None:
        settle(call)
    return call


def withdraw(call: ProviderCall) -> bool:
    """Give up a call that was never sent; False if it was."""
    return bool(
        ProviderCall.objects.filter(
            pk=call.pk, state=State.INTENDED, first_sent_at__isnull=True
        ).update(
            state=State.REFUSED, error_code=WITHDRAWN, finished_at=timezone.now(), next_at=None
        )
    )


def settle(call: ProviderCall) -> None:
    """Read anew what an answered call was about; while that fails, the sweep does it later.

    The provider refuses to read what is another account's, as after a change of keys.
    """
    try:
        _read_again(call)
    except (Unanswered, Refused) as error:
        log.warning("call %s: answered, but nothing could be read: %s", call.pk, error)
        ProviderCall.objects.filter(pk=call.pk).update(next_at=_later(call.attempts))
        return
    ProviderCall.objects.filter(pk=call.pk).update(finished_at=timezone.now(), next_at=None)
    heard = CardPayment.objects.filter(payment=call.payment_id, unanswered_since__isnull=False)
    heard.update(unanswered_since=None)
    call.refresh_from_db()


def retry_due(limit: int = 50) -> int:
    """Go on with calls that have no answer, or whose answer wasn't acted on; returns how many."""
    due = (
        ProviderCall.objects.filter(
            Q(state__in=WAITING) | Q(finished_at__isnull=True), next_at__lte=timezone.now()
        )
        .order_by("next_at", "pk")
        .values_list("pk", flat=True)[:limit]
    )
    made = 0
    for call_id in list(due):
        try:
            make(call_id)
            made += 1
        except Exception:
            log.exception("call %s could not be made", call_id)
            ProviderCall.objects.filter(pk=call_id).update(next_at=timezone.now() + AT_MOST)
    return made


def _marked(
    operation: str,
    parameters: Mapping[str, object],
    payment: Payment,
    refund: Refund | None,
    key: str,
) -> dict[str, object]:
    """Return the parameters with our order, payment and call in the metadata."""
    marked = dict(parameters)
    if operation not in MARKED:
        return marked
    marks = {"order": payment.order.number, "payment": str(payment.pk), "call": key}
    if refund:
        marks["refund"] = str(refund.pk)
    marked["metadata"] = {**marked.get("metadata", {}), **marks}
    if intent := marked.get("payment_intent_data"):
        marked["payment_intent_data"] = {
            **intent,
            "metadata": {**intent.get("metadata", {}), **marks},
        }
    return marked


def _lease(call_id: int) -> bool:
    """Take a call for sending, so that page and worker never send it at once."""
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return bool(
        ProviderCall.objects.filter(free, pk=call_id, state__in=WAITING).update(
            state=State.UNKNOWN,
            attempts=F("attempts") + 1,
            first_sent_at=Coalesce("first_sent_at", Value(now)),
            leased_until=now + LEASE,
            next_at=now + LEASE,
        )
    )


def _answered(call: ProviderCall) -> ProviderCall:
    """Send a leased call, or look for what it did where sending again could do it twice."""
    try:
        if not _is_uncertain(call):
            return _done(call, operations.send(call))
        found = operations.find(call)
    except Unanswered as error:
        return _postpone(call, error)
    except Refused as refused:
        return _refused(call, code=refused.code, message=refused.message)
    return _replace(call) if found is None else _done(call, found)


def _is_uncertain(call: ProviderCall) -> bool:
    is_old = call.first_sent_at < timezone.now() - KEY_IS_KNOWN
    return call.attempts > 1 and (is_old or call.error_code == REPLAYED)


def _done(call: ProviderCall, answer) -> ProviderCall:
    with transaction.atomic():
        _lock(call)
        if _finish(call, State.DONE, provider_id=answer.id, error="", error_code=""):
            if call.operation == Operation.OPEN_PAGE:
                pages.keep(call, answer)
        else:
            log.error("call %s was answered when it was over: %s", call.pk, answer.id)
    call.refresh_from_db()
    return call


def _refused(call: ProviderCall, *, code: str, message: str = "") -> ProviderCall:
    with transaction.atomic():
        _lock(call)
        is_first = _finish(call, State.REFUSED, error_code=code[:80], error=message[:300])
        if is_first and call.operation == Operation.OPEN_PAGE:
            pages.refuse(call, code=code)
    call.refresh_from_db()
    return call


def _replace(call: ProviderCall) -> ProviderCall:
    """Ask a change again that never happened, under a new key; a page is too old for that."""
    if call.operation == Operation.OPEN_PAGE:
        return _refused(call, code=LOST)
    with transaction.atomic():
        moved = ProviderCall.objects.filter(
            pk=call.pk, state=State.UNKNOWN, leased_until=call.leased_until
        ).update(
            state=State.REFUSED,
            error_code=REPLACED,
            finished_at=timezone.now(),
            next_at=None,
            leased_until=None,
        )
        call.refresh_from_db()
        if not moved:
            return call
        again = intend(
            call.operation,
            payment=call.payment,
            refund=call.refund,
            target=call.target,
            parameters=call.parameters,
        )
    return make(again.pk)


def _lock(call: ProviderCall) -> None:
    """Lock the order first: the answer about a page moves its payment and its time to pay."""
    if call.operation == Operation.OPEN_PAGE:
        states.lock(call.payment.order_id)


def _finish(call: ProviderCall, state: str, **changes: object) -> bool:
    """Write an answer down once; the row stays due until `settle` has acted on it."""
    return bool(
        ProviderCall.objects.filter(pk=call.pk, state__in=WAITING).update(
            state=state, leased_until=None, next_at=timezone.now(), **changes
        )
    )


def _postpone(call: ProviderCall, error: Unanswered) -> ProviderCall:
    log.warning("call %s (%s) has no answer: %s", call.pk, call.operation, error)
    code = REPLAYED if error.is_replayed else call.error_code
    ProviderCall.objects.filter(pk=call.pk, state=State.UNKNOWN).update(
        leased_until=None,
        next_at=_later(call.attempts),
        error_code=code,
        error=str(error)[:300],
    )
    call.refresh_from_db()
    return call


def _later(attempts: int) -> datetime:
    return timezone.now() + min(AT_FIRST * 2 ** min(attempts - 1, 10), AT_MOST)


def _read_again(call: ProviderCall) -> None:
    # Applying asks for calls itself (it lets money go that came for a dead order).
    from . import applying  # noqa: PLC0415 - the two modules need each other

    if call.operation == Operation.CLOSE_PAGE:
        applying.session(call.target)
    elif call.operation in (Operation.CAPTURE, Operation.VOID):
        applying.intent(call.target)
    elif call.state == State.DONE and call.operation == Operation.REFUND:
        applying.refund(call.provider_id)
    elif call.state == State.DONE and call.attempts > 1:
        # The page stood there for a while before we knew of it.
        applying.session(call.provider_id)
