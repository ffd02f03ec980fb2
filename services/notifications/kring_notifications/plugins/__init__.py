"""The channels that come with notifications; they use the same hooks as anybody's."""
