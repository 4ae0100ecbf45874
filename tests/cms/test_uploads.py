import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from cms.models import PageImage
from shop.images.storage import public_media
from tests.images.making import SECRET, picture, saved, talkative, turned

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("empty_storages"),
    # Wagtail leaves the files of pictures and renditions to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning"
    ),
]


@pytest.fixture(autouse=True)
def forget_renditions():
    """Wagtail remembers renditions by the picture's number, which rolled back tests share."""
    cache.clear()


def filled(content: bytes, name: str = "Panen di Bence.jpg", **options):
    form = get_image_form(PageImage)
    data = {"title": "Panen", "collection": Collection.get_first_root_node().pk}
    return form(data, {"file": SimpleUploadedFile(name, content)}, **options)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_neither_the_stored_picture_nor_its_renditions_say_where_it_was_taken(image_format):
    form = filled(talkative(image_format), name=f"foto.{image_format.lower()}")
    assert form.is_valid(), form.errors

    image = form.save()

    rendition = image.get_rendition("width-40")
    for name in (image.file.name, rendition.file.name):
        with public_media().open(name) as file:
            content = file.read()
        assert SECRET not in content
        assert b"Exif" not in content


def test_sizes_are_those_of_the_upright_picture():
    form = filled(turned(6))
    assert form.is_valid(), form.errors

    image = form.save()

    assert (image.width, image.height) == (96, 64)
    assert image.file_size == public_media().size(image.file.name)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<svg/>", "Berkas ini bukan gambar. Pilih foto JPEG, PNG, WebP, atau HEIC."),
        (saved(picture(), "GIF"), "Jenis berkas ini tidak bisa dipakai."),
        (b"", "Berkas ini bukan gambar."),
    ],
)
def test_a_refused_file_is_explained_and_nothing_is_stored(content, message, empty_storages):
    form = filled(content)

    assert not form.is_valid()
    assert form.errors["file"][0].startswith(message)
    assert not list(empty_storages.rglob("*.*"))


def test_a_form_without_a_file_asks_for_one():
    form = get_image_form(PageImage)({"title": "Panen"}, {})

    assert "file" in form.errors
