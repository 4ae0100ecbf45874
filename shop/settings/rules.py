"""The shop's own rules, and how money comes in; amounts in rupiah."""

import os

# The shop's own rules (rupiah, hours, basis points: 100 = 1 %)
ORDER_PAY_HOURS = 24
ORDER_PROOF_GRACE_HOURS = 2
CASH_LIMIT_PER_PHONE = 500_000
CASH_NO_SHOWS_ALLOWED = 1
WEIGHT_TOLERANCE_BP = 1_000
COMMISSION_BP = 0
ACCEPT_OPEN_HOURS = 8
COMPLAINT_WINDOW_DAYS = 2
SENT_COUNTS_AS_RECEIVED_DAYS = 5
CONTACT_VISIBLE_DAYS = 30
UNIQUE_CODE_HOLD_DAYS = 14

# Cards, by Stripe's hosted page; without a key the method doesn't appear. While the secret of the
# endpoint is being changed, the former one is accepted too.
STRIPE_SECRET_KEY = os.environ.get("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRETS = [
    secret
    for name in ("STRIPE_WEBHOOK_SECRET", "STRIPE_FORMER_WEBHOOK_SECRET")
    if (secret := os.environ.get(name, ""))
]
# The version that the client speaks and the endpoint must be set to.
STRIPE_API_VERSION = os.environ.get("STRIPE_API_VERSION", "2026-10-28.endive")
STRIPE_API_BASE = os.environ.get("STRIPE_API_BASE", "https://api.stripe.com")
STRIPE_ACCOUNT = os.environ.get("STRIPE_ACCOUNT", "")
# Where the hosted page stands: a form of ours may lead there.
STRIPE_PAGE_ORIGIN = os.environ.get("STRIPE_PAGE_ORIGIN", "https://checkout.stripe.com")
# Seconds until a call to the provider is given up.
STRIPE_TIMEOUT = 10
CARD_LEAST = int(os.environ.get("CARD_LEAST", "15000"))
CARD_MOST = int(os.environ.get("CARD_MOST", "50000000"))
# A weighed line that is promised later can't be paid by card: a hold would lapse before.
CARD_WEIGHED_DAYS = 5
QRIS_MOST = int(os.environ.get("QRIS_MOST", "10000000"))

# Who does what with money (rupiah): refunds and corrections above it need a second person; a
# weighing difference below it may be given to the seller.
SECOND_PERSON_ABOVE = int(os.environ.get("SECOND_PERSON_ABOVE", "500000"))
GIFT_BELOW = int(os.environ.get("GIFT_BELOW", "5000"))
# Days (0 = Monday) on which payouts are due, and the least that is paid out at once.
PAYOUT_WEEKDAYS = [0, 3]
PAYOUT_LEAST = int(os.environ.get("PAYOUT_LEAST", "10000"))
