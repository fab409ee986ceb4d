"""The laws and symbols that the tests of the calculus speak about."""

from sympy import Function, Rational, Symbol, log

from klutils.symbolic import (
    Density,
    ExponentialFamily,
    Finite,
    Int,
    Joint,
    Name,
    Pushforward,
    parameter,
    variable,
)

x, y, z, u = map(variable, "xyzu")
theta, phi = parameter("theta"), parameter("phi")
mu, nu = parameter("mu"), parameter("nu")
sigma, tau = parameter("sigma", positive=True), parameter("tau", positive=True)
a, b, d = (parameter(name, positive=True) for name in ("a", "b", "d"))
r = Symbol("r", positive=True)
f, g = Function("f", real=True), Function("g", real=True)

p, q, s = Density("p"), Density("q"), Density("s")
q_theta, p_theta = Density("q", given=theta), Density("p", given=theta)
p_y, q_y = Density("p_2", "y"), Density("q_2", "y")
p_of_y, q_of_y = Density("p", "y", given=x), Density("q", "y", given=x)
p_joint, q_joint = Joint(p, p_of_y), Joint(q, q_of_y)
p_image, q_image = Pushforward(p), Pushforward(q)
stretch, image = Pushforward.stretch(x), Pushforward.transform(x)

family = ExponentialFamily("q", theta)
T = ExponentialFamily.statistic
log_partition = Name("A", log(Int(family.kernel(x), x)), theta)
best = parameter("theta^*")
family_best = ExponentialFamily("q", best)

P = Finite("p", [Rational(1, 5), Rational(1, 2), Rational(3, 10)])
Q = Finite("q", [Rational(3, 10), Rational(2, 5), Rational(3, 10)])
two_of_three = Finite("p", [Rational(1, 2), Rational(1, 2), 0])
all_three = Finite("q", [Rational(1, 3)] * 3)
