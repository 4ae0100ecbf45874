import pytest

from shop.people.actors import SYSTEM
from shop.villages.importing import BLITAR, import_regency
from shop.villages.models import Region


@pytest.fixture
def blitar(db) -> Region:
    """Kabupaten Blitar, imported with all its villages."""
    import_regency(BLITAR, by=SYSTEM)
    return Region.objects.get(code=BLITAR)
