"""Money, account and people: asked for a new proof, and closed while a number is in doubt."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from shop.people.models import User
from tests.access.asking import asked, undone
from tests.access.world import World, signed_in

#: Before these one proves anew who one is.
NEEDS_A_NEW_PROOF = [
    ("GET", "/lapak-saya/{stall}/uang/rekening/"),
    ("POST", "/lapak-saya/{stall}/uang/rekening/"),
    ("POST", "/lapak-saya/{stall}/uang/rekening/batal/"),
    ("GET", "/lapak-saya/{stall}/lapak/nomor/"),
    ("POST", "/lapak-saya/{stall}/lapak/nomor/"),
    ("GET", "/lapak-saya/{stall}/orang/undang-pemilik/"),
    ("POST", "/lapak-saya/{stall}/orang/undang-pemilik/"),
    ("GET", "/akun/nomor/"),
    ("POST", "/akun/nomor/"),
    ("GET", "/akun/nomor/kode/"),
    ("POST", "/akun/nomor/kode/"),
    ("GET", "/akun/email/"),
    ("POST", "/akun/email/"),
    ("GET", "/akun/sandi/ganti/"),
    ("POST", "/akun/sandi/ganti/"),
    ("GET", "/akun/sandi/buat/"),
    ("POST", "/akun/sandi/buat/"),
]
#: Closed to a number that the operator may have sold on, until a second proof. `in` leads to the
#: sign-in, which asks for that proof.
CLOSED_IN_DOUBT = [
    ("owner", "GET", "/lapak-saya/{stall}/uang/", "proof"),
    ("owner", "GET", "/lapak-saya/{stall}/uang/pesanan/", "proof"),
    ("owner", "GET", "/lapak-saya/{stall}/uang/tabel.csv", "proof"),
    ("owner", "POST", "/lapak-saya/{stall}/uang/rekening/batal/", "proof"),
    ("owner", "GET", "/lapak-saya/{stall}/orang/", "proof"),
    ("owner", "POST", "/lapak-saya/{stall}/orang/undang/", "proof"),
    ("owner", "POST", "/lapak-saya/{stall}/orang/{membership}/keluarkan/", "proof"),
    ("owner", "POST", "/lapak-saya/{stall}/lapak/wa/", "proof"),
    ("owner", "GET", "/lapak-saya/{stall}/", "ok"),
    ("owner", "POST", "/lapak-saya/{stall}/pesanan/{number}/terima/", "did"),
    ("assistant", "GET", "/lapak-saya/{stall}/", "404"),
    ("volunteer", "GET", "/cms/desa/", "in"),
    ("coordinator", "POST", "/cms/desa/lapak/{new_stall_pk}/verifikasi/", "in"),
    ("support", "GET", "/cms/desa/", "in"),
    ("support", "GET", "/dashboard/pesanan/", "proof"),
    ("maker", "POST", "/dashboard/transfer/uang/", "proof"),
    ("releaser", "POST", "/dashboard/pengembalian/{refund}/mulai/", "proof"),
    ("superuser", "GET", "/dashboard/", "proof"),
    ("superuser", "GET", "/cms/desa/", "in"),
]


@pytest.mark.parametrize(("method", "path"), NEEDS_A_NEW_PROOF)
def test_an_old_sign_in_is_asked_for_a_proof(method: str, path: str, world: World):
    browser = Client()
    with undone():
        session = signed_in(world.people["owner"], is_proven=False)
        browser.cookies[settings.SESSION_COOKIE_NAME] = session
        assert asked(browser, method, world.address(path)) == "proof"


@pytest.mark.parametrize(("role", "method", "path", "answer"), CLOSED_IN_DOUBT)
def test_a_number_in_doubt_closes(role: str, method: str, path: str, answer: str, world: World):
    with undone():
        person = User.objects.filter(pk=world.people[role].pk)
        person.update(phone_doubted_at=timezone.now())
        session = signed_in(person.get(), is_proven=False)
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = session
        assert asked(browser, method, world.address(path)) == answer
