from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from shop.storefront.demo import loading, people, removing


class Command(BaseCommand):
    help = "Bring in the demo shop, take it out, give its people new passwords, or tell a code."
    # `demo remove` must run where the check against demo people fails.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["load", "remove", "people", "code"])
        parser.add_argument("email", nargs="?", default="", help="whose code, for `code`")

    def handle(self, *args, action: str, email: str, **options):
        if action != "remove" and not settings.ALLOWS_DEMO:
            raise CommandError("Demo people have no place on a real server: nothing was loaded.")
        if action == "code":
            self._code(email)
        else:
            getattr(self, f"_{action}")()

    def _load(self):
        result = loading.load(progress=self._progress)
        for what in [*result.added, *(what for what in result.left if what not in result.added)]:
            self.stdout.write(
                f"Demo {what}: {result.added.get(what, 0)} added,"
                f" {result.left.get(what, 0)} left as they were."
            )
        self.stdout.write("The 20 pilot villages are a choice of the demo, not the project's list.")
        if result.sign_ins:
            self._print_sign_ins(result.sign_ins)
        else:
            self.stdout.write("Demo people keep their passwords; `demo people` gives new ones.")

    def _remove(self):
        result = removing.remove(progress=self._progress)
        for what, count in result.gone.items():
            self.stdout.write(f"Demo {what}: {count} removed.")
        for what, count in result.kept.items():
            self.stdout.write(
                f"Demo {what}: {count} stay, closed or nameless, since orders or money name them."
            )
        if not result.gone and not result.kept:
            self.stdout.write("There is no demo shop.")

    def _people(self):
        sign_ins = people.reset_passwords()
        if not sign_ins:
            raise CommandError("There are no demo people: run `manage.py demo load` first.")
        self._print_sign_ins(sign_ins)

    def _code(self, email: str):
        code = people.code_of(email)
        if not code:
            raise CommandError("Name the e-mail address of a demo person who handles money.")
        self.stdout.write(code)

    def _print_sign_ins(self, sign_ins: list[people.SignIn]):
        self.stdout.write("\nDemo sign-ins of this installation (kept only as hashes):")
        for sign_in in sign_ins:
            self.stdout.write(
                f"  {sign_in.role:<27} {sign_in.email:<32} {sign_in.phone:<16} {sign_in.password}"
            )
        self.stdout.write(
            "\nThese are asked for a code too: `manage.py demo code EMAIL` tells it, or give the"
            " key to an authenticator app."
        )
        for sign_in in sign_ins:
            if sign_in.secret:
                self.stdout.write(f"  {sign_in.email:<32} {sign_in.secret}")

    def _progress(self, what: str, done: int, all_of_it: int):
        if done == all_of_it or done % 20 == 0:
            self.stdout.write(f"  demo {what}: {done} of {all_of_it}")
            self.stdout.flush()
