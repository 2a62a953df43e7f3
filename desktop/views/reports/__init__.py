"""The Reports page: documents for people around the programme, previewed, printed, saved, and registered."""
