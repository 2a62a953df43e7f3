"""Copies of a workspace that travel, and opening them. Bundles and hand-over come with their own capability."""

from __future__ import annotations

from desktop.services.transfer.copies import (
    copied_at,
    copy_out,
    describe_drive,
    describe_place,
    inspect,
    look_at_copy,
    open_copy,
    propose_name,
)
from desktop.services.transfer.types import CopyMade, CopySeen, Place
from desktop.services.transfer.versions import open_version, set_aside, versions

__all__ = [
    "CopyMade",
    "CopySeen",
    "Place",
    "copied_at",
    "copy_out",
    "describe_drive",
    "describe_place",
    "inspect",
    "look_at_copy",
    "open_copy",
    "open_version",
    "propose_name",
    "set_aside",
    "versions",
]
