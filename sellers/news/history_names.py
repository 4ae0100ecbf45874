"""The names that events of a stall speak of, which hold ids only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.models import Product
from sellers.models import Consent, Credential
from shop.history.models import Event
from shop.people.models import User


@dataclass(frozen=True)
class Names:
    """Titles of listings, names of papers and of people, each by id."""

    listings: dict[int, Product]
    papers: dict[int, Credential]
    people: dict[int, User]
    consents: dict[int, Consent]

    def of(self, event: Event) -> dict[str, str]:
        """Return what an event's words name: its listing, group, paper and person."""
        listing = self.listings.get(_listing(event))
        paper = self.papers.get(_fact(event, "paper"))
        return {
            "listing": listing.title if listing else _("a listing"),
            "group": str(event.after.get("name", "")),
            "paper": paper.name if paper else _("a paper"),
            "person": self._person(event),
        }

    def _person(self, event: Event) -> str:
        consent = self.consents.get(_fact(event, "consent"))
        person = consent.volunteer if consent else self.people.get(_fact(event, "person"))
        return (person and person.name) or _("somebody")


def names_in(events: Iterable[Event]) -> Names:
    """Look up whom and what events speak of; at most four queries."""
    events = list(events)
    return Names(
        listings=Product.objects.only("title").in_bulk({_listing(event) for event in events} - {0}),
        papers=Credential.objects.in_bulk(_facts(events, "paper")),
        people=User.objects.in_bulk(_facts(events, "person")),
        consents=Consent.objects.select_related("volunteer").in_bulk(_facts(events, "consent")),
    )


def _listing(event: Event) -> int:
    """Return the id of the listing that an event is about; 0 for another subject."""
    return int(event.subject_id) if event.subject_type == Product._meta.label else 0


def _facts(events: Iterable[Event], name: str) -> set[int]:
    return {found for event in events if (found := _fact(event, name))}


def _fact(event: Event, name: str) -> int | None:
    return event.after.get(name) or event.before.get(name)
