"""The portal over a whole Kring, as those see it who open its pages."""
