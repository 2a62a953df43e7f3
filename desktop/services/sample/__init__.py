"""The sample school: everything in it is invented, the same each time, and made by the verbs that people use."""

from __future__ import annotations

from desktop.services.sample.files import SampleFiles, write_sample_files
from desktop.services.sample.making import SCHOOL, USER, make_sample, make_sample_workspace

__all__ = ["SCHOOL", "USER", "SampleFiles", "make_sample", "make_sample_workspace", "write_sample_files"]
