"""A reliability plot as SVG: observed frequency against predicted probability."""

from html import escape
from typing import Final

import numpy as np

from tajriba.predictions.model.arrays import Column

BINS: Final = 15
_SIZE: Final = 480
_EDGE: Final = 56
_COLOURS: Final = ("#0b6e4f", "#b5541c")


def reliability_svg(success: Column, means: dict[str, Column], labels: tuple[str, str]) -> str:
    """Return the plot of one or two models by name; each dot is a bin of equal count.

    `labels` name the axes: what was foretold, and what came true.
    """
    drawn = [
        _model(success, mean, name, place)
        for place, (name, mean) in enumerate(list(means.items())[: len(_COLOURS)])
    ]
    whole = _SIZE + 2 * _EDGE
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}"'
            ' font-family="sans-serif" font-size="13">',
            '<rect width="100%" height="100%" fill="#fff"/>',
            *_axes(labels),
            *drawn,
            "</svg>\n",
        ]
    )


def _model(success: Column, mean: Column, name: str, place: int) -> str:
    colour = _COLOURS[place]
    bins = np.array_split(np.argsort(mean, kind="stable"), min(BINS, len(mean)))
    points = [(float(mean[rows].mean()), float(success[rows].mean())) for rows in bins]
    line = " ".join(f"{_x(one):.1f},{_y(other):.1f}" for one, other in points)
    dots = "".join(
        f'<circle cx="{_x(one):.1f}" cy="{_y(other):.1f}" r="4" fill="{colour}"/>'
        for one, other in points
    )
    legend = (
        f'<text x="{_x(0.04)}" y="{_y(0.95) + 20 * place}" fill="{colour}">{escape(name)}</text>'
    )
    return f'<polyline points="{line}" fill="none" stroke="{colour}"/>{dots}{legend}'


def _axes(labels: tuple[str, str]) -> list[str]:
    ticks = []
    for tenth in range(0, 11, 2):
        at = tenth / 10
        ticks += [
            f'<text x="{_x(at)}" y="{_y(0) + 20}" text-anchor="middle">{at}</text>',
            f'<text x="{_x(0) - 8}" y="{_y(at) + 4}" text-anchor="end">{at}</text>',
        ]
    middle = _EDGE + _SIZE / 2
    return [
        f'<rect x="{_EDGE}" y="{_EDGE}" width="{_SIZE}" height="{_SIZE}"'
        ' fill="none" stroke="#888"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#bbb" stroke-dasharray="4"/>',
        *ticks,
        f'<text x="{middle}" y="{_y(0) + 42}" text-anchor="middle">{escape(labels[0])}</text>',
        f'<text transform="translate(16 {middle}) rotate(-90)" text-anchor="middle">'
        f"{escape(labels[1])}</text>",
    ]


def _x(share: float) -> float:
    return round(_EDGE + share * _SIZE, 1)


def _y(share: float) -> float:
    return round(_EDGE + (1 - share) * _SIZE, 1)
