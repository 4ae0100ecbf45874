"""Staff screen: messages that could not be sent."""

from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from shop.communication.kinds import UnknownKind, kind_named, render
from shop.communication.models import Message

from .frame import page, staff_view
from .registry import Screen

PERMISSION = "communication.view_message"


def failed() -> int:
    """Count the messages nobody got."""
    return Message.objects.filter(state=Message.State.FAILED).count()


@staff_view(PERMISSION)
def message_list(request: HttpRequest) -> HttpResponse:
    """List messages, those that failed first; never a code or a link's secret."""
    failed_first = Case(When(state=Message.State.FAILED, then=0), default=1)
    messages = Message.objects.order_by(failed_first, "-created_at", "-pk")
    if request.GET.get("gagal"):
        messages = messages.filter(state=Message.State.FAILED)
    found = Paginator(messages, 50).get_page(request.GET.get("hal"))
    rows = [(message, subject_of(message)) for message in found]
    return page(request, "dashboard/messages.html", {"found": found, "rows": rows})


def subject_of(message: Message) -> str:
    """Return what a message is about, in its reader's words; its kind's name if that is gone."""
    try:
        kind = kind_named(message.kind)
        return render(
            kind,
            values=message.values,
            secret="",
            name=message.name,
            language=message.language,
        ).subject
    except (UnknownKind, KeyError):
        return message.kind


SCREENS = (
    Screen(
        url_name="messages",
        title=_("Messages"),
        permission=PERMISSION,
        patterns=(path("pesan/", message_list, name="messages"),),
        waiting=failed,
    ),
)
