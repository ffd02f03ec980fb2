"""Notifications: tells people what they should know, once, by a channel they can use (berichten)."""
