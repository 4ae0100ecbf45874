"""Who does a thing, for whom, and with whose consent."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The one who changes something; every changing verb takes it as `by`.

    `person_id` is a user's id, or None for the system and for guests; `label` is what
    people read in the timeline; `on_behalf_of_id` and `consent` say whose work a
    companion does and by which consent. `is_system` is for our own code alone, whatever name
    a guest types.
    """

    label: str
    person_id: int | None = None
    on_behalf_of_id: int | None = None
    consent: str = ""
    is_system: bool = False


SYSTEM = Actor("system", is_system=True)


def actor_for(user) -> Actor:
    """Return the actor a signed-in person is."""
    return Actor(label=str(user), person_id=user.pk)


def guest(name: str) -> Actor:
    """Return the actor for a buyer who has not signed in."""
    return Actor(label=name)
