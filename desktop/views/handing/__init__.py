"""Handing in: the sheet in which it is done, and the list of what came in and of one's own receipts."""
