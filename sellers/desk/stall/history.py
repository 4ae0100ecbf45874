"""What happened in the stall: who changed what, when and why."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from sellers.desk.access import Desk, Right, desk_view, page
from sellers.news import history as stall_history

PER_PAGE = 25


@desk_view(Right.STALL)
def history(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the stall's changes, the newest first.

    Money, accounts and people only for an owner whose number nobody doubts.
    """
    is_owner = desk.is_owner and not request.user.phone_doubted_at
    events = stall_history.of_stall(desk.seller, is_owner=is_owner)
    current = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "changes": stall_history.changes(current.object_list),
        "pages": current,
        "previous_url": f"?page={current.previous_page_number()}" if current.has_previous() else "",
        "next_url": f"?page={current.next_page_number()}" if current.has_next() else "",
    }
    return page(request, desk, "desk/history.html", context, tab="stall")
