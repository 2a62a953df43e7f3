"""views of Peerkeep."""
