"""Makes what a first start on Docker needs: keys, certificates, credentials, passwords, and settings for compose."""
