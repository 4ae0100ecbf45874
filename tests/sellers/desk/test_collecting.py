"""Where buyers of one stall pay to: the owner enters, staff confirm, she sees money come."""

import pytest

from shop.communication.models import Message
from shop.payment import methods
from shop.payment.collecting import collectors, proposals
from shop.payment.models import BankAccount, QrisCode
from shop.people.actors import actor_for
from tests import factories
from tests.payment.money import BUYER
from tests.payment.qris_codes import STATIC, drawn

from .test_money import ACCOUNT, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stall():
    return factories.stall(factories.partner("Lapak Asri"))


@pytest.fixture
def owner(stall):
    return factories.works_in(stall)


@pytest.fixture
def browser(owner):
    return signed_in(owner)


@pytest.fixture
def url(stall) -> str:
    return f"/lapak-saya/{stall.slug}/uang/penerima/"


def confirm(row) -> None:
    proposals.confirm(row, by=actor_for(factories.person()))


def kinds_told(person) -> set[str]:
    return set(Message.objects.filter(person=person).values_list("kind", flat=True))


def test_the_owner_enters_her_account_and_staff_confirm_it(browser, owner, url, stall):
    assert browser.get(url).status_code == 200
    assert browser.post(f"{url}rekening/", ACCOUNT).url == url
    account = BankAccount.objects.get()
    assert "Sedang kami periksa" in browser.get(url).content.decode()
    assert collectors.account_for([stall.partner_id]) is None
    confirm(account)
    assert collectors.account_for([stall.partner_id]) == account
    assert "Dipakai:" in browser.get(url).content.decode()
    assert kinds_told(owner) == {"collecting.proposed", "collecting.confirmed"}


def test_her_qris_is_read_from_a_picture(browser, url):
    browser.post(f"{url}qris/", {"picture": drawn(STATIC)})
    assert QrisCode.objects.get().nmid == "ID1099999999999"
    answer = browser.post(f"{url}qris/", {"text": "x"})
    assert (answer.status_code, QrisCode.objects.count()) == (422, 1)


def test_she_takes_back_what_nobody_looked_at_and_reads_why_it_was_refused(browser, url, stall):
    browser.post(f"{url}rekening/", ACCOUNT)
    assert browser.post(f"{url}rekening/tarik/").url == url
    assert BankAccount.objects.waiting().count() == 0
    browser.post(f"{url}rekening/", ACCOUNT)
    account = BankAccount.objects.get()
    proposals.refuse(account, reason="Nama lain.", by=actor_for(factories.person()))
    assert "Nama lain." in browser.get(url).content.decode()


def test_she_says_when_money_is_on_her_account(browser, owner, url, stall):
    browser.post(f"{url}rekening/", ACCOUNT)
    confirm(BankAccount.objects.get())
    order = factories.placed_order(stall.partner)
    payment = methods.start(order, method="transfer", by=BUYER)[0]
    assert "Rp50.001" in browser.get(url).content.decode()
    assert browser.post(f"{url}masuk/{payment.pk}/").url == url
    order.refresh_from_db()
    payment.refresh_from_db()
    assert (order.status, payment.state, payment.captured) == ("confirmed", "captured", 50_001)
    assert browser.post(f"{url}masuk/{payment.pk}/").status_code == 404


def test_nobody_says_so_of_money_that_goes_elsewhere(browser, url, stall):
    factories.bank_account()
    payment = methods.start(factories.placed_order(stall.partner), method="transfer", by=BUYER)[0]
    assert browser.post(f"{url}masuk/{payment.pk}/").status_code == 404


def test_a_helper_and_a_stranger_come_no_nearer(stall, url):
    helper = signed_in(factories.works_in(stall, role="helper"))
    assert helper.get(url).status_code == 403
    assert helper.post(f"{url}rekening/", ACCOUNT).status_code == 403
    assert signed_in(factories.person()).post(f"{url}rekening/", ACCOUNT).status_code == 404
    assert BankAccount.objects.count() == 0
