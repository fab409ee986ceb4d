"""The look: seen on white and on dark, by readers who tell few hues apart."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from klutils.plotting import GREY, PALETTE, style

GROUNDS = {"light": "#ffffff", "dark": "#14181e"}

# Machado, Oliveira, Fernandes (2009): how a linear RGB colour looks without one kind of cone.
VISIONS = {
    "all cones": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.01182, 0.04294, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}
RGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.072175],
        [0.0193339, 0.119192, 0.9503041],
    ]
)


@pytest.fixture(autouse=True)
def _agg():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def linear(colour):
    values = np.array(to_rgb(colour))
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(colour, ground):
    """Contrast by the Web Content Accessibility Guidelines 2.2."""
    light, dark = sorted((linear(c) @ RGB_TO_XYZ[1] for c in (colour, ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    """CIE L*a*b* of a linear RGB colour, white D65."""
    xyz = RGB_TO_XYZ @ np.clip(rgb, 0, 1) / (RGB_TO_XYZ @ np.ones(3))
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
@pytest.mark.parametrize("colour", [*PALETTE, GREY])
def test_colours_stand_out_on_both_grounds(colour, ground):
    """3 is what guideline 1.4.11 asks of graphics."""
    assert contrast(colour, ground) >= 3


def test_text_has_the_best_contrast_that_both_grounds_allow():
    best = contrast("#ffffff", GROUNDS["dark"]) ** 0.5
    # A step of one in 256 moves the contrast by 0.06.
    assert min(contrast(GREY, ground) for ground in GROUNDS.values()) >= best - 0.06


@pytest.mark.parametrize("vision", VISIONS.values(), ids=VISIONS)
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations([*PALETTE, GREY], 2)))
def test_colours_are_told_apart(one, other, vision):
    """A distance of 2.3 in L*a*b* is just noticed; eight times that shows in a thin line."""
    assert np.linalg.norm(lab(vision @ linear(one)) - lab(vision @ linear(other))) > 8 * 2.3


def test_figures_have_no_ground_and_the_book_s_colours(tmp_path):
    with style():
        figure, ax = plt.subplots()
        (line,) = ax.plot([0, 1])
        text = ax.set_xlabel("x")
        figure.savefig(tmp_path / "figure.png")
    pixels = plt.imread(tmp_path / "figure.png")
    assert pixels.shape == (680, 1240, 4), "6.2 by 3.4 inches at 200 dots an inch"
    assert pixels[0, 0, 3] == 0, "the corner is transparent"
    assert (line.get_color(), text.get_color()) == (PALETTE[0], GREY)


def test_the_look_ends_with_its_context():
    before = dict(plt.rcParams)
    with style():
        assert plt.rcParams["figure.dpi"] == 200
    assert dict(plt.rcParams) == before
