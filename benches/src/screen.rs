//! A virtual display, and a look at when something appears on it.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat};
use x11rb::rust_connection::RustConnection;

const WIDTH: u16 = 1280;
const HEIGHT: u16 = 800;
/// A window that has shown nothing by then never will.
const LIMIT: Duration = Duration::from_secs(60);

/// An X server without a screen to look at, stopped when dropped.
pub struct Screen {
    server: Child,
    name: String,
    connection: RustConnection,
    root: u32,
}

impl Screen {
    pub fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{WIDTH}x{HEIGHT}x24"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let name = format!(":{}", first_line(&mut server));
        let (connection, screen) = x11rb::connect(Some(&name)).expect("the display answers");
        let root = connection.setup().roots[screen].root;
        Self {
            server,
            name,
            connection,
            root,
        }
    }

    /// Seconds from the start of a program until the display shows letters, the program being new
    /// to this computer: it gets an empty home.
    pub fn time_to_paint(&self, program: &Path) -> f64 {
        let home = tempfile::tempdir().expect("a temporary folder");
        let started = Instant::now();
        let mut window = Command::new("dbus-run-session")
            .arg("--")
            .arg(program)
            .env("DISPLAY", &self.name)
            .env("HOME", home.path())
            .env("GDK_BACKEND", "x11")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the window starts");
        while !self.shows_letters() {
            assert!(
                started.elapsed() < LIMIT,
                "{} shows nothing",
                program.display()
            );
        }
        let took = started.elapsed().as_secs_f64();
        end(&mut window);
        while self.shows_letters() {
            assert!(
                started.elapsed() < LIMIT,
                "{} does not go away",
                program.display()
            );
        }
        took
    }

    /// Letters have smooth edges: more shades than frames, backgrounds or a cursor have.
    fn shows_letters(&self) -> bool {
        const SHADES: usize = 12;
        let image = self
            .connection
            .get_image(ImageFormat::Z_PIXMAP, self.root, 0, 0, WIDTH, HEIGHT, !0)
            .expect("the display is asked")
            .reply()
            .expect("the display answers");
        let mut shades: Vec<&[u8]> = Vec::new();
        let mut last: &[u8] = &[];
        for pixel in image.data.chunks_exact(4) {
            if pixel != last && !shades.contains(&pixel) {
                shades.push(pixel);
            }
            if shades.len() > SHADES {
                return true;
            }
            last = pixel;
        }
        false
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Ends the session and with it the window in it.
fn end(session: &mut Child) {
    let children = format!("/proc/{0}/task/{0}/children", session.id());
    for child in std::fs::read_to_string(children)
        .unwrap_or_default()
        .split_ascii_whitespace()
    {
        if let Ok(pid) = child.parse() {
            // SAFETY: sends a signal to a process this one started and has not waited for.
            unsafe { libc::kill(pid, libc::SIGTERM) };
        }
    }
    let _ = session.wait();
}

fn first_line(server: &mut Child) -> String {
    use std::io::{BufRead, BufReader};
    let mut line = String::new();
    let output = server.stdout.take().expect("it is piped");
    BufReader::new(output)
        .read_line(&mut line)
        .expect("the display tells its number");
    line.trim().to_owned()
}
