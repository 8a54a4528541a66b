#!/usr/bin/python3
"""Asks a window to close, as the cross in its title bar would: there is no title bar without a
window manager.

    close_window.py WINDOW
"""

import ctypes
import sys

x11 = ctypes.CDLL("libX11.so.6")
Display = ctypes.c_void_p
x11.XOpenDisplay.restype = Display
x11.XInternAtom.argtypes = [Display, ctypes.c_char_p, ctypes.c_int]
x11.XInternAtom.restype = ctypes.c_ulong
x11.XSendEvent.argtypes = [Display, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
x11.XSync.argtypes = [Display, ctypes.c_int]

CLIENT_MESSAGE = 33


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", Display),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    ]


class Event(ctypes.Union):
    # Xlib reads a whole XEvent, which is 24 longs.
    _fields_ = [("message", ClientMessage), ("room", ctypes.c_long * 24)]


display = x11.XOpenDisplay(None)
window = int(sys.argv[1])
protocols = x11.XInternAtom(display, b"WM_PROTOCOLS", 0)
delete = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
event = Event()
event.message = ClientMessage(CLIENT_MESSAGE, 0, 1, display, window, protocols, 32)
event.message.data[0] = delete
x11.XSendEvent(display, window, 0, 0, ctypes.byref(event))
x11.XSync(display, 0)
