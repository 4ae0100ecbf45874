import itertools
import random
import time

from search import index_file, indexing
from search.contract import Query
from search.documents import Document
from search.words import analyse

LISTINGS = 10_000
P95_SECONDS = 0.05

KIND_WORDS = """
telur kopi keripik sambal ikan jamur madu beras tempe bibit pupuk batik anyaman jamu ayam sapi
kambing lele nila koi durian salak jahe kunyit singkong pisang cabai bayam
"""
TRAIT_WORDS = """
segar kering manis pedas asli kampung organik bubuk goreng asin merah putih hijau besar kecil
muda super pilihan kemasan curah rumahan alami gurih renyah lereng
"""
FILLING_WORDS = "dipanen pagi sore kandang kebun sendiri bersih sudah sortir kirim setiap hari"
KINDS, TRAITS, FILLING = KIND_WORDS.split(), TRAIT_WORDS.split(), FILLING_WORDS.split()


def test_ten_thousand_listings_are_searched_within_50_milliseconds(engine):
    chance = random.Random(2026)
    with index_file.new_generation(engine.link) as index:
        index.execute("INSERT INTO about VALUES (0, 0)")
        for number in range(1, LISTINGS + 1):
            indexing.put(index, made_up(number, chance))
    texts = [" ".join(pair) for pair in itertools.product(KINDS, TRAITS)]
    texts = [
        *KINDS,
        *TRAITS,
        *FILLING,
        "sayur-sayuran",
        "sambel",
        "kop",
        *chance.sample(texts, 130),
    ]

    taken = []
    for text in texts:
        begun = time.perf_counter()
        engine.search(Query(text=text))
        taken.append(time.perf_counter() - begun)

    taken.sort()
    assert taken[int(len(taken) * 0.95)] <= P95_SECONDS


def made_up(number: int, chance: random.Random) -> Document:
    kind, traits = chance.choice(KINDS), chance.sample(TRAITS, 3)
    return Document(
        id=number,
        title=analyse(f"{kind} {' '.join(traits)} {number}"),
        category=analyse(kind),
        seller_name=analyse(f"dapur {chance.choice(TRAITS)}"),
        place=analyse(f"desa {number % 248} kecamatan {number % 22}"),
        description=analyse(" ".join(chance.choices(FILLING + KINDS, k=30))),
        sector="pertanian",
        category_path="00010001",
        regency=1,
        district=number % 22,
        village=number % 248,
        seller=number % 2_000,
        price=chance.randrange(1_000, 500_000),
        unit_price=None,
        season_mask=0,
        in_stock=number % 5 > 0,
        is_preorder=False,
        takes_orders=True,
        closed_from=None,
        closed_to=None,
        deliveries=frozenset(),
        published_at=number,
    )
