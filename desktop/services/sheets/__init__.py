"""Files of any make to tables of text; knows nothing of people and keeps nothing."""

from desktop.services.sheets.book import Book, open_book

__all__ = ["Book", "open_book"]
