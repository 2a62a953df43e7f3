"""The Meetings page: a day's meetings, entered from the keyboard."""
