"""Every Python that a test starts with this folder on its path: its ledgers are on PostgreSQL, too."""

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType

STORE = "inbox_bot.edges.ledger.database.store"


class _Loader(importlib.abc.Loader):
    def __init__(self, loader: importlib.abc.Loader) -> None:
        self._loader = loader

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        from tests.support.ledgers.on_postgresql import put_there

        put_there(module)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the one module whose ledgers are put elsewhere, as Python would, and has a word after it was loaded."""

    def find_spec(self, name, path, target=None):  # type: ignore[no-untyped-def]
        if name != STORE:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


sys.meta_path.insert(0, _Finder())
