"""The words of every page, in Fluent: a folder a language, a file a room; `words.py` of the web reads them."""
