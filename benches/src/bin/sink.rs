//! Takes one request body after another over plain TCP, drops it, and answers 200. Prints its
//! port. It is kinder than any Portal: what it shows is the cost of the client alone.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    io::stdout().flush()?;
    for stream in listener.incoming() {
        if let Err(cause) = serve(stream?) {
            eprintln!("{cause}");
        }
    }
    Ok(())
}

fn serve(stream: TcpStream) -> io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut input = BufReader::with_capacity(1 << 20, stream);
    let mut left: u64 = 0;
    loop {
        let mut line = String::new();
        input.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(length) = line.strip_prefix("content-length:") {
            left = length.trim().parse().unwrap_or(0);
        }
        if line.starts_with("expect: 100-continue") {
            out.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        if line.is_empty() {
            break;
        }
    }
    let taken = io::copy(&mut input.take(left), &mut io::sink())?;
    let status = if taken == left {
        "200 OK"
    } else {
        "400 Bad Request"
    };
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
}
