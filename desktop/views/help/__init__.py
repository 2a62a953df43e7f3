"""Help: what Peerkeep protects against and what not, and its keys."""
