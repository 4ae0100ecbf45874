"""The style page, in development only."""

from django.urls import path

from .views import style_page

app_name = "look"
urlpatterns = [path("", style_page, name="style")]
