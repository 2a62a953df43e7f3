"""Peerkeep: an offline, encrypted desktop program for school counsellors who run peer mentoring."""

from __future__ import annotations

VERSION = "0.1.0"
