"""Settings of the whole suite."""

import os

from hypothesis import settings

# In CI the property tests try the same examples every time, so that a green change does not turn red by chance; on a
# developer's machine they go on looking. No deadline: a busy machine is not a finding.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")
