from tests.images.conftest import empty_storages

__all__ = ["empty_storages"]
