"""Give a person a role in a region, end it, and mark pilot villages."""

from datetime import date

from django.db import IntegrityError, transaction

from shop.history.models import record
from shop.people.actors import Actor
from shop.villages.models import Assignment, Region
from shop.villages.signals import assignment_changed

_VILLAGE_ROLES = frozenset(
    {Assignment.Role.VOLUNTEER, Assignment.Role.OFFICE, Assignment.Role.TREASURER}
)


class AssignmentRefused(Exception):
    """The assignment can't be made or changed as asked."""


class AlreadyAssigned(AssignmentRefused):
    """The person has this role in this region already, with no end."""


class EndsBeforeStart(AssignmentRefused):
    """The last day lies before the first."""


class OwnTreasurer(AssignmentRefused):
    """Nobody hands a village's money to herself."""


class WrongLevel(AssignmentRefused):
    """Only a coordinator serves a district or regency; the other roles belong to one village."""


def assign(
    person, *, role: str, region: Region, starts: date, ends: date | None = None, by: Actor
) -> Assignment:
    """Give a person a role in a region from the first to the last day, both inclusive.

    Sends `assignment_changed` inside the transaction. Raises `AlreadyAssigned`,
    `EndsBeforeStart`, `WrongLevel`, `OwnTreasurer`.
    """
    role = Assignment.Role(role)
    if ends is not None and ends < starts:
        raise EndsBeforeStart
    if role in _VILLAGE_ROLES and region.level != Region.Level.VILLAGE:
        raise WrongLevel
    if role == Assignment.Role.TREASURER and by.person_id == person.pk:
        raise OwnTreasurer
    assignment = Assignment(person=person, role=role, region=region, starts=starts, ends=ends)
    with transaction.atomic():
        try:
            with transaction.atomic():
                assignment.save(force_insert=True)
        except IntegrityError as error:
            raise AlreadyAssigned from error
        record("assignment.made", assignment, by=by, after=_facts(assignment))
        assignment_changed.send(Assignment, assignment=assignment)
    return assignment


def end_assignment(assignment: Assignment, *, ends: date, by: Actor) -> Assignment:
    """Set the last day of an assignment, past or to come.

    Sends `assignment_changed` inside the transaction. Raises `EndsBeforeStart`.
    """
    with transaction.atomic():
        current = Assignment.objects.select_for_update().get(pk=assignment.pk)
        if ends < current.starts:
            raise EndsBeforeStart
        if ends == current.ends:
            return current
        before = _facts(current)
        current.ends = ends
        current.save(update_fields=["ends"])
        record("assignment.ended", current, by=by, before=before, after=_facts(current))
        assignment_changed.send(Assignment, assignment=current)
    return current


def set_pilot(region: Region, *, is_pilot: bool, by: Actor) -> bool:
    """Mark a village as a pilot village or no longer; say whether that changed anything.

    Raises `WrongLevel` for a region that is no village.
    """
    if region.level != Region.Level.VILLAGE:
        raise WrongLevel
    with transaction.atomic():
        changed = Region.objects.filter(pk=region.pk, is_pilot=not is_pilot).update(
            is_pilot=is_pilot
        )
        if changed:
            record(
                "village.pilot",
                region,
                by=by,
                before={"is_pilot": not is_pilot},
                after={"is_pilot": is_pilot},
            )
    return bool(changed)


def _facts(assignment: Assignment) -> dict:
    return {
        "person": assignment.person_id,
        "role": str(assignment.role),
        "region": assignment.region_id,
        "starts": assignment.starts.isoformat(),
        "ends": assignment.ends and assignment.ends.isoformat(),
    }
