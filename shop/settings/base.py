"""Settings shared by every environment; what differs comes from environment variables.

Every variable is documented in `.env.example`. `development`, `production` and `test`
import all of this and change the least they can.
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from oscar.defaults import *  # noqa: F403 - Oscar documents this as its way to set defaults

from .apps import INSTALLED_APPS as INSTALLED_APPS
from .content_policy import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from .content_policy import STAFF_DIRECTIVES as STAFF_DIRECTIVES
from .databases import main_database
from .rules import *  # noqa: F403 - settings modules extend each other

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL = Path(os.environ.get("LOCAL_DIR", ROOT / ".local"))
LOCAL.mkdir(parents=True, exist_ok=True)


def env_bool(name: str, default: bool) -> bool:
    """Read a yes/no variable: 1, true, yes and on are yes."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str) -> list[str]:
    """Read a comma-separated variable, without empty items."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
SITE_ID = 1
SITE_NAME = "Sambung Desa"
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "shop.storefront.middleware.ContentPolicyMiddleware",
    "shop.look.saving.SaveDataMiddleware",
    "shop.storefront.middleware.LocaleByPathMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "shop.storefront.middleware.SameOriginCsrfMiddleware",
    "shop.storefront.middleware.NoNulMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shop.basket.middleware.BasketMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "shop.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "shop" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "shop.look.context.site",
            ],
        },
    },
]

# ATOMIC_REQUESTS stays off: with SQLite's IMMEDIATE a plain GET would wait for any writer.
DATABASES = {
    "default": main_database(
        os.environ.get("DATABASE_URL") or f"sqlite:///{LOCAL / 'sambung.sqlite3'}"
    ),
    # The cache has its own file, so that a busy shop never waits for it.
    "cache": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": LOCAL / "cache.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;",
        },
        "TEST": {"MIGRATE": False},
    },
}
DATABASE_ROUTERS = ["shop.cache.CacheRouter"]

CACHES = {
    "default": {
        "BACKEND": "shop.cache.ForgivingDatabaseCache",
        "LOCATION": "cache_entries",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
if os.environ.get("REDIS_URL"):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["REDIS_URL"],
    }

HUEY = {
    "huey_class": "huey.RedisHuey" if os.environ.get("REDIS_URL") else "huey.SqliteHuey",
    "name": "sambung",
    "immediate": False,
    "results": False,
    "consumer": {"workers": 2, "worker_type": "thread", "check_worker_health": True},
}
if os.environ.get("REDIS_URL"):
    HUEY["url"] = os.environ["REDIS_URL"]
else:
    HUEY["filename"] = str(LOCAL / "queue.sqlite3")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# People
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    # Holders of a role in a region enter `/cms/`.
    "cms.doors.AssignmentDoor",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "storefront:account"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "shop.communication.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
ACCOUNT_SIGNUP_FIELDS = ["phone", "email", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "shop.communication.accounts.SignInForm",
    "change_password": "shop.communication.accounts.PasswordChangeForm",
    "set_password": "shop.communication.accounts.FirstPasswordForm",
    "reset_password": "shop.communication.accounts.ForgottenPasswordForm",
    "reset_password_from_key": "shop.communication.accounts.PasswordLinkForm",
    "confirm_login_code": "shop.communication.accounts.LoginCodeForm",
    "verify_phone": "shop.communication.accounts.PhoneCodeForm",
}
# Limits by address are wide, since a mobile carrier's customers share addresses; by account or
# contact (`key`, `user`) they are narrow. Codes have their own, in the database.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "signup": "100/h/ip,3/h/key",
    "reset_password": "100/h/ip,5/h/key",
    "reset_password_from_key": "100/h/ip",
    "manage_email": "10/h/user",
    "reauthenticate": "10/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))
# The second step: an authenticator app and spare codes; our own pages ask for a fresh proof.
MFA_ADAPTER = "shop.communication.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_REAUTHENTICATION_REQUIRED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = SITE_NAME
# Our own door has proven whoever signs in; allauth's e-mail rows say nothing here.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "shop.communication.second_factor_forms.SignInStepForm",
    "reauthenticate": "shop.communication.second_factor_forms.RepeatedStepForm",
    "activate_totp": "shop.communication.second_factor_forms.SetUpForm",
}
# Clocks of phones go wrong by half a minute.
MFA_TOTP_TOLERANCE = 1
# allauth's fields serve both phone and e-mail people only in this form; accounts are made by
# our own pages, which demand a proof of one of the two, which its check can't know.
SILENCED_SYSTEM_CHECKS = ["account.W001"]
PHONENUMBER_DEFAULT_REGION = "ID"
SESSION_COOKIE_NAME = "sesi"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# Language and time
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = False
LOCALE_PATHS = [
    ROOT / package / "locale"
    for package in [
        "shop",
        "shop/look",
        "shop/images",
        "shop/people",
        "shop/villages",
        "shop/address",
        "catalogue",
        "shop/partner",
        "shop/basket",
        "shop/communication",
        "shop/shipping",
        "shop/order",
        "shop/payment",
        "shop/checkout",
        "shop/dashboard",
        "sellers",
        "search",
        "shop/storefront",
        "cms",
    ]
]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = LOCAL / "static"
STATICFILES_DIRS = [ROOT / "shop" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = LOCAL / "media"
PRIVATE_ROOT = LOCAL / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "shop.images.storage.PrivateFiles",
        "OPTIONS": {"location": PRIVATE_ROOT},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = [
    "shop.images.uploads.BoundedBody",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365

# Wagtail
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
# A forgotten password has one way, which counts how often it is asked: our own.
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Password and e-mail change on the account page only, which asks for a fresh proof.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "cms.PageImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.uploads.PageImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic"]
WAGTAILDOCS_DOCUMENT_MODEL = "cms.PageDocument"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Nobody elsewhere hears who writes here.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]

# Oscar
OSCAR_DYNAMIC_CLASS_LOADER = "shop.oscar_loading.load_classes"
OSCAR_SHOP_NAME = SITE_NAME
OSCAR_HOMEPAGE = "/"
OSCAR_DEFAULT_CURRENCY = "IDR"
OSCAR_CURRENCY_FORMAT = {"IDR": {"format": "¤#,##0", "currency_digits": False}}
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_EAGER_ALERTS = False
OSCAR_BASKET_COOKIE_OPEN = "keranjang"
OSCAR_BASKET_COOKIE_LIFETIME = 60 * 60 * 24 * 30
OSCAR_MAX_BASKET_QUANTITY_THRESHOLD = 10_000
OSCAR_DELETE_IMAGE_FILES = False
OSCAR_HIDDEN_FEATURES = ["reviews", "wishlists"]
OSCAR_THUMBNAILER = "shop.look.thumbnails.NoThumbnails"
OSCAR_INITIAL_ORDER_STATUS = "awaiting"
OSCAR_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "toko@example.com")
DEFAULT_FROM_EMAIL = OSCAR_FROM_EMAIL

# Messages to people
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", False)
# Seconds; a server that hangs must not outlive the lease of a message (two minutes).
EMAIL_TIMEOUT = 20
OUTBOX_CHANNELS = env_list("OUTBOX_CHANNELS") or ["console"]
OUTBOX_FILE = LOCAL / "outbox.jsonl"
OUTBOX_KEY = os.environ.get("OUTBOX_KEY", "")
# WhatsApp: Meta's Cloud API
WHATSAPP_URL = os.environ.get("WHATSAPP_URL", "https://graph.facebook.com/v23.0")
WHATSAPP_PHONE_ID = os.environ.get("WHATSAPP_PHONE_ID", "")
WHATSAPP_TOKEN = os.environ.get("WHATSAPP_TOKEN", "")
WHATSAPP_CODE_TEMPLATE = os.environ.get("WHATSAPP_CODE_TEMPLATE", "kode_masuk")
WHATSAPP_TEXT_TEMPLATE = os.environ.get("WHATSAPP_TEXT_TEMPLATE", "kabar")
# SMS: any provider that takes one HTTP request a message
SMS_URL = os.environ.get("SMS_URL", "")
SMS_FORMAT = os.environ.get("SMS_FORMAT", "form")
SMS_PHONE_FIELD = os.environ.get("SMS_PHONE_FIELD", "to")
SMS_TEXT_FIELD = os.environ.get("SMS_TEXT_FIELD", "message")
SMS_FIELDS = os.environ.get("SMS_FIELDS", "")
SMS_HEADERS = [line.strip() for line in os.environ.get("SMS_HEADERS", "").split("|") if line]
SMS_PHONE_SPELLING = os.environ.get("SMS_PHONE_SPELLING", "plain")
SMS_ACCEPTED = os.environ.get("SMS_ACCEPTED", "")
# Notices in browsers (web push)
VAPID_PRIVATE_KEY = os.environ.get("VAPID_PRIVATE_KEY", "")
VAPID_CONTACT = os.environ.get("VAPID_CONTACT") or f"mailto:{DEFAULT_FROM_EMAIL}"
# Push services of Chrome, Firefox, Edge and Safari; the server calls no other host.
PUSH_HOSTS = [
    "fcm.googleapis.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    ".push.apple.com",
]
CODES_PER_DAY = int(os.environ.get("CODES_PER_DAY", "2000"))
CODES_PER_HOUR_AND_ADDRESS = int(os.environ.get("CODES_PER_HOUR_AND_ADDRESS", "100"))
CODE_PAUSE_SECONDS = 60

# Search and places: index files of this machine
SEARCH_INDEX = LOCAL / "search.sqlite3"
PLACES_INDEX = LOCAL / "places.sqlite3"

# Who runs this installation, as pages and orders show it.
IS_DEMO_SHOP = env_bool("DEMO_SHOP", False)
# Demo people may exist under development and test settings only; nothing switches this on.
ALLOWS_DEMO = False
# A real shop takes no order before somebody opened it in `/dashboard/siap-buka/`; trial shops
# are open from the start.
ALWAYS_OPEN = False
OPERATOR = {
    "name": os.environ.get("OPERATOR_NAME", ""),
    "address": os.environ.get("OPERATOR_ADDRESS", ""),
    "phone": os.environ.get("OPERATOR_PHONE", ""),
    "email": os.environ.get("OPERATOR_EMAIL", ""),
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask": {"()": "shop.secrecy.MaskSecrets"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["mask"]}
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        # These bring handlers of their own, which mask nothing; so they hand on to the root's.
        **{
            name: {"handlers": [], "propagate": True}
            for name in ("django", "django.server", "gunicorn.error", "gunicorn.access")
        },
        # Wagtail tells of every page it saves and of each index update, several lines a page.
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        # The PDFs' fonts tell of every table and letter.
        "fontTools": {"level": "WARNING"},
    },
}
