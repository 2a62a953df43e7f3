"""What can go wrong with a document, each in a sentence."""

from __future__ import annotations

from typing import ClassVar

from desktop.services.errors import KnownError


class BadCopies(KnownError):
    """A number of copies that nobody prints."""

    sentence: ClassVar[str] = "The number of copies must be between 1 and {most}. Nothing was made."


class NoSuchReport(KnownError):
    """A kind or a file format that there is not."""

    sentence: ClassVar[str] = "This document does not exist in this format. Nothing was made."
