from django.contrib import admin

from .models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["__str__", "email", "phone", "is_staff", "is_active", "is_demo"]
    search_fields = ["name", "email", "phone"]
    readonly_fields = ["password", "last_login", "date_joined"]
    filter_horizontal = ["groups", "user_permissions"]
