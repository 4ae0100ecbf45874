import pytest
from django.core.files.base import ContentFile

from shop.images.storage import private_media, public_media, serve_private

pytestmark = pytest.mark.usefixtures("empty_storages")


def test_private_files_have_no_address():
    name = private_media().save("originals/proof.jpg", ContentFile(b"proof"))

    with pytest.raises(ValueError, match="A private file has no address"):
        private_media().url(name)
    assert not public_media().exists(name)


def test_a_served_private_file_is_not_kept_not_sniffed_and_runs_nothing():
    name = private_media().save("masters/proof.jpg", ContentFile(b"proof"))

    with private_media().open(name) as file:
        response = serve_private(file, download_name="bukti.jpg", content_type="image/jpeg")
        assert b"".join(response.streaming_content) == b"proof"

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == 'inline; filename="bukti.jpg"'
