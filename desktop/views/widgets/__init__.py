"""widgets of Peerkeep."""
