"""Demo people of every role, with passwords that only this installation knows."""

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from shop.communication import second_factor
from shop.history.models import record
from shop.storefront.staff_groups import FINANCE_MAKER, FINANCE_RELEASER, SUPPORT, make_groups
from shop.villages.assigning import AlreadyAssigned, assign
from shop.villages.models import Region

from . import data
from .data import DEMO

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
PASSWORD_LENGTH = 12

SURUHWADANG, MALIRAN = "35.05.04.2007", "35.05.06.2013"
KADEMANGAN, PONGGOK = "35.05.04", "35.05.06"


@dataclass(frozen=True)
class Part:
    """A role that somebody plays in the demo; the others say where, by business or region.

    Who `assists` has the owner's consent, who `asks` waits for it, who `invites` owns the stall.
    """

    role: str
    name: str
    email: str
    phone: str
    assignment: str = ""
    region: str = ""
    owns: str = ""
    helps: str = ""
    assists: str = ""
    asks: str = ""
    invites: str = ""
    group: str = ""
    is_superuser: bool = False

    @property
    def handles_money(self) -> bool:
        """Whether the role signs in with a second step."""
        return bool(self.group or self.is_superuser or self.assignment == "treasurer")


PARTS = [
    Part("Pembeli", "Sari Contoh", "pembeli@contoh.example", "+6280000000101"),
    Part("Pemilik lapak", "", "pemilik@contoh.example", "", owns="U01", invites="U01"),
    Part("Pemilik lapak lain", "", "pemilik-lain@contoh.example", "", owns="U02"),
    Part("Admin lapak", "Wara Contoh", "admin@contoh.example", "+6280000000102", helps="U01"),
    Part(
        "Pandu Digital",
        "Dimas Contoh",
        "pandu@contoh.example",
        "+6280000000103",
        assignment="volunteer",
        region=SURUHWADANG,
        asks="U01",
    ),
    Part(
        "Pandu Digital desa lain",
        "Ratna Contoh",
        "pandu-lain@contoh.example",
        "+6280000000104",
        assignment="volunteer",
        region=MALIRAN,
        assists="U02",
    ),
    Part(
        "Koordinator",
        "Bayu Contoh",
        "koordinator@contoh.example",
        "+6280000000105",
        assignment="coordinator",
        region=KADEMANGAN,
    ),
    Part(
        "Koordinator wilayah lain",
        "Endah Contoh",
        "koordinator-lain@contoh.example",
        "+6280000000106",
        assignment="coordinator",
        region=PONGGOK,
    ),
    Part(
        "Kantor desa",
        "Wibowo Contoh",
        "kantor@contoh.example",
        "+6280000000107",
        assignment="office",
        region=SURUHWADANG,
    ),
    Part(
        "Bendahara desa",
        "Lestari Contoh",
        "bendahara@contoh.example",
        "+6280000000108",
        assignment="treasurer",
        region=SURUHWADANG,
    ),
    Part("Staf layanan", "Tari Contoh", "layanan@contoh.example", "+6280000000109", group=SUPPORT),
    Part(
        "Staf keuangan (mencatat)",
        "Agus Contoh",
        "keuangan@contoh.example",
        "+6280000000110",
        group=FINANCE_MAKER,
    ),
    Part(
        "Staf keuangan (mencairkan)",
        "Niken Contoh",
        "pencairan@contoh.example",
        "+6280000000111",
        group=FINANCE_RELEASER,
    ),
    Part(
        "Superuser",
        "Jaya Contoh",
        "superuser@contoh.example",
        "+6280000000112",
        is_superuser=True,
    ),
]


@dataclass(frozen=True)
class SignIn:
    """How a demo person signs in; the password is known only now.

    `secret` is for an authenticator app, for those who handle money.
    """

    role: str
    name: str
    email: str
    phone: str
    password: str
    secret: str = ""


def owner_of(entry: dict):
    """Return the person who owns a demo business, made if need be.

    Only the owners that play a part have an e-mail; the others have no password at all.
    """
    phone = entry["phone_demo"]
    part = next((part for part in PARTS if part.owns == entry["id"]), None)
    person = get_user_model().objects.filter(phone=phone).first()
    return person or _make(entry["owner_name"], phone=phone, email=part.email if part else None)


def load_person(part: Part) -> SignIn | None:
    """Make the person of a part and return the sign-in; None if somebody plays it already."""
    user_model = get_user_model()
    person = user_model.objects.filter(email=part.email, is_demo=True).first()
    if person is None:
        person = _make(part.name, phone=part.phone, email=part.email, part=part)
    _place(person, part)
    return None if person.has_usable_password() else new_password(person, part)


def reset_passwords() -> list[SignIn]:
    """Give every demo person that plays a part a new password, and return them."""
    people = {
        person.email: person
        for person in get_user_model().objects.filter(is_demo=True, email__isnull=False)
    }
    return [new_password(people[part.email], part) for part in PARTS if part.email in people]


def new_password(person, part: Part) -> SignIn:
    """Set a random password, of which only its hash is kept, and a second step for money."""
    password = "".join(secrets.choice(ALPHABET) for _position in range(PASSWORD_LENGTH))
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        record("person.password_set", person, by=DEMO)
        secret = second_factor.give(person, by=DEMO) if part.handles_money else ""
    return SignIn(part.role, person.name, person.email, person.phone, password, secret)


def code_of(email: str) -> str:
    """Return what the authenticator of a demo person shows now; "" if she has none."""
    person = get_user_model().objects.filter(email=email, is_demo=True).first()
    return second_factor.code_now(person) if person else ""


def person_of(part: Part):
    """Return the demo person who plays a part."""
    return get_user_model().objects.get(email=part.email, is_demo=True)


def helped_seller(part: Part) -> dict | None:
    """Return the business where the person of a part helps, as the file has it."""
    return next((entry for entry in data.sellers() if entry["id"] == part.helps), None)


def _make(name: str, *, phone: str, email: str | None, part: Part | None = None):
    with transaction.atomic():
        person = get_user_model().objects.create_user(
            email,
            phone=phone,
            phone_verified_at=timezone.now(),
            name=name,
            is_demo=True,
            is_staff=bool(part and (part.group or part.is_superuser)),
            is_superuser=bool(part and part.is_superuser),
        )
        record("person.registered", person, by=DEMO, after={"is_demo": True})
    return person


def _place(person, part: Part) -> None:
    """Give the person what the role needs: a staff group, a region."""
    if part.group:
        make_groups(by=DEMO)
        person.groups.add(Group.objects.get(name=part.group))
    if part.assignment:
        try:
            assign(
                person,
                role=part.assignment,
                region=Region.objects.get(code=part.region),
                starts=timezone.localdate(),
                by=DEMO,
            )
        except AlreadyAssigned:
            return
