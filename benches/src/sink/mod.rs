//! The Blob service that benchmarks upload to.

mod body;
mod counts;
mod request;
mod shelf;

pub use counts::Counted;
use request::Request;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use shelf::Shelf;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// How the sink behaves.
#[derive(Default)]
pub struct Options {
    /// Added to each answer.
    pub latency: Duration,
    /// Encrypts, and writes the certificate there.
    pub tls: Option<PathBuf>,
    /// Compares every body with the CRC64 that came with it, as the service does.
    pub checks: bool,
}

impl Options {
    pub fn read(mut args: impl Iterator<Item = String>) -> io::Result<Self> {
        let mut options = Self::default();
        while let Some(name) = args.next() {
            let mut value = || args.next().ok_or_else(|| io::Error::other(name.clone()));
            match name.as_str() {
                "--latency-ms" => {
                    let ms = value()?.parse().map_err(io::Error::other)?;
                    options.latency = Duration::from_millis(ms);
                }
                "--tls" => options.tls = Some(value()?.into()),
                "--check" => options.checks = true,
                other => return Err(io::Error::other(format!("unknown: {other}"))),
            }
        }
        Ok(options)
    }
}

/// A sink in a process of its own, so that its costs are not counted; it ends when this is dropped.
pub struct Sink {
    child: Child,
    port: u16,
    pub certificate: Option<PathBuf>,
}

impl Sink {
    /// # Panics
    /// If it does not start: without it there is nothing to measure.
    pub fn start(options: &Options) -> Self {
        let mut command = Command::new(crate::data::program("bench-blob-sink"));
        command.args(["--latency-ms", &options.latency.as_millis().to_string()]);
        let certificate = options.tls.clone();
        if let Some(path) = &certificate {
            command.arg("--tls").arg(path);
        }
        if options.checks {
            command.arg("--check");
        }
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("the sink starts");
        let mut port = String::new();
        BufReader::new(child.stdout.take().expect("it was asked for"))
            .read_line(&mut port)
            .expect("the sink prints its port");
        Self {
            child,
            port: port.trim().parse().expect("a port"),
            certificate,
        }
    }

    /// Address of a container, and the query that would allow to use it.
    pub fn link(&self, container: &str) -> (String, &'static str) {
        let scheme = match self.certificate {
            Some(_) => "https://127.0.0.1",
            None => "http://127.0.0.1",
        };
        const SAS: &str = "sv=2023-11-03&se=2099-01-01T00%3A00%3A00Z&sr=c&sp=racwdl&sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D";
        (format!("{scheme}:{}/account/{container}", self.port), SAS)
    }

    /// What it took in so far. Not over TLS.
    ///
    /// # Panics
    /// If it does not say.
    pub fn counted(&self) -> Counted {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the sink is there");
        stream
            .write_all(b"GET /counts HTTP/1.1\r\n\r\n")
            .expect("the sink listens");
        stream
            .shutdown(std::net::Shutdown::Write)
            .expect("the sink listens");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the sink says");
        Counted::read(answer.split_once("\r\n\r\n").unwrap_or_default().1)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves for ever.
pub fn serve(listener: &TcpListener, options: &Options) -> io::Result<()> {
    let tls = options.tls.as_ref().map(server_side).transpose()?;
    let shelf = Arc::new(Shelf::default());
    for stream in listener.incoming() {
        let (stream, tls, shelf) = (stream?, tls.clone(), shelf.clone());
        let talk = Talk {
            shelf,
            latency: options.latency,
            checks: options.checks,
        };
        std::thread::spawn(move || {
            let talked = match tls {
                None => talk.over(stream),
                Some(config) => ServerConnection::new(config)
                    .map_err(io::Error::other)
                    .and_then(|tls| talk.over(StreamOwned::new(tls, stream))),
            };
            // Clients end connections as they like.
            drop(talked);
        });
    }
    Ok(())
}

/// One connection.
struct Talk {
    shelf: Arc<Shelf>,
    latency: Duration,
    checks: bool,
}

impl Talk {
    fn over(&self, stream: impl Read + Write) -> io::Result<()> {
        let mut stream = BufReader::with_capacity(256 * 1024, stream);
        while let Some(request) = Request::read(&mut stream)? {
            let sum = self.checks && request.crc64.is_some();
            let keep = request.comp() == "blocklist";
            let body = body::taken(&mut stream, request.length, sum, keep);
            let answer = self.shelf.answer(&request, &body);
            if body.bytes < request.length {
                return Ok(());
            }
            std::thread::sleep(self.latency);
            stream.get_mut().write_all(&answer)?;
            stream.get_mut().flush()?;
        }
        Ok(())
    }
}

fn server_side(certificate_out: &PathBuf) -> io::Result<Arc<ServerConfig>> {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]);
    let made = made.map_err(io::Error::other)?;
    std::fs::write(certificate_out, made.cert.pem())?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .map_err(io::Error::other)?;
    Ok(Arc::new(config))
}
