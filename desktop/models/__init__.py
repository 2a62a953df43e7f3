"""models of Peerkeep."""
