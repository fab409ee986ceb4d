"""A kernel that dies at its start gets another chance; one that always dies is an error."""

import nbval.kernel
import pytest

from tests.kernels import ATTEMPTS, patient


def dying(times):
    """A start that fails so many times, and the calls that it got."""
    calls = []

    def start(name, *, cwd):
        calls.append((name, cwd))
        if len(calls) <= times:
            raise RuntimeError("Kernel died before replying to kernel_info")
        return "kernel"

    return start, calls


@pytest.mark.parametrize("times", range(ATTEMPTS))
def test_a_kernel_that_died_at_once_is_started_again(times):
    start, calls = dying(times)
    assert patient(start)("python", cwd="here") == "kernel"
    assert calls == [("python", "here")] * (times + 1)


def test_a_kernel_that_always_dies_is_an_error():
    start, calls = dying(ATTEMPTS)
    with pytest.raises(RuntimeError, match="Kernel died"):
        patient(start)("python", cwd="here")
    assert len(calls) == ATTEMPTS


def test_other_errors_are_not_tried_again():
    def start():
        raise OSError("no such file")

    with pytest.raises(OSError, match="no such file"):
        patient(start)()


def test_the_notebooks_of_this_run_are_started_so():
    assert nbval.kernel.start_new_kernel.__name__ == "start_patiently"
