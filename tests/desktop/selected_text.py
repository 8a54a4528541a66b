#!/usr/bin/python3
"""Prints the text that is selected on this display, in whatever window."""

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk

print(Gtk.Clipboard.get(Gdk.SELECTION_PRIMARY).wait_for_text() or "", end="")
