"""The Matching page: who is ready, the draft and its reasons, the published pairs."""
