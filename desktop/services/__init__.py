"""services of Peerkeep."""
