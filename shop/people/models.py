"""The person who signs in, by phone or e-mail."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .phones import display


class NullableCharField(models.CharField):
    """A CharField whose empty value is always NULL, so that uniqueness ignores it."""

    def get_prep_value(self, value):
        return super().get_prep_value(value) or None


class NullableEmailField(models.EmailField):
    """An EmailField stored in lower case, whose empty value is always NULL."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value.strip().lower() if value else None


class UserManager(BaseUserManager):
    """Makes people by phone or e-mail."""

    def create_user(self, email=None, password=None, *, phone=None, **fields):
        """Create a person; `phone` is E.164 (`+62…`). The database demands one of the two."""
        user = self.model(email=email, phone=phone, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email=None, password=None, **fields):
        """Create a person with every permission."""
        fields.update(is_staff=True, is_superuser=True)
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username):
        return self.get(email=username.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by phone and/or e-mail; anonymised people keep neither.

    A phone without `phone_verified_at` is a claim only: who proves the number gets it
    (`shop.communication.proving.claim`). `phone_doubted_at`: the operator may have sold the
    number to somebody else, so a code alone opens neither money nor roles. `confirmed_by`: who
    saw the person with this phone. `session_epoch`: raising it ends every session of the person
    (`shop.people.sessions.end_all`).
    """

    email = NullableEmailField(_("e-mail"), null=True, blank=True, unique=True)
    phone = NullableCharField(_("phone"), max_length=20, null=True, blank=True, unique=True)
    phone_verified_at = models.DateTimeField(_("phone verified at"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, default="id")
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demo"), default=False)
    phone_doubted_at = models.DateTimeField(
        _("phone may have another holder since"), null=True, blank=True
    )
    confirmed_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    anonymised_at = models.DateTimeField(_("anonymised at"), null=True, blank=True)
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    search_fields = ["name", "email", "phone"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                name="person_has_phone_or_email",
                condition=Q(phone__isnull=False)
                | Q(email__isnull=False)
                | Q(anonymised_at__isnull=False),
            )
        ]

    def __str__(self):
        return self.name or self.email or display(self.phone or "") or f"#{self.pk}"

    @property
    def holds_roles(self) -> bool:
        """Whether staff and volunteer roles count now: not while the number is in doubt."""
        return self.is_active and self.phone_doubted_at is None

    def has_perm(self, perm, obj=None) -> bool:
        return self.holds_roles and super().has_perm(perm, obj)

    def has_perms(self, perm_list, obj=None) -> bool:
        return self.holds_roles and super().has_perms(perm_list, obj)

    def has_module_perms(self, app_label) -> bool:
        return self.holds_roles and super().has_module_perms(app_label)

    def _get_session_auth_hash(self, secret=None) -> str:
        """Bind sessions to the epoch beside the password; Django compares it at each request."""
        return salted_hmac(
            "shop.people.session",
            f"{self.session_epoch}:{self.password}",
            secret=secret or settings.SECRET_KEY,
            algorithm="sha256",
        ).hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class FormerContact(models.Model):
    """A phone or e-mail a person had before: for a while it is told of what touches her money."""

    person = models.ForeignKey(User, models.CASCADE, related_name="former_contacts")
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    left_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("former contact")
        verbose_name_plural = _("former contacts")

    def __str__(self):
        return f"#{self.pk}"
