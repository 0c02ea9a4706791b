"""Kinds of source: what each may say in ``sources.yaml``, and how it finds the links to its articles.

A kind is a model with a ``kind`` of its own and a ``discover``, in a module here; nothing else lists it. Where what it
asks for is a form of list that is new, the form is a module of ``lists``. The tables of ``docs/sources.md`` are written
anew by ``python -m readouts.harvest.sources_doc``.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import get_args

from readouts.harvest.sources.source import Source

_MODULES = [importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)]

KINDS: dict[str, type[Source]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model
    for module in _MODULES
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, Source) and model.__module__ == module.__name__
}
"""The model of each kind, by the name that an entry of ``sources.yaml`` gives."""
