//! A site that answers every question with the same page, and counts them.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// About as long as the start page of a shop.
const PAGE_BYTES: usize = 16 * 1024;

pub struct Site {
    pub origin: String,
    asked: Arc<AtomicU64>,
}

impl Site {
    /// Serves until the runtime it was started in ends.
    pub async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(AtomicU64::new(0));
        let counted = asked.clone();
        tokio::spawn(async move {
            let answer: Arc<[u8]> = answer().into();
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, counted) = (answer.clone(), counted.clone());
                // Whoever hangs up has heard enough.
                tokio::spawn(async move { serve(stream, &answer, &counted).await.ok() });
            }
        });
        Self {
            origin: format!("http://127.0.0.1:{port}"),
            asked,
        }
    }

    /// How often anything was asked, since this was asked last.
    pub fn asked(&self) -> u64 {
        self.asked.swap(0, Ordering::Relaxed)
    }
}

async fn serve(mut stream: TcpStream, answer: &[u8], asked: &AtomicU64) -> io::Result<()> {
    let mut head = Vec::new();
    loop {
        while !head.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut head).await? == 0 {
                return Ok(());
            }
        }
        head.clear();
        asked.fetch_add(1, Ordering::Relaxed);
        stream.write_all(answer).await?;
    }
}

fn answer() -> Vec<u8> {
    let mut page = String::from("<!DOCTYPE html><meta name=build content=7><title>Beans</title>");
    while page.len() < PAGE_BYTES {
        page.push_str("<p class=bean><a href=/products>Harbour Blend</a> Cocoa and walnut.</p>");
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n",
        page.len()
    );
    [head.into_bytes(), page.into_bytes()].concat()
}
