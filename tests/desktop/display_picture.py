#!/usr/bin/python3
"""Writes a picture of the whole display, the system's own dialogs included.

    display_picture.py FILE
"""

import sys

import gi

gi.require_version("Gdk", "3.0")
from gi.repository import Gdk

screen = Gdk.get_default_root_window()
width, height = screen.get_width(), screen.get_height()
Gdk.pixbuf_get_from_window(screen, 0, 0, width, height).savev(sys.argv[1], "png", [], [])
