"""Photos are made small on the phone: the script in a real browser, without a server."""

import io
from email import message_from_bytes

import pytest
from django.template.loader import render_to_string
from PIL import Image

from tests.look.test_scripts import SCRIPTS

pytestmark = pytest.mark.browser
SHOP = "http://127.0.0.1:9"  # every request is answered by the test
MARK = b"Jl. Contoh 7"


class Desk:
    """Answers with a form of two photo fields, and remembers the files that were posted."""

    def __init__(self, page):
        self.files: list[tuple[str, bytes]] = []
        page.route(f"{SHOP}/**", self.answer)
        page.goto(f"{SHOP}/")

    def answer(self, route, request):
        if request.url.endswith(".js"):
            script = (SCRIPTS / "shrink.js").read_text()
            return route.fulfill(body=script, content_type="text/javascript")
        if request.method == "POST":
            self.files += _files_of(request)
        from sellers.desk.goods.pictures import PhotosForm

        fields = render_to_string("desk/listing_photo_fields.html", {"form": PhotosForm()})
        body = f'<form method="post" enctype="multipart/form-data">{fields}<button>Kirim</button>'
        script = '<script type="module" src="/shrink.js"></script>'
        return route.fulfill(
            body=f"<title>Foto</title>{body}</form>{script}",
            content_type="text/html; charset=utf-8",
        )


def _files_of(request) -> list[tuple[str, bytes]]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + request.post_data_buffer).get_payload()
    found = [(part.get_filename(), part.get_payload(decode=True)) for part in parts]
    return [(name, content) for name, content in found if name]


def photo(width: int, height: int, *, turned: int = 1) -> bytes:
    """A noisy JPEG that says where it was taken, with the orientation that cameras write."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = MARK.decode()
    file = io.BytesIO()
    noise = Image.effect_noise((width, height), 90).convert("RGB")
    noise.save(file, "JPEG", quality=92, exif=exif)
    return file.getvalue()


def chosen(page, *contents: bytes, field="Pilih dari galeri"):
    files = [
        {"name": f"foto{number}.jpg", "mimeType": "image/jpeg", "buffer": content}
        for number, content in enumerate(contents)
    ]
    page.get_by_label(field).set_input_files(files)


def test_a_large_photo_is_sent_small_upright_and_without_notes(page):
    desk = Desk(page)
    large = photo(2400, 1800, turned=6)
    assert MARK in large
    chosen(page, large)
    page.get_by_text("Siap dikirim").wait_for()
    page.get_by_role("button", name="Kirim").click()

    page.wait_for_url(f"{SHOP}/")
    ((name, content),) = desk.files
    picture = Image.open(io.BytesIO(content))
    assert (name, picture.format, picture.size) == ("foto0.webp", "WEBP", (1200, 1600))
    assert len(content) < len(large)
    assert MARK not in content
    assert not picture.getexif()


def test_several_photos_of_both_fields_are_sent(page):
    desk = Desk(page)
    chosen(page, photo(1700, 900), photo(900, 1700))
    chosen(page, photo(1800, 1800), field="Ambil foto")
    page.get_by_text("Siap dikirim: 3").wait_for()
    page.get_by_role("button", name="Kirim").click()
    page.wait_for_url(f"{SHOP}/")
    sizes = [Image.open(io.BytesIO(content)).size for _name, content in desk.files]
    assert sizes == [(1600, 1600), (1600, 847), (847, 1600)]


def test_pressing_at_once_waits_until_the_photo_is_small(page):
    desk = Desk(page)
    chosen(page, photo(2400, 1800))
    page.get_by_role("button", name="Kirim").click()
    page.wait_for_function("!document.querySelector('[type=file][name=gallery]').files.length")
    ((_name, content),) = desk.files
    assert Image.open(io.BytesIO(content)).size == (1600, 1200)


def test_a_small_photo_and_what_is_no_picture_go_as_they_are(page):
    desk = Desk(page)
    small = photo(300, 200)
    chosen(page, small, b"no picture")
    page.get_by_text("Siap dikirim: 2").wait_for()
    page.get_by_role("button", name="Kirim").click()
    page.wait_for_url(f"{SHOP}/")
    assert [content for _name, content in desk.files] == [small, b"no picture"]
