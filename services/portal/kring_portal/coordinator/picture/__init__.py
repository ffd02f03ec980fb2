"""The circle as a picture: who is near whom, who answered what; the same circle gives the same picture."""

from kring_portal.coordinator.picture.drawing import picture_of
from kring_portal.coordinator.picture.layout import Picture, laid_out

__all__ = ["Picture", "laid_out", "picture_of"]
