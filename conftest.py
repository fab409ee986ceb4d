"""For all of pytest's runs, those of the notebooks too: kernels are started with patience."""

import nbval.kernel

from tests.kernels import patient


def pytest_configure():
    """Start nbval's kernels so; pytest calls this once in each worker."""
    nbval.kernel.start_new_kernel = patient(nbval.kernel.start_new_kernel)
