"""A Kring to look at: half a year at three example offices, played by invented people up to the present moment."""
