"""The portal in a real browser: each role's main path, by mouse, by keyboard, on a phone, and without JavaScript."""
