"""Which models hold pictures: upper packages register theirs, the worker sweeps them all."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from shop.images import files
from shop.images.fields import PictureFields

_models: list[type[PictureFields]] = []


def register_picture_model(model: type[PictureFields]) -> None:
    """Let the worker hear of new rows and sweep all, and remove files with their rows.

    Call it in the app's `ready()`.
    """
    if model not in _models:
        _models.append(model)
        post_save.connect(_wake_worker, sender=model)
        post_delete.connect(_forget, sender=model)


def picture_models() -> tuple[type[PictureFields], ...]:
    return tuple(_models)


def _forget(*, instance: PictureFields, **_signal: object) -> None:
    transaction.on_commit(lambda: files.forget(instance))


def _wake_worker(*, created: bool, **_signal: object) -> None:
    from shop.images.tasks import process_pictures  # noqa: PLC0415 - tasks import this module

    if created:
        transaction.on_commit(process_pictures, robust=True)
