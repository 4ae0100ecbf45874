"""Which models hold pictures: upper packages register theirs, the worker sweeps them all."""

from django.db import transaction
from django.db.models.signals import post_delete

from shop.images import files
from shop.images.fields import PictureFields

_models: list[type[PictureFields]] = []


def register_picture_model(model: type[PictureFields]) -> None:
    """Let the worker sweep a model, and remove files with its rows; call it in `ready()`."""
    if model not in _models:
        _models.append(model)
        post_delete.connect(_forget, sender=model, dispatch_uid=f"files of {model._meta.label}")


def picture_models() -> tuple[type[PictureFields], ...]:
    return tuple(_models)


def _forget(*, instance: PictureFields, **_signal: object) -> None:
    transaction.on_commit(lambda: files.forget(instance))
