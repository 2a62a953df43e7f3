"""desktop of Peerkeep."""
