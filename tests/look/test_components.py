"""Components say the right words, mark their states and stay small."""

import gzip
import re
import secrets
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils import translation

from shop.look import icons, samples
from shop.look.cards import Card
from shop.look.critical import style_text
from shop.look.languages import english_path, indonesian_path, local_path
from shop.look.pictures import StillPicture
from shop.look.pieces import Crumb

# Headers of a real answer, with the policy and its one hash, take about this much.
HEADERS = 900

EGG = Card(
    title="Telur Ayam Ras 1 Tray isi 30 Butir",
    url="/produk/7K3M9PQX-telur-ayam-ras-1-tray/",
    price=53_000,
    unit="tray",
    unit_price_text="Rp1.767/butir · Rp26.500/kg",
    place="Suruhwadang, Kademangan",
    sector="peternakan",
)


@pytest.fixture(autouse=True)
def indonesian():
    with translation.override("id"):
        yield


def component(name: str, /, **values) -> str:
    return render_to_string(f"components/{name}.html", values)


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def photo() -> StillPicture:
    """A derived picture with an unguessable name, as the pipeline makes them."""
    token = secrets.token_hex(11)

    def srcset(kind: str) -> str:
        widths = (180, 360, 480, 720, 1080)
        return ", ".join(f"/media/p/{token}-{width}.{kind} {width}w" for width in widths)

    return StillPicture(
        alt="Telur cokelat dalam tray",
        width=1080,
        height=720,
        avif=srcset("avif"),
        webp=srcset("webp"),
        jpeg=srcset("jpeg"),
        small_avif=f"/media/p/{token}-180.avif",
        small_webp=f"/media/p/{token}-180.webp",
        small_jpeg=f"/media/p/{token}-180.jpeg",
        is_ready=True,
    )


def page(body: str, kind: str) -> bytes:
    """A whole document of the layout around a body."""
    request = RequestFactory().get("/belanja/peternakan/telur/")
    document = render_to_string("layout.html", {}, request)
    document = document.replace(style_text("info"), style_text(kind))
    return document.replace("</main>", body + "</main>").encode()


def test_a_card_reads_as_name_price_unit_and_place():
    assert text_of(component("card", card=EGG)) == (
        "Telur Ayam Ras 1 Tray isi 30 Butir Rp53.000 /tray "
        "Rp1.767/butir · Rp26.500/kg Suruhwadang, Kademangan"
    )


@pytest.mark.parametrize(
    ("state", "is_grey"),
    [
        ("on_sale", False),
        ("not_there", False),
        ("sold_out", True),
        ("closed", True),
        ("out_of_season", True),
    ],
)
def test_a_card_that_cannot_be_bought_turns_grey_and_says_why(state, is_grey):
    html = component("card", card=replace(EGG, state=state, state_text="Ada lagi Kamis"))
    assert ('class="card off"' in html) is is_grey
    assert f'<p class="state {state}">Ada lagi Kamis</p>' in html


def test_a_card_escapes_what_sellers_write():
    html = component("card", card=replace(EGG, title="<b>Telur</b>", place='"><script>'))
    assert "<b>Telur" not in html
    assert "<script>" not in html


def test_a_card_sends_phones_the_small_picture_only():
    picture = photo()
    html = component("card", card=replace(EGG, picture=picture))
    wide, *narrow = re.findall(r"<(?:source|img)[^>]+>", html)
    assert 'media="(min-width:480px)"' in wide
    assert all("-360." not in tag for tag in narrow)
    assert len(narrow) == 3


def test_a_picture_not_yet_derived_leaves_its_ground():
    html = component("picture", picture=StillPicture(alt="Telur"), ground="live")
    assert html.strip().endswith('<div class="pic live bare"></div>')


def test_a_derived_picture_wins_over_the_icon():
    html = component("picture", picture=photo(), icon="/static/egg.webp")
    assert "egg.webp" not in html


def test_minus_rests_at_the_minimum_and_plus_at_the_maximum():
    html = component("stepper", value=6, title="tray", minimum=6, maximum=6)
    assert html.count(" disabled") == 2
    html = component("stepper", value=7, title="tray", minimum=6)
    assert " disabled" not in html
    assert 'aria-label="Kurangi tray"' in html


def test_enter_in_the_quantity_field_sends_no_step():
    first = re.search(r"<button[^>]*>", component("stepper", value=2, title="tray")).group()
    assert "step" not in first


def test_a_wrong_field_names_its_hint_and_its_error():
    form = samples.SampleForm({"name": "Wulan", "phone": "08"})
    html = component("field", field=form["phone"])
    described = re.search(r'aria-describedby="([^"]+)"', html).group(1).split()
    assert described == ["id_phone_helptext", "id_phone_error"]
    assert all(f'id="{name}"' in html for name in described)
    assert 'aria-invalid="true"' in html
    assert 'value="08"' in html


def test_the_error_summary_links_to_each_wrong_field():
    form = samples.SampleForm({"name": "Wulan", "phone": "08"})
    html = component("errors", form=form)
    assert re.findall(r'href="#([^"]+)"', html) == ["id_phone", "id_how"]
    assert 'id="id_phone"' in component("field", field=form["phone"])
    assert '<fieldset class="field" id="id_how"' in component("field", field=form["how"])
    assert "Ada 2 hal yang perlu dibetulkan" in html
    assert component("errors", form=samples.SampleForm()).strip() == ""


def test_the_current_step_is_said_and_not_only_coloured():
    html = component("steps", current=3)
    assert re.findall(r"<li([^>]*)>(\w+)", html) == [
        (' class="done"', "Keranjang"),
        (' class="done"', "Alamat"),
        (' aria-current="step"', "Periksa"),
        ("", "Bayar"),
    ]


def test_the_page_itself_is_no_link_in_the_trail():
    html = component("breadcrumbs", trail=[Crumb("Peternakan", "/belanja/"), Crumb("Telur")])
    assert text_of(html) == "Beranda Peternakan Telur"
    assert '<li aria-current="page">Telur</li>' in html


def test_one_page_has_no_page_links():
    assert "nav" not in component("pagination", number=1, total=1)


def test_money_columns_stand_at_the_right():
    html = component("table", table=samples.everything()["table"], caption="Pencairan")
    assert '<td class="r">Rp268.000</td>' in html
    assert "<td>BLT-4811</td>" in html


def test_an_unknown_icon_is_refused():
    with pytest.raises(icons.UnknownIcon):
        icons.icon_svg("sek")


def test_addresses_change_language_by_prefix():
    assert english_path("/belanja/") == "/en/belanja/"
    assert english_path("/en/belanja/") == "/en/belanja/"
    assert indonesian_path("/en/belanja/") == "/belanja/"
    assert indonesian_path("/energi/") == "/energi/"
    assert indonesian_path("/en/") == "/"
    assert local_path("/cari/") == "/cari/"
    with translation.override("en"):
        assert local_path("/cari/") == "/en/cari/"


@override_settings(IS_DEMO_SHOP=True)
def test_a_demo_shop_says_so_on_every_page():
    html = render_to_string("layout.html", {}, RequestFactory().get("/"))
    assert "Situs contoh, bukan jual beli sungguhan" in html


@override_settings(IS_DEMO_SHOP=False)
def test_a_real_shop_has_no_demo_bar():
    html = render_to_string("layout.html", {}, RequestFactory().get("/"))
    assert "Situs contoh" not in html


@override_settings(OPERATOR={"name": "Koperasi Lereng", "phone": "+6281234567890"})
def test_the_footer_names_who_runs_the_shop_and_where_to_complain():
    html = render_to_string("layout.html", {}, RequestFactory().get("/"))
    assert "Dikelola Koperasi Lereng · 0812-3456-7890" in text_of(html)
    assert "Pengaduan konsumen" in html
    assert "https://wa.me/6285311111010" in html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_no_request(name):
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert 'content="noindex"' in html


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_style_page_shows_every_component(language):
    with translation.override(language):
        html = render_to_string(
            "look/style.html", samples.everything(), RequestFactory().get("/gaya/")
        )
    assert f'<html lang="{language}">' in html
    assert html.count("<h1>") == 1
    assert " style=" not in html
    names = re.findall(r'\bid="([^"]+)"', html)
    assert len(names) == len(set(names))


def test_browse_with_twelve_photos_fits_the_first_round_trips():
    cards = [replace(EGG, picture=photo(), title=f"{EGG.title} {number}") for number in range(12)]
    groups = samples.everything()["groups"] * 3
    body = component("facets", action="/belanja/", groups=groups)
    body += component("shelf", cards=cards, shape="list")
    assert len(gzip.compress(page(body, "browse"), 6)) + HEADERS <= 14_000


def test_a_basket_of_ten_lines_fits_the_first_round_trips():
    line = (
        '<form class="item" method="post" action="/keranjang/{number}/">{picture}'
        '<h3><a href="{url}">{title}</a></h3>'
        '<div class="act">{stepper}<b class="num">Rp106.000</b></div></form>'
    )
    body = ""
    for number in range(10):
        body += line.format(
            number=number,
            picture=component("picture", picture=photo()),
            url=EGG.url,
            title=EGG.title,
            stepper=component("stepper", value=number + 1, title=EGG.title),
        )
    options = samples.everything()["options"]
    for number in range(3):
        body += component("delivery", name=f"how-{number}", title="Cara terima", options=options)
    body += component("summary", lines=samples.everything()["lines"])
    assert len(gzip.compress(page(body, "basket"), 6)) + HEADERS <= 14_000
