"""What a proof changes in a person's account: whose a number is, contacts, doubt, a new account.

A number that nobody proved belongs to nobody. Who proves it gets it: an account that has an
e-mail address besides loses its claim; an account that has nothing but the number becomes the
holder's, without the password that somebody else may have set.
"""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.communication.telling import tell
from shop.history.models import record
from shop.people.actors import SYSTEM, Actor, actor_for
from shop.people.models import FormerContact, User
from shop.people.sessions import end_all

#: Operators sell numbers anew that were silent for long.
SILENT = timedelta(days=60)


class ContactRefused(Exception):
    """Base of why a phone or e-mail can't be taken; the message is for the person."""

    message = ""

    def __str__(self) -> str:
        return str(self.message)


class PhoneTaken(ContactRefused):
    """Another account has proven this number."""

    message = _("This number has an account already. Sign in with it instead.")


class EmailTaken(ContactRefused):
    """Another account has this address."""

    message = _("This e-mail address has an account already. Sign in with it instead.")


@transaction.atomic
def mark_phone_proven(person: User, *, by: Actor) -> None:
    """Note that the person's present phone is proven; the caller has checked the code.

    Until then only who brought her in has said whose account it is: every session begun by that
    word ends.
    """
    is_first = person.phone_verified_at is None
    person.phone_verified_at = timezone.now()
    person.save(update_fields=["phone_verified_at"])
    if is_first and person.confirmed_by_id:
        end_all(person)
    record("person.phone_proven", person, by=by)


@transaction.atomic
def claim(phone: str) -> User | None:
    """Return the account that the holder of a phone comes into; None if there is none.

    The caller has checked that this is the holder. Others' unproven claims end here.
    """
    person = User.objects.select_for_update().filter(phone=phone).first()
    if person is None or person.phone_verified_at or person.confirmed_by_id:
        return person
    if person.email:
        person.phone = None
        person.save(update_fields=["phone"])
        record("person.phone_claim_ended", person, by=SYSTEM)
        return None
    if person.has_usable_password():
        person.set_unusable_password()
        person.save(update_fields=["password"])
        end_all(person)
        record("person.password_ended", person, by=SYSTEM, reason="number proven by its holder")
    return person


def make_account(
    *,
    name: str,
    phone: str = "",
    email: str = "",
    password: str | None = None,
    language: str = "id",
    confirmed_by: User | None = None,
) -> User:
    """Make an account whose phone or e-mail is proven just now.

    With `confirmed_by` the phone was seen in person and no code proved it. Raises PhoneTaken or
    EmailTaken.
    """
    proven_at = timezone.now() if phone and confirmed_by is None else None
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                email or None,
                password,
                phone=phone or None,
                name=name,
                language=language,
                phone_verified_at=proven_at,
                confirmed_by=confirmed_by,
            )
            if email:
                _keep_confirmed(person)
            by = actor_for(confirmed_by or person)
            record("person.registered", person, by=by, after={"in_person": bool(confirmed_by)})
    except IntegrityError as error:
        raise (PhoneTaken if phone else EmailTaken) from error
    return person


def change_phone(person: User, phone: str, *, by: Actor) -> None:
    """Give the person another, proven number; the former number and the e-mail are told.

    Every session of hers ends: the phone that is left may lie in somebody else's hand.
    One that she has proven stays as it is. Raises PhoneTaken with nothing changed.
    """
    if person.phone == phone and person.phone_verified_at:
        return
    with transaction.atomic():
        holder = claim(phone)
        if holder is not None and holder.pk != person.pk:
            raise PhoneTaken
        former = person.phone or ""
        if former and former != phone:
            FormerContact.objects.create(person=person, phone=former)
            tell(person, "phone_changed")
        person.phone, person.phone_verified_at = phone, timezone.now()
        person.save(update_fields=["phone", "phone_verified_at"])
        end_all(person)
        record("person.phone_changed", person, by=by)


def change_email(person: User, email: str, *, by: Actor) -> None:
    """Give the person another, confirmed e-mail address; the former one and the phone are told.

    One that she has confirmed stays as it is. Raises EmailTaken with nothing changed.
    """
    if person.email == email.lower() and has_confirmed_email(person):
        return
    with transaction.atomic():
        if User.objects.filter(email=email.lower()).exclude(pk=person.pk).exists():
            raise EmailTaken
        if person.email != email.lower():
            if person.email:
                FormerContact.objects.create(person=person, email=person.email)
            tell(person, "email_changed")
        person.email = email.lower()
        person.save(update_fields=["email"])
        _keep_confirmed(person)
        record("person.email_changed", person, by=by)


def change_password(person: User, password: str, *, by: Actor) -> None:
    """Set a new password, which ends every other session; phone and e-mail are told."""
    person.set_password(password)
    with transaction.atomic():
        person.save(update_fields=["password"])
        tell(person, "password_changed")
        record("person.password_changed", person, by=by)


def has_confirmed_email(person: User) -> bool:
    """Say whether the person's e-mail address was confirmed by a link sent to it."""
    return EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists()


def doubt_if_silent(person: User) -> bool:
    """Doubt the number of somebody who comes back by code after 60 days; say whether it is doubted.

    It is called before the sign-in, which writes the time of the last one anew.
    """
    if person.phone_doubted_at:
        return True
    if timezone.now() - (person.last_login or person.date_joined) <= SILENT:
        return False
    with transaction.atomic():
        person.phone_doubted_at = timezone.now()
        person.save(update_fields=["phone_doubted_at"])
        record("person.phone_doubted", person, by=SYSTEM)
    return True


@transaction.atomic
def end_doubt(person: User, *, by: Actor) -> None:
    """Note that a doubted number is the person's still, and end every session of hers."""
    if person.phone_doubted_at is None:
        return
    person.phone_doubted_at = None
    person.save(update_fields=["phone_doubted_at"])
    end_all(person)
    record("person.phone_doubt_ended", person, by=by)


@transaction.atomic
def confirm_in_person(person: User, *, by: Actor) -> None:
    """Note that somebody met the person with her phone; this ends a doubt of the number."""
    person.confirmed_by_id = by.person_id
    person.save(update_fields=["confirmed_by"])
    record("person.confirmed_in_person", person, by=by)
    if person.phone_doubted_at:
        end_doubt(person, by=by)


def _keep_confirmed(person: User) -> None:
    """Let allauth's table of addresses hold this one alone, confirmed."""
    EmailAddress.objects.filter(email=person.email).exclude(user=person).delete()
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"primary": True, "verified": True}
    )
