"""Bringing an owner in: her name and phone, then a QR code that she opens on her own phone."""

import segno
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.refusals import SellerRefused
from sellers.team.introductions import introduce
from shop.people.phones import BadPhone
from shop.villages.models import Region

from .scope import Scope, not_yours, room_view

#: Pixels of one square of the code: a small code then fills most of a 360 px screen.
SQUARE = 6


class IntroductionForm(forms.Form):
    """Whom the volunteer stands beside."""

    name = forms.CharField(label=gettext_lazy("Owner's name"), max_length=150)
    phone = forms.CharField(
        label=gettext_lazy("Owner's mobile number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    village = forms.ModelChoiceField(label=gettext_lazy("Village"), queryset=None)

    def __init__(self, scope: Scope, *args, **kwargs):
        super().__init__(*args, **kwargs)
        villages = scope.villages.with_place().order_by("name")
        self.fields["village"].queryset = villages
        if len(villages[:2]) == 1:
            self.fields["village"].initial = villages[0]


@room_view
def bring_in(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Ask for whom, then show the link as QR; it is shown once and lives 15 minutes."""
    if not scope.introduces:
        return not_yours(request, scope)
    form = IntroductionForm(scope, request.POST if request.method == "POST" else None)
    context = {"page_title": _("Bring an owner in"), "header_icon": "user", "form": form}
    if form.is_bound and form.is_valid():
        try:
            introduction, secret = introduce(**_whom(form), by=scope.by)
        except BadPhone as refusal:
            form.add_error("phone", str(refusal))
        except SellerRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            address = settings.SITE_URL.rstrip("/") + reverse("desk:introduced", args=[secret])
            until = timezone.localtime(introduction.expires_at)
            shown = {"introduction": introduction, "address": address, "until": until}
            return render(
                request, "cms/rooms/introduced.html", context | shown | {"qr": qr(address)}
            )
    return render(request, "cms/rooms/bring_in.html", context, status=422 if form.is_bound else 200)


def qr(text: str) -> str:
    """Draw a text as a QR code, black on white, with the quiet zone that cameras need."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        scale=SQUARE, border=4, light="#fff", omitsize=True, title=_("QR code")
    )
    return mark_safe(drawn)  # noqa: S308 - drawn from squares, the text is not in it


def _whom(form: IntroductionForm) -> dict[str, str | Region]:
    return {name: form.cleaned_data[name] for name in ("name", "phone", "village")}
