"""The buyer reports a problem with one seller's part, and sees the pictures he sent."""

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.images.refusals import PictureRefused
from shop.order import complaints, states
from shop.order.amounts import units_left
from shop.order.models import ComplaintPicture, Line

from .access import Access, buyer, order_view
from .pages import fill_in


class PicturesInput(forms.ClearableFileInput):
    """A choice of several pictures."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several files; its clean value is a list."""

    widget = PicturesInput(attrs={"accept": "image/*"})

    def clean(self, data, initial=None) -> list:
        return [super(PicturesField, self).clean(file, initial) for file in data or []]


class ComplaintForm(forms.Form):
    """What is wrong, with how many units of which lines, and pictures of it."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        max_length=complaints.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    pictures = PicturesField(
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy("At most 5 photos, each at most 15 MB."),
        required=False,
    )

    def __init__(self, *args, lines: list[Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        of_goods = {
            f"units_{line.pk}": forms.IntegerField(
                label=line.title,
                help_text=_("How many of the %(units)s %(unit)s?")
                % {"units": units_left(line), "unit": line.unit},
                min_value=0,
                max_value=units_left(line),
                required=False,
                initial=units_left(line) if len(lines) == 1 else 0,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
            for line in lines
        }
        self.fields = of_goods | self.fields
        if any(complaints.needs_picture(line) for line in lines):
            self.fields["pictures"].help_text = _(
                "Did an animal arrive dead? Send photos of it, and keep your video: our staff may "
                "ask for it. At most 5 photos, each at most 15 MB."
            )

    @property
    def units(self) -> dict[int, int]:
        """The units said to be wrong, by line id."""
        said = {line.pk: self.cleaned_data.get(f"units_{line.pk}") or 0 for line in self.lines}
        return {line_id: units for line_id, units in said.items() if units}


@order_view
def problem(request: HttpRequest, access: Access, part: int) -> HttpResponse:
    """Report a problem with a part that was sent or handed over, within its time."""
    seller_order = get_object_or_404(access.order.seller_orders, pk=part)
    lines = complaints.lines_open(seller_order)
    if not lines:
        messages.error(request, _why_closed(seller_order))
        return redirect(access.url)
    form = ComplaintForm(request.POST or None, request.FILES or None, lines=lines)
    if form.is_bound and form.is_valid():
        try:
            complaints.open_complaint(
                seller_order,
                text=form.cleaned_data["text"],
                units=form.units,
                pictures=form.cleaned_data["pictures"],
                by=buyer(request, access.order),
            )
        except PictureRefused as refusal:
            form.add_error("pictures", str(refusal))
        except states.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Thank you. The seller and our staff look at it; her money waits.")
            )
            return redirect(access.url)
    return fill_in(
        request,
        form,
        title=_("Problem with goods from %(name)s") % {"name": seller_order.partner_name},
        text=_("While it is open, the seller is not paid for this part."),
        action=_("Report the problem"),
        back=access.url,
    )


def _why_closed(seller_order) -> str:
    """Say why no line can be complained about: too early, over, or after its time."""
    late = next(iter(seller_order.lines.all()), None)
    if seller_order.status in complaints.OPEN_TO_COMPLAIN and late is not None:
        return str(complaints.WindowOver(late))
    return str(complaints.TooEarlyOrLate())


@order_view
def picture(request: HttpRequest, access: Access, pk: int) -> FileResponse:
    """Serve a picture of a problem with this very order."""
    shown = get_object_or_404(ComplaintPicture, pk=pk, complaint__seller_order__order=access.order)
    return complaints.serve(shown)
