"""The sign-in page: one form's errors stay its own, and the desk's people read of their stall."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_bad_phone_says_nothing_of_the_password(client):
    answer = client.post("/akun/masuk/", {"phone": "12"})

    assert answer.status_code == 422
    assert answer.context["phone_form"].errors
    assert not answer.context["form"].is_bound


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("/lapak-saya/", "Masuk untuk mengurus lapak Anda"),
        ("/akun/", "Belanja tidak perlu akun"),
        ("https://lain.example/lapak-saya/", "Belanja tidak perlu akun"),
    ],
)
def test_who_comes_from_the_desk_reads_of_the_stall(client, then, words):
    assert words in client.get("/akun/masuk/", {"next": then}).content.decode()
