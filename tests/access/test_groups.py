"""Doors of others as groups: Wagtail's admin, Django's admin and the documents.

Their packages guard each page; here stands who gets through the door at all, and what those who
serve a village or look after stalls find behind it beside our rooms: choosers and the like, which
Wagtail opens to whoever may enter, and nothing that changes anything.
"""

import pytest

from tests.access.asking import asked
from tests.access.doors import doors
from tests.access.table import METHODS
from tests.access.world import World

#: One role of each kind: a guest is a visitor here, a neighbour an owner, an assistant a volunteer.
OUTSIDE = ["visitor", "buyer", "owner", "helper", "treasurer", "maker", "releaser"]
INSIDE = ["volunteer", "coordinator", "office", "support"]
#: Words and drawings of the admin's own screens.
OPEN_TO_ALL = {"/cms/jsi18n/", "/cms/sprite/"}
OPEN_INSIDE = OPEN_TO_ALL | {
    "/cms/",
    "/cms/api/main/documents/",
    "/cms/api/main/images/",
    "/cms/api/main/pages/",
    "/cms/api/main/pages/{home}/",
    "/cms/choose-anchor-link/",
    "/cms/choose-email-link/",
    "/cms/choose-external-link/",
    "/cms/choose-page/",
    "/cms/choose-page/{home}/",
    "/cms/choose-page/chosen-multiple/",
    "/cms/choose-page/search/",
    "/cms/choose-phone-link/",
    "/cms/dismissibles/",
    "/cms/documents/chooser/",
    "/cms/documents/chooser/chosen-multiple/",
    "/cms/documents/chooser/results/",
    "/cms/editing-sessions/release/1/",
    "/cms/embeds/chooser/",
    "/cms/embeds/chooser/upload/",
    "/cms/images/chooser/",
    "/cms/images/chooser/chosen-multiple/",
    "/cms/images/chooser/results/",
    "/cms/pages/workflow/confirm_cancellation/{home}/",
    "/cms/reports/site-history/",  # each sees only what he may change
    "/cms/reports/site-history/results/",
    "/cms/tag-autocomplete/",
    "/cms/test404/",
    "/cms/workflows/task_chooser/",
    "/cms/workflows/task_chooser/1/",
    "/cms/workflows/task_chooser/create/",
    "/cms/workflows/task_chooser/results/",
}
CLOSED_INSIDE = [
    "/cms/users/",
    "/cms/users/new/",
    "/cms/users/edit/1/",
    "/cms/groups/",
    "/cms/groups/new/",
    "/cms/sites/",
    "/cms/locales/",
    "/cms/redirects/",
    "/cms/collections/",
    "/cms/images/",
    "/cms/images/add/",
    "/cms/documents/",
    "/cms/documents/add/",
    "/cms/pages/",
    "/cms/pages/{home}/edit/",
    "/cms/pages/{home}/delete/",
    "/cms/pages/{home}/add_subpage/",
    "/cms/pages/{home}/privacy/",
    "/cms/workflows/list/",
    "/cms/workflows/tasks/index/",
    "/cms/reports/locked/",
    "/cms/reports/aging-pages/",
    "/cms/forms/",
    "/admin/",
    "/admin/people/user/",
    "/admin/auth/group/",
]
REFUSALS = {"in", "proof", "go", "403", "404", "405"}
#: Wagtail raises an error here on purpose, to show its page.
RAISES = "/cms/failwhale/"


@pytest.mark.parametrize("role", OUTSIDE)
def test_who_has_no_part_inside_gets_no_page(role: str, world: World):
    browser, wrong = world.browser(role), {}
    for path in doors():
        for method in METHODS:
            answer = asked(browser, method, world.address(path))
            may = REFUSALS | {"ok"} if path in OPEN_TO_ALL else REFUSALS
            if answer not in may:
                wrong[f"{method} {path}"] = answer
    assert not wrong


@pytest.mark.parametrize("role", INSIDE)
def test_who_serves_a_village_sees_only_what_helps_to_choose(role: str, world: World):
    browser = world.browser(role)
    answers = {
        path: asked(browser, "GET", world.address(path)) for path in doors() if path != RAISES
    }
    shown = {path for path, answer in answers.items() if answer not in REFUSALS}
    assert shown - OPEN_INSIDE == set()
    assert answers["/cms/"] == "ok"


@pytest.mark.parametrize("role", INSIDE)
def test_who_serves_a_village_changes_nothing_there(role: str, world: World):
    browser = world.browser(role)
    browser.raise_request_exception = False  # some of Wagtail's forms fall over an empty form
    answers = {
        path: asked(browser, "POST", world.address(path)) for path in doors() if path != RAISES
    }
    changing = {path: answer for path, answer in answers.items() if is_change(answer)}
    assert changing == {}


def is_change(answer: str) -> bool:
    return answer in ("did", "kept") or "changed" in answer


@pytest.mark.parametrize("role", INSIDE)
def test_what_runs_the_site_stays_closed(role: str, world: World):
    browser = world.browser(role)
    answers = {path: asked(browser, "GET", world.address(path)) for path in CLOSED_INSIDE}
    assert {path for path, answer in answers.items() if answer not in REFUSALS} == set()


def test_only_a_superuser_comes_into_the_peoples_admin(world: World):
    answers = {
        role: asked(world.browser(role), "GET", "/admin/people/user/")
        for role in [*OUTSIDE, *INSIDE, "superuser"]
    }
    assert {role for role, answer in answers.items() if answer == "ok"} == {"superuser"}
