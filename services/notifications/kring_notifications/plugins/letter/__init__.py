"""Letters on paper: each is set as a PDF for a window envelope, and laid in a folder that a print room empties."""

from kring_notifications.plugins.letter.channel import plugin as plugin
