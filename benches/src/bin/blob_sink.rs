//! A Blob service that keeps names and sizes and drops the bytes: `bench-blob-sink
//! [--latency-ms N] [--tls CERTIFICATE_OUT] [--check]`. Prints its port. One thread for each
//! connection. It checks no signatures, and checksums only if told to: what it shows is the cost of
//! the client alone.

use slipway_benches::sink::{Options, serve};
use std::io::{self, Write};
use std::net::TcpListener;

fn main() -> io::Result<()> {
    let options = Options::read(std::env::args().skip(1))?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    io::stdout().flush()?;
    serve(&listener, &options)
}
