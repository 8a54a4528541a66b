//! What a computer has to have, by Debian's names.

/// For compiling the window.
pub const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "librsvg2-dev",
    "libdbus-1-dev",
];

/// For driving the window where nobody looks: a display, a session bus, a keychain, a driver, and
/// hands that drag files and type into the system's dialogs.
pub const WINDOW: &[&str] = &[
    "xvfb",
    "webkit2gtk-driver",
    "dbus",
    "gnome-keyring",
    "xdotool",
    "python3-gi",
    "gir1.2-gtk-3.0",
    // Text in the pictures.
    "fonts-dejavu-core",
];

/// Other programs that open what is built, and that building is measured against.
pub const ARCHIVES: &[&str] = &["unzip", "zip", "7zip", "python3"];

/// Brings what carrying files is measured beside.
pub const PEERS: &[&str] = &["python3", "python3-pip"];

/// For making Slipway for Windows on Linux: a linker, a Windows to try it in, a packer of installers.
pub const WINDOWS: &[&str] = &[
    "gcc-mingw-w64-x86-64-posix",
    "g++-mingw-w64-x86-64-posix",
    "wine64",
    "wine",
    "nsis",
];

/// A compiler with the source of its library, where rustup has none ready for Windows.
pub const WINDOWS_LIBRARY: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];

/// For the interface's own tests any Chromium will do. The first is without the browser's own
/// window, which would be drawn for every test though nobody sees it, and takes nearly half the time
/// the flows take; not every Debian has it.
pub const BROWSER: [&str; 2] = ["chromium-headless-shell", "chromium"];
pub const BROWSERS: &[&str] = &[
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// What to install by hand where apt is not at home.
pub const BY_HAND: &str = if cfg!(target_os = "macos") {
    "On macOS: `xcode-select --install`; the window's tests need Linux."
} else if cfg!(windows) {
    "On Windows: the Visual Studio C++ build tools (“Desktop development with C++”) and the WebView2 runtime; the window's tests need Linux."
} else {
    "On this Linux, install by hand: a C compiler, pkg-config, and the development packages of WebKitGTK 4.1, libxdo, librsvg 2 and D-Bus \
     (Fedora: gcc pkgconf webkit2gtk4.1-devel libxdo-devel librsvg2-devel dbus-devel; Arch: base-devel webkit2gtk-4.1 xdotool librsvg dbus). \
     Tests also need Xvfb, WebKitWebDriver, dbus-daemon, gnome-keyring, xdotool, Chromium, unzip, zip, 7-Zip, and Python 3 with the GTK 3 bindings."
};
