"""The sample school: everything in it is invented, the same each time, and made by the verbs that people use."""
