"""The Transfer page: copies of the workspace on a stick or in a folder, and opening one."""
