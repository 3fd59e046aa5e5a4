"""A picture of an address for the camera of a phone."""

import base64

import qrcode
from qrcode.image.svg import SvgPathFillImage


def data_address(text: str) -> str:
    """The picture as an address for an `<img>`: black on white in every colour scheme, for cameras want it so."""
    picture = qrcode.make(text, image_factory=SvgPathFillImage, border=4)
    return "data:image/svg+xml;base64," + base64.b64encode(picture.to_string()).decode("ascii")
