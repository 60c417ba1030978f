"""The seminar: answers to its exercises are checked, and the students' copy is made from the notebooks with solutions.

`check` answers an exercise without giving the solution away, `seal` makes the entry of an exercise of one's own,
`student_copy` writes the folder that students get and `pack` puts it into a zip file.
"""

from toolkit.seminar._check import Feedback, check
from toolkit.seminar._copy import pack, student_copy
from toolkit.seminar._key import read_key, seal

__all__ = ["Feedback", "check", "pack", "read_key", "seal", "student_copy"]
