from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from sellers.models import Seller, SellerPhoto
from shop.images import files, naming, processing
from shop.images.fields import PictureState
from shop.images.processing import process, process_due, remove_stray_uploads
from shop.images.refusals import NotAPicture
from shop.images.registry import picture_models, register_picture_model
from shop.images.storage import private_media, public_media
from shop.partner.models import Partner
from tests.images.making import SECRET, picture, saved, talkative, turned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registered(empty_storages):
    """Sellers' photos are the pictures of these tests."""
    register_picture_model(SellerPhoto)


def upload(content: bytes | None = None) -> SellerPhoto:
    number = Seller.objects.count()
    partner = Partner.objects.create(name=f"Lapak {number}", code=f"lapak-{number}")
    seller = Seller.objects.create(partner=partner, name=partner.name, slug=partner.code)
    photo = SellerPhoto.from_upload(ContentFile(content or talkative("JPEG")), seller=seller)
    photo.save()
    return photo


def stored_files(folder) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_an_upload_waits_privately_under_a_name_nobody_can_guess(empty_storages):
    photo = upload()

    assert photo.state == PictureState.WAITING
    assert stored_files(empty_storages) == [f"private/{photo.original.name}"]
    assert photo.sources(alt="Wajah").is_ready is False
    assert len(photo.token) == 22


def test_a_refused_upload_leaves_no_file(empty_storages):
    with pytest.raises(NotAPicture):
        SellerPhoto.from_upload(ContentFile(b"<svg/>"))

    assert stored_files(empty_storages) == []


def test_a_processed_picture_keeps_master_and_derivatives_and_no_byte_of_the_place(
    empty_storages,
):
    photo = upload(turned(6))

    assert process(photo) is True

    photo.refresh_from_db()
    assert (photo.state, photo.width, photo.height, photo.widths) == ("ready", 96, 64, [96])
    assert (photo.original.name, photo.lease_until, photo.attempts) == ("", None, 0)
    assert stored_files(empty_storages) == [
        f"media/pictures/{photo.token}/96.avif",
        f"media/pictures/{photo.token}/96.jpeg",
        f"media/pictures/{photo.token}/96.webp",
        f"private/masters/{photo.token}.jpg",
    ]
    for name in stored_files(empty_storages):
        assert SECRET not in (empty_storages / name).read_bytes()


def test_the_sources_name_every_width_and_the_card_width():
    photo = upload(saved(picture(400, 300), "JPEG"))
    process(photo)

    sources = photo.sources(alt="Wajah")

    folder = f"/media/pictures/{photo.token}"
    assert sources.webp == f"{folder}/180.webp 180w, {folder}/360.webp 360w, {folder}/400.webp 400w"
    assert sources.small_avif == f"{folder}/180.avif"
    assert (sources.alt, sources.is_ready, sources.width, sources.height) == (
        "Wajah",
        True,
        400,
        300,
    )


def test_a_row_without_files_is_shown_by_its_placeholder():
    icon = SellerPhoto(state=PictureState.READY)

    sources = icon.sources(alt="Telur")

    assert (sources.is_ready, sources.avif, sources.colour) == (False, "", "#e8e2d4")


def test_a_file_that_cannot_be_decoded_is_refused_in_words_and_removed(empty_storages):
    broken = bytearray(saved(picture(400, 400), "WEBP"))
    broken[60:] = bytes(len(broken) - 60)
    photo = upload(bytes(broken))

    process(photo)

    photo.refresh_from_db()
    assert (photo.state, photo.last_error) == ("refused", "damaged")
    assert photo.refusal.startswith("Foto rusak atau tidak lengkap.")
    assert stored_files(empty_storages) == []


def test_a_second_run_finds_nothing_to_do():
    photo = upload()
    process(photo)

    assert process(photo) is False
    assert process_due() == 0


def test_pictures_take_one_thread_of_a_worker():
    photo = upload()

    with processing.ONE_AT_A_TIME:
        processing.process_all()
    photo.refresh_from_db()
    assert photo.state == PictureState.WAITING

    processing.process_all()
    photo.refresh_from_db()
    assert photo.state == PictureState.READY


def test_a_picture_that_another_worker_holds_is_left_alone():
    photo = upload()
    held_until = timezone.now() + timedelta(minutes=1)
    SellerPhoto.objects.update(lease_until=held_until)

    assert process(photo) is False

    photo.refresh_from_db()
    assert (photo.state, photo.lease_until) == ("waiting", held_until)


STEPS = ["clean", "derive", "_remove_upload"]


class Killed(BaseException):
    """The worker is gone: nothing after this line runs."""


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_loses_nothing(step, monkeypatch, empty_storages):
    photo = upload(saved(picture(400, 300), "JPEG"))

    def die(*_arguments):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(processing, step, die)
        with pytest.raises(Killed):
            process(photo)
    assert process_due() == 0, "the dead worker's lease still holds"
    SellerPhoto.objects.update(lease_until=timezone.now())
    assert process_due() == 1

    photo.refresh_from_db()
    assert (photo.state, photo.original.name, photo.widths) == ("ready", "", [180, 360, 400])
    assert len(stored_files(empty_storages)) == 1 + 9


def test_a_storage_that_fails_is_tried_again_later(monkeypatch, caplog):
    photo = upload()
    with monkeypatch.context() as patch:
        patch.setattr(files, "write", _full_disk)
        process(photo)

    photo.refresh_from_db()
    assert (photo.state, photo.attempts) == ("waiting", 1)
    assert photo.last_error == "OSError('No space left')"
    assert timedelta(seconds=50) < photo.lease_until - timezone.now() <= timedelta(minutes=1)


def test_after_eight_attempts_staff_take_over_and_the_upload_is_kept(monkeypatch, caplog):
    photo = upload()
    SellerPhoto.objects.update(attempts=7)
    with monkeypatch.context() as patch:
        patch.setattr(files, "write", _full_disk)
        process(photo)

    photo.refresh_from_db()
    assert photo.state == "failed"
    assert private_media().exists(photo.original.name)


def _full_disk(*_arguments):
    raise OSError("No space left")


def test_files_go_with_their_row_when_the_deletion_is_certain(
    empty_storages, django_capture_on_commit_callbacks
):
    photo = upload()
    process(photo)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        photo.seller.delete()
        assert len(stored_files(empty_storages)) == 4

    assert stored_files(empty_storages) == []


def test_a_row_deleted_while_its_picture_is_made_leaves_no_file(monkeypatch, empty_storages):
    photo = upload()
    derive = processing.derive

    def derive_and_lose_the_row(master):
        yield from derive(master)
        SellerPhoto.objects.filter(pk=photo.pk)._raw_delete("default")

    monkeypatch.setattr(processing, "derive", derive_and_lose_the_row)
    process(photo)

    assert stored_files(empty_storages) == []


def test_an_upload_whose_row_was_never_saved_is_swept_after_a_day(monkeypatch):
    kept = upload()
    stray = SellerPhoto.from_upload(ContentFile(talkative("PNG")))
    assert remove_stray_uploads() == 0

    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    assert remove_stray_uploads() == 1
    assert not private_media().exists(stray.original.name)
    assert private_media().exists(kept.original.name)


def test_the_worker_is_woken_once_the_upload_is_certain(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        photo = upload()
    assert len(callbacks) == 1

    with django_capture_on_commit_callbacks() as callbacks:
        photo.save()
    assert callbacks == []


def test_a_model_is_registered_once():
    register_picture_model(SellerPhoto)

    assert picture_models().count(SellerPhoto) == 1


def test_writing_again_replaces_the_file():
    name = naming.derivative_name("token", 180, "avif")
    files.write(public_media(), name, b"half")
    files.write(public_media(), name, b"whole")

    with public_media().open(name) as file:
        assert file.read() == b"whole"
