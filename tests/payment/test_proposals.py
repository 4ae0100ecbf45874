"""Accounts and QRIS codes: one person enters, a second confirms, and nothing before."""

import pytest

from shop.communication.models import Message
from shop.history.models import Event
from shop.images.storage import private_media
from shop.order.refusals import NotOnBehalf
from shop.payment.collecting import collectors, proposals, qris_pictures
from shop.payment.collecting.qris_refusals import Dynamic
from shop.payment.models import BankAccount, QrisCode
from shop.payment.paying_out.payout_accounts import OwnersOnly
from shop.payment.second_person import SamePerson
from shop.people.actors import SYSTEM, Actor, actor_for
from tests.factories import bank_account, partner, person, qris_code, stall, village
from tests.payment.qris_codes import STATIC, WITH_53_000, code, drawn
from tests.payment.test_collectors import treasurer_of

pytestmark = pytest.mark.django_db
ACCOUNT = {"bank": "Bank Contoh", "number": "1234 5678-90", "holder": " Sambung  Desa "}


@pytest.fixture
def maker():
    return actor_for(person())


@pytest.fixture
def releaser():
    return actor_for(person())


def entered(by, collector=None, **fields):
    collector = collector or collectors.platform()
    return proposals.propose_account(collector, **{**ACCOUNT, **fields}, by=by)


def files_kept():
    return private_media().listdir("qris")[1] if private_media().exists("qris") else []


def verbs_of(row):
    return list(Event.objects.about(row).order_by("pk").values_list("verb", flat=True))


def test_an_account_is_shown_once_a_second_person_confirmed_it(maker, releaser):
    account = entered(maker)
    assert (account.number, account.holder) == ("1234567890", "Sambung Desa")
    assert collectors.shown_account() is None
    with pytest.raises(SamePerson):
        proposals.confirm(account, by=maker)
    with pytest.raises(SamePerson):
        proposals.confirm(account, by=SYSTEM)
    proposals.confirm(account, by=releaser)
    assert collectors.shown_account() == account
    assert verbs_of(account) == ["bank_account.proposed", "bank_account.confirmed"]


def test_a_new_account_takes_the_old_ones_place(maker, releaser):
    former = bank_account()
    account = entered(maker)
    assert account.replaces == former
    proposals.confirm(account, by=releaser)
    former.refresh_from_db()
    assert (former.is_active, collectors.shown_account()) == (False, account)


def test_an_account_that_was_closed_comes_back_as_the_same_row(maker, releaser):
    account = entered(maker)
    proposals.confirm(account, by=releaser)
    collectors.close_account(account, by=maker)
    again = entered(releaser, bank="BANK CONTOH")
    assert (again.pk, again.confirmed_at, again.bank) == (account.pk, None, "Bank Contoh")
    proposals.confirm(again, by=maker)
    assert collectors.shown_account() == account


def test_an_account_is_refused_with_a_reason_and_may_be_entered_again(maker, releaser):
    account = entered(maker)
    proposals.refuse(account, reason="Nama tidak cocok.", by=releaser)
    account.refresh_from_db()
    assert account.reason == "Nama tidak cocok."
    with pytest.raises(proposals.Decided):
        proposals.confirm(account, by=releaser)
    assert entered(maker).pk == account.pk
    assert BankAccount.objects.get().reason == ""


def test_who_entered_it_takes_it_back(maker, releaser):
    account = entered(maker)
    with pytest.raises(proposals.WaitsAlready):
        entered(releaser, number="99999999")
    proposals.withdraw(account, by=maker)
    with pytest.raises(proposals.Decided):
        proposals.withdraw(account, by=maker)
    assert entered(releaser, number="99999999").number == "99999999"
    assert verbs_of(account) == ["bank_account.proposed", "bank_account.withdrawn"]


def test_nothing_is_confirmed_beside_which_another_came_into_use(maker, releaser):
    account = entered(maker)
    bank_account()
    with pytest.raises(proposals.ReplacedMeanwhile):
        proposals.confirm(account, by=releaser)
    assert not BankAccount.objects.get(pk=account.pk).is_active


@pytest.mark.parametrize(
    "fields", [{"bank": " "}, {"holder": ""}, {"number": "1234567"}, {"number": "١٢٣٤٥٦٧٨"}]
)
def test_an_account_is_complete(maker, fields):
    with pytest.raises(proposals.BadAccount):
        entered(maker, **fields)


def test_an_account_in_use_is_nobody_elses(maker, releaser):
    account = entered(maker)
    proposals.confirm(account, by=releaser)
    with pytest.raises(proposals.InUseAlready):
        entered(maker)
    owner = person()
    seller = stall(partner())
    seller.memberships.create(person=owner, role="owner")
    with pytest.raises(proposals.OthersPlace):
        entered(actor_for(owner), collectors.of_seller(seller.partner))


def test_a_refused_entry_keeps_nobody_from_her_own_account_or_code(maker, releaser):
    owner = person()
    seller = stall(partner())
    seller.memberships.create(person=owner, role="owner")
    hers, by = collectors.of_seller(seller.partner), actor_for(owner)
    wrong = entered(maker)
    proposals.propose_qris(collectors.platform(), payload=STATIC, by=maker)
    with pytest.raises(proposals.OthersPlace):
        entered(by, hers)
    proposals.refuse(wrong, reason="Bukan milik kita.", by=releaser)
    account = entered(by, hers)
    assert (account.pk, account.collector) == (wrong.pk, hers)
    code_of_hers = proposals.propose_qris(hers, payload=STATIC, by=by)
    proposals.confirm(code_of_hers, by=releaser)
    with pytest.raises(proposals.OthersPlace):
        proposals.confirm(QrisCode.objects.waiting().get(), by=releaser)


def test_only_the_owner_enters_where_her_own_buyers_pay(maker, releaser):
    owner = person()
    seller = stall(partner())
    seller.memberships.create(person=owner, role="owner")
    hers = collectors.of_seller(seller.partner)
    with pytest.raises(OwnersOnly):
        entered(maker, hers)
    companion = Actor("Pandu", person_id=person().pk, on_behalf_of_id=owner.pk, consent="consent:1")
    with pytest.raises(NotOnBehalf):
        entered(companion, hers)
    account = entered(actor_for(owner), hers)
    with pytest.raises(SamePerson):
        proposals.confirm(account, by=actor_for(owner))
    with pytest.raises(NotOnBehalf):
        proposals.confirm(account, by=companion)
    with pytest.raises(OwnersOnly):
        proposals.withdraw(account, by=maker)
    proposals.confirm(account, by=releaser)
    assert collectors.account_for([seller.partner_id]) == account


def test_a_qris_code_is_read_and_shown_once_confirmed(maker, releaser):
    reading = qris_pictures.read_picture(drawn(STATIC))
    made = proposals.propose_qris(
        collectors.platform(), payload=reading.text, reading=reading, by=maker
    )
    assert (made.nmid, made.merchant_name) == ("ID1099999999999", "TOKO CONTOH DESA")
    assert made.picture.name.startswith("qris/")
    assert collectors.qris_for([]) is None
    proposals.confirm(made, by=releaser)
    assert collectors.qris_for([]) == made
    assert verbs_of(made) == ["qris_code.proposed", "qris_code.confirmed"]


def test_another_code_of_the_same_merchant_takes_the_formers_place(maker, releaser):
    platform = collectors.platform()
    proposals.confirm(proposals.propose_qris(platform, payload=code(), by=maker), by=releaser)
    with pytest.raises(proposals.InUseAlready):
        proposals.propose_qris(platform, payload=code(), by=maker)
    new = proposals.propose_qris(platform, payload=code(city="WLINGI"), by=maker)
    proposals.confirm(new, by=releaser)
    assert [row.merchant_city for row in QrisCode.objects.in_use()] == ["WLINGI"]
    assert collectors.close_qris(new, by=maker) is True
    assert collectors.qris_for([]) is None


def test_a_refused_picture_leaves_no_file(maker):
    qris_code(nmid="ID1099999999999", collector=collectors.of_seller(partner()))
    reading = qris_pictures.read_picture(drawn(STATIC))
    kept = files_kept()
    with pytest.raises(proposals.OthersPlace):
        proposals.propose_qris(
            collectors.platform(), payload=reading.text, reading=reading, by=maker
        )
    with pytest.raises(Dynamic):
        proposals.propose_qris(collectors.platform(), payload=WITH_53_000, by=maker)
    assert files_kept() == kept
    assert proposals.remove_strays() == 0


def test_a_villages_treasurers_and_who_entered_it_are_told(maker, releaser):
    region = village()
    treasurer = treasurer_of(region).person
    collector = collectors.of_village(region, name="BUMDes Contoh", by=maker)
    account = entered(maker, collector)
    proposals.confirm(account, by=releaser)

    def told(person_id):
        found = Message.objects.filter(person=person_id, way="inbox").order_by("pk")
        return [message.kind for message in found]

    assert told(treasurer.pk) == ["collecting.proposed", "collecting.confirmed"]
    assert told(maker.person_id) == ["collecting.confirmed"]
    assert told(releaser.person_id) == []
