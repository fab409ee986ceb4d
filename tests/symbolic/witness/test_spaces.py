"""Rules of summation against integrals that are known exactly."""

from mpmath import exp, fsum, mp, mpf, pi, sqrt

from klutils.symbolic.witness.spaces import gauss, line, panels


def _sum(space, function):
    return fsum(w * function(x) for x, w in zip(*space, strict=True))


def test_the_line_integrates_normal_laws_of_different_widths():
    with mp.workdps(50):
        space = line([(mpf(0), mpf(1)), (mpf(1), mpf("1.8"))])
        assert abs(_sum(space, lambda x: exp(-(x**2) / 2)) - sqrt(2 * pi)) < mpf("1e-26")
        assert abs(_sum(space, lambda x: x**4 * exp(-(x**2) / 2)) - 3 * sqrt(2 * pi)) < mpf("1e-22")
        product = _sum(space, lambda x: exp(-(x**2) / 2) ** 2)
        assert abs(product - sqrt(pi)) < mpf("1e-25")


def test_a_grid_stands_still_while_a_derivative_is_taken():
    with mp.workdps(50):
        still = line([(mpf("0.3"), mpf("1.2"))])
        moved = line([(mpf("0.3") + mpf("1e-20"), mpf("1.2") - mpf("1e-20"))])
        assert still == moved


def test_panels_cover_the_half_line_and_what_lies_before_it():
    with mp.workdps(50):
        tolerance = mpf("1e-25")
        half = panels([mpf(0)], right=mpf(2))
        assert abs(_sum(half, lambda x: x**3 * exp(-2 * x)) - mpf(6) / 16) < tolerance
        both = panels([mpf(0)], right=mpf(1), left=True)
        assert abs(_sum(both, lambda x: exp(-(x**2) / 2)) - sqrt(2 * pi)) < tolerance
        steps = panels([mpf(0), mpf(1), mpf(3)])
        assert abs(_sum(steps, lambda x: x**2 if x < 1 else 2) - (mpf(1) / 3 + 4)) < tolerance


def test_few_points_carry_the_moments_of_a_standard_law():
    exact = {
        "line": [1, 0, 1, 0, 3, 0, 15],
        "half-line": [1, 1, 2, 6, 24, 120, 720],
        "interval": [mpf(1) / (k + 1) for k in range(7)],
    }
    with mp.workdps(50):
        exact["interval"] = [mpf(1) / (k + 1) for k in range(7)]
        for shape, moments in exact.items():
            points = gauss(shape, 4)
            for k, moment in enumerate(moments):
                assert abs(fsum(w * x**k for x, w in points) - moment) < mpf("1e-40"), (shape, k)
            assert all(chance > 0 for _, chance in points)
