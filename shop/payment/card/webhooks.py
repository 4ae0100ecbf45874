"""The address the provider calls; it answers by status alone and knows no session."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import client, dispatch, events


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """Act on one event: 400 for what isn't the provider's, 503 to be told again, else 200."""
    body = request.read(events.LARGEST + 1)
    try:
        dispatch.act(events.verify(body, request.headers.get("stripe-signature", "")))
    except events.NotGenuine:
        return HttpResponse(status=400)
    except client.Unanswered:
        return HttpResponse(status=503)
    except events.NotOurs as stranger:
        dispatch.set_aside(stranger.event, stranger.reason)
    return HttpResponse(status=200)
