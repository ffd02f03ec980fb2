"""What every page of the portal stands on: the house, a visit, words, templates, and how a refusal is shown."""
