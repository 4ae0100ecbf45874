"""Verbs of who runs the shop: opening it, trying its channels, and the second sign-in step."""

from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from shop.checkout import opening
from shop.communication import channel_tests, second_factor
from shop.communication.second_factor import OwnSecondFactor
from tests import second_step
from tests.verbs.world import Case


def with_step(w):
    """The staff member has a second step and is asked about."""
    second_step.set_up(w.staff)
    return w.staff


def just_set_up(w):
    """The request in which the staff member's authenticator was written."""
    request = RequestFactory().post("/akun/2fa/")
    request.user, request.session = with_step(w), SessionStore()
    return request


CASES = [
    # Nothing is ready here; that it opens when all is well is the tests' of `opening` to say.
    Case(
        opening.open_shop,
        lambda w: None,
        lambda w, by: opening.open_shop(by=by),
        "",
        "",
        refused={opening.NotReady: "staff system"},
    ),
    Case(
        opening.close_shop,
        lambda w: None,
        lambda w, by: opening.close_shop(by=by),
        "shop.closed",
        "staff system",
        again="anew",
    ),
    Case(
        channel_tests.send_test,
        lambda w: w.staff,
        lambda w, by: channel_tests.send_test(w.it, by=by),
        "channel.tested",
        "staff",
        again="anew",
    ),
    Case(
        second_factor.give,
        lambda w: w.staff,
        lambda w, by: second_factor.give(w.it, by=by),
        "second_factor.added",
        "system",
        again="anew",
    ),
    Case(
        second_factor.reset,
        with_step,
        lambda w, by: second_factor.reset(w.it, by=by),
        "second_factor.reset",
        "finance",
        refused={OwnSecondFactor: "staff"},
        again="anew",
    ),
    Case(
        second_factor.note_set_up,
        just_set_up,
        lambda w, by: second_factor.note_set_up(w.it, by=by),
        "second_factor.added",
        "staff",
        again="anew",
    ),
    Case(
        second_factor.note_given_up,
        with_step,
        lambda w, by: second_factor.note_given_up(w.it, by=by),
        "second_factor.removed",
        "staff",
        again="anew",
    ),
    Case(
        second_factor.note_new_codes,
        with_step,
        lambda w, by: second_factor.note_new_codes(w.it, by=by),
        "second_factor.codes_renewed",
        "staff",
        again="anew",
    ),
]
