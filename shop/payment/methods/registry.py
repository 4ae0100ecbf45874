"""The ways to pay, in the order people see them: one line each."""

from .card import Card
from .cash import Cash
from .contract import Method
from .qris import Qris
from .transfer import Transfer

METHODS: dict[str, Method] = {
    method.code: method for method in (Transfer(), Qris(), Card(), Cash())
}
