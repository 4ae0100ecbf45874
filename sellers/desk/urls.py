"""Addresses under `/lapak-saya/`; a stall's own stand below its slug.

Words of the desk itself come first; `sellers.addresses` keeps stalls from taking them as slugs.
"""

from django.urls import path

from sellers.desk import (
    today,
    urls_entry,
    urls_inbox,
    urls_listings,
    urls_money,
    urls_orders,
    urls_papers,
    urls_people,
    urls_questions,
    urls_stall,
)

app_name = "desk"
urlpatterns = [
    path("", today.choose, name="choose"),
    *urls_entry.urlpatterns,
    *urls_inbox.urlpatterns,
    path("<slug:slug>/", today.today, name="today"),
    path("<slug:slug>/buka/", today.open_or_close, name="open"),
    path("<slug:slug>/stok/<str:public_id>/", today.set_stock, name="quick-stock"),
    *urls_orders.urlpatterns,
    *urls_listings.urlpatterns,
    *urls_money.urlpatterns,
    *urls_stall.urlpatterns,
    *urls_papers.urlpatterns,
    *urls_people.urlpatterns,
    *urls_questions.urlpatterns,
]
