"""Two stalls in two districts, what stands in them, and somebody of every role around them."""

from dataclasses import dataclass
from types import SimpleNamespace

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import signing
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cms.models import HOME_DEPTH
from sellers.models import Seller
from sellers.team.introductions import introduce
from shop.basket.models import Basket
from shop.communication import account_proof, email_links, telling
from shop.communication.conversations import mint_token
from shop.communication.models import Conversation, Message
from shop.people.actors import SYSTEM, actor_for
from shop.people.models import User
from shop.storefront.staff_groups import FINANCE_MAKER, FINANCE_RELEASER, SUPPORT, make_groups
from tests import factories, second_step
from tests.access.money_rows import add_own_rows, add_staff_rows, add_village_rows
from tests.access.rows import add_money_rows, furnish

BACKEND = "django.contrib.auth.backends.ModelBackend"
#: Looks like a secret of ours, and is none.
WRONG_SECRET = "A" * 43
#: Who handles money signs in with a second step.
WITH_STEP = {"treasurer", "far_treasurer", "support", "maker", "releaser", "superuser"}


@dataclass
class World:
    """What addresses name, and who asks for them."""

    places: dict[str, object]
    people: dict[str, User]
    sessions: dict[str, str]

    def address(self, path: str) -> str:
        """Put the world's own names into an address of the table."""
        return path.format(**self.places)

    def browser(self, role: str) -> Client:
        """Return a browser in which somebody of a role is signed in, proven just now."""
        browser = Client()
        if role in self.sessions:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return browser


def signed_in(person: User, *, is_proven: bool = True, has_step: bool = False) -> str:
    """Return the key of a new session, in which the password was typed just now or long ago.

    `has_step`: the second step of signing in was passed in it too.
    """
    browser = Client()
    browser.force_login(person, backend=BACKEND)
    if has_step:
        second_step.passed(browser, person)
        RecoveryCodes.activate(person)
    if is_proven:
        session = browser.session
        account_proof.add(SimpleNamespace(session=session), account_proof.PASSWORD, person)
        session.save()
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def make_world() -> World:
    """Make it anew."""
    village = factories.village()
    far = factories.village("35.05.06.2013", "Maliran")
    stall = a_stall("lapak-asri", village)
    other = a_stall("lapak-jauh", far)
    new = a_stall("lapak-baru", village, verified_at=None)
    people = people_of(stall, other)
    helping = factories.assigned("volunteer", village)
    factories.works_in(new)
    User.objects.update(phone_verified_at=timezone.now(), last_login=timezone.now())
    sessions = {
        role: signed_in(person, has_step=role in WITH_STEP) for role, person in people.items()
    }
    for person in people.values():
        person.refresh_from_db()

    far_helping = factories.assigned("volunteer", far)
    own = furnish(stall, buyer=people["buyer"], helping=helping, volunteer=people["volunteer"])
    theirs = furnish(
        other, buyer=factories.person(), helping=far_helping, volunteer=people["stranger"]
    )
    places = {
        **own,
        **prefixed(theirs),
        "stall": stall.slug,
        "other": other.slug,
        "new_stall": new.slug,
        "stall_pk": stall.pk,
        "far_stall_pk": other.pk,
        "new_stall_pk": new.pk,
        "village": village.code,
        "other_village": far.code,
        "village_slug": village.slug,
        "today": timezone.localdate().isoformat(),
        "month": f"{timezone.localdate():%Y-%m}",
        "assignment": helping.assignments.get().pk,
        "home": Page.objects.get(depth=HOME_DEPTH, locale__language_code="id").pk,
        "wrong_secret": WRONG_SECRET,
        **add_money_rows(stall),
        **add_staff_rows(stall, other, people),
        **village_rows(stall, people["treasurer"]),
        **prefixed(village_rows(other, people["far_treasurer"])),
        **secrets(stall, people),
        **private_rows(stall, people),
    }
    return World(places=places, people=people, sessions=sessions)


def village_rows(stall: Seller, treasurer: User) -> dict[str, object]:
    """What the treasurer of a stall's village names, and then what the stall's own account has."""
    return {**add_village_rows(stall, treasurer), **add_own_rows(stall)}


def prefixed(names: dict[str, object]) -> dict[str, object]:
    return {f"far_{name}": value for name, value in names.items()}


def a_stall(slug: str, village, **fields) -> Seller:
    """A stall in a village, named by its slug."""
    return factories.stall(factories.partner(slug, village=village), slug=slug, name=slug, **fields)


def people_of(stall: Seller, other: Seller) -> dict[str, User]:
    """Return somebody of every role but visitor and guest."""
    village, far = stall.partner.village, other.partner.village
    people = {
        "buyer": factories.person(),
        "owner": factories.works_in(stall),
        "helper": factories.works_in(stall, "helper"),
        "neighbour": factories.works_in(other),
        "assistant": factories.assigned("volunteer", village),
        "volunteer": factories.assigned("volunteer", village),
        "stranger": factories.assigned("volunteer", far),
        "coordinator": factories.assigned("coordinator", village.parent),
        "elsewhere": factories.assigned("coordinator", far.parent),
        "office": factories.assigned("office", village),
        "treasurer": factories.assigned("treasurer", village),
        "far_treasurer": factories.assigned("treasurer", far),
    }
    factories.consented(people["assistant"], stall)
    make_groups(by=SYSTEM)
    groups = {"support": SUPPORT, "maker": FINANCE_MAKER, "releaser": FINANCE_RELEASER}
    for role, name in groups.items():
        people[role] = factories.person(is_staff=True)
        people[role].groups.add(Group.objects.get(name=name))
    people["superuser"] = factories.person(is_staff=True, is_superuser=True)
    return people


def secrets(stall: Seller, people: dict[str, User]) -> dict[str, str]:
    """Return secrets of addresses, each good for whoever holds it."""
    buyer, volunteer = people["buyer"], people["volunteer"]
    conversation = Conversation.objects.get(question__seller=stall)
    _introduction, introduction = introduce(
        name="Bu Baru Contoh",
        phone="+6281299999999",
        village=stall.partner.village,
        by=actor_for(volunteer),
    )
    facts = {"person": buyer.pk, "email": "baru@example.com", "former": buyer.email or ""}
    reset_key = default_token_generator.make_token(buyer)
    return {
        "conversation": mint_token(conversation),
        "introduction": introduction,
        "join_key": signing.dumps("sari@example.com", salt=email_links._JOIN),
        "email_key": signing.dumps(facts, salt=email_links._CONFIRM),
        "reset_key": f"{user_pk_to_url_str(buyer)}-{reset_key}",
    }


def private_rows(stall: Seller, people: dict[str, User]) -> dict[str, int]:
    """A line in the buyer's basket, and a message that the owner did not read."""
    basket = Basket.objects.create(owner=people["buyer"])
    record = factories.shelved(stall).stockrecords.get()
    line = basket.lines.create(
        product=record.product,
        stockrecord=record,
        quantity=1,
        line_reference=f"{record.product_id}_{record.pk}",
        price_currency="IDR",
        price_excl_tax=record.price,
        price_incl_tax=record.price,
    )
    Message.objects.all().delete()
    said = {"asker": "Sari", "title": "Telur", "text": "Masih ada?"}
    telling.tell(people["owner"], "question.asked", values=said)
    message = Message.objects.get(person=people["owner"], way=Message.Way.INBOX)
    return {"line": line.pk, "message": message.pk}
