"""Images, compose and manifests, as they are shipped."""
