"""Oscar's class loader, with one difference: `search.*` is looked up in our `search` only.

Oscar's own `search` modules import Haystack, which this project neither installs as an
app nor configures; Oscar's default loader would import them before looking at the fork.
"""

from importlib import import_module

from oscar.core.exceptions import ClassNotFoundError
from oscar.core.loading import default_class_loader


def load_classes(module_label: str, classnames: list[str], module_prefix: str = "oscar.apps"):
    """Return the classes named, raising ClassNotFoundError for one that `search` lacks."""
    if not module_label.startswith("search."):
        return default_class_loader(module_label, classnames, module_prefix)
    module = import_module(module_label)
    missing = [name for name in classnames if not hasattr(module, name)]
    if missing:
        raise ClassNotFoundError(f"No class {missing[0]!r} found in {module_label}")
    return [getattr(module, name) for name in classnames]
