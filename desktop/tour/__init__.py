"""The tour: the whole journey of a person through the real windows, by clicks and keys, with a picture of each step.

It sees what a person sees and knows no service; who starts it (`desktop/__main__.py`) hands in the windows and files.
"""
