"""The pages before a workspace is open: welcome, the first-run wizard, unlocking."""
