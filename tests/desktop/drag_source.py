#!/usr/bin/python3
"""A tray with files on it, at the right edge of the display, for people without hands.

    drag_source.py X Y FILE...

Prints one word a line as things happen: `shown`, `dragging`, `accepted` (what is under the pointer
takes the files), `refused` (it no longer does), and at the end `dropped` or `missed`, then exits.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk


def say(word):
    print(word, flush=True)


class Tray(Gtk.Window):
    def __init__(self, x, y, files):
        # A popup is placed where it asks to be, whether or not a window manager runs.
        super().__init__(type=Gtk.WindowType.POPUP)
        self.uris = [Path(name).resolve().as_uri() for name in files]
        self.outcome = "missed"
        self.accepted = False
        handle = Gtk.EventBox()
        handle.set_size_request(64, 64)
        handle.add(Gtk.Label(label=f"{len(files)} file(s)"))
        handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, None, Gdk.DragAction.COPY)
        handle.drag_source_add_uri_targets()
        handle.connect("drag-begin", self.begin)
        handle.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(self.uris))
        handle.connect("drag-failed", self.fail)
        handle.connect("drag-end", self.end)
        self.add(handle)
        self.move(x, y)
        self.connect("map-event", lambda *_: say("shown"))

    def begin(self, _widget, context):
        say("dragging")
        self.outcome = "dropped"
        GLib.timeout_add(10, self.look, context)

    def look(self, context):
        accepted = context.get_selected_action() != 0
        if accepted != self.accepted:
            self.accepted = accepted
            say("accepted" if accepted else "refused")
        return True

    def fail(self, *_):
        self.outcome = "missed"
        return False

    def end(self, *_):
        say(self.outcome)
        Gtk.main_quit()


if __name__ == "__main__":
    left, top, *names = sys.argv[1:]
    Tray(int(left), int(top), names).show_all()
    Gtk.main()
