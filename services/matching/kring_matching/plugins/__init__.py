"""The criteria and rules that come with matching; they use the same hooks as anybody's."""
