"""Property tests try the same examples in each run, so that a failure is a change of the code.

``pytest --hypothesis-profile=explore`` tries other examples, and more of them.
"""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("repeatable")
