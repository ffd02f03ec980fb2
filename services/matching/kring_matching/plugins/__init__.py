"""The criteria that come with matching; they use the same hooks as anybody's."""
