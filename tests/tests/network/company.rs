//! A company's way out: a forward proxy with Basic authentication that looks inside what it
//! carries, notes every request, and leads the names of this story to servers of this story.

use crate::tls::Authority;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as the proxy saw it, from inside or outside.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Whom: `portal.example`, without the port.
    pub host: String,
    /// `CONNECT`, `GET`, …
    pub method: String,
    pub head: String,
}

impl Asked {
    /// A header's value; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(this, _)| this.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value.trim())
    }
}

/// Where a name leads.
#[derive(Clone)]
pub enum Leads {
    /// Says this to everything: `200 OK` with a body, and headers if need be.
    Says { head: String, body: Vec<u8> },
    /// To a server on this computer, below this path.
    To { port: u16, below: String },
}

impl Leads {
    pub fn says(head: &str, body: impl Into<Vec<u8>>) -> Self {
        let (head, body) = (head.to_owned(), body.into());
        Self::Says { head, body }
    }
}

pub struct Company {
    pub port: u16,
    pub authority: Arc<Authority>,
    rules: Arc<Rules>,
}

struct Rules {
    /// `Basic …`; none where everybody may pass.
    password: Option<String>,
    authority: Arc<Authority>,
    /// By name, or by name and path.
    leads: Mutex<HashMap<String, Leads>>,
    asked: Mutex<Vec<Asked>>,
}

impl Company {
    /// A proxy that lets `user:password` pass, or everybody.
    pub async fn with_password(password: Option<&str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let authority = Arc::new(Authority::named("Contoso Inspection CA"));
        let rules = Arc::new(Rules {
            password: password.map(|it| format!("Basic {}", BASE64_STANDARD.encode(it))),
            authority: authority.clone(),
            leads: Mutex::default(),
            asked: Mutex::default(),
        });
        let taken = rules.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let rules = taken.clone();
                // Whoever hangs up is done with it.
                tokio::spawn(async move { rules.serve(client).await.unwrap_or_default() });
            }
        });
        Self {
            port,
            authority,
            rules,
        }
    }

    pub fn leads(&self, name: &str, to: Leads) {
        let mut leads = self.rules.leads.lock().expect("the names");
        leads.insert(name.to_owned(), to);
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.rules.asked.lock().expect("the notes").clone()
    }

    /// What the proxy saw of requests to `host`, from inside.
    pub fn asked_of(&self, host: &str) -> Vec<Asked> {
        let inside = |asked: &Asked| asked.host == host && asked.method != "CONNECT";
        self.asked().into_iter().filter(inside).collect()
    }
}

impl Rules {
    fn note(&self, asked: &Asked) {
        self.asked.lock().expect("the notes").push(asked.clone());
    }

    async fn serve(&self, mut client: TcpStream) -> std::io::Result<()> {
        let (first, target) = read(&mut client, None).await?;
        self.note(&first);
        if self
            .password
            .as_deref()
            .is_some_and(|wanted| wanted != first.header("proxy-authorization"))
        {
            let asks = "HTTP/1.1 407 Proxy Authentication Required\r\n\
                        Proxy-Authenticate: Basic realm=\"Contoso\"\r\nContent-Length: 0\r\n\
                        Connection: close\r\n\r\n";
            return client.write_all(asks.as_bytes()).await;
        }
        if first.method != "CONNECT" {
            return self.answer(&mut client, &first, &target).await;
        }
        client
            .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
            .await?;
        let mut inside = self
            .authority
            .server(&first.host, 2090)
            .accept(client)
            .await?;
        let (asked, target) = read(&mut inside, Some(&first.host)).await?;
        self.note(&asked);
        self.answer(&mut inside, &asked, &target).await
    }

    async fn answer(
        &self,
        client: &mut (impl AsyncRead + AsyncWrite + Unpin),
        asked: &Asked,
        target: &str,
    ) -> std::io::Result<()> {
        let path = target.split('?').next().unwrap_or_default();
        let leads = {
            let leads = self.leads.lock().expect("the names");
            let exact = leads.get(&format!("{}{path}", asked.host));
            exact.or_else(|| leads.get(&asked.host)).cloned()
        };
        match leads {
            None => {
                client
                    .write_all(b"HTTP/1.1 502 Nobody\r\nContent-Length: 0\r\n\r\n")
                    .await
            }
            Some(Leads::Says { head, body }) => {
                let mut left = asked.header("content-length").parse().unwrap_or(0_u64);
                let mut buffer = vec![0; 64 * 1024];
                while left > 0 {
                    let read = client.read(&mut buffer).await? as u64;
                    left = if read == 0 {
                        0
                    } else {
                        left.saturating_sub(read)
                    };
                }
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
                );
                client.write_all(head.as_bytes()).await?;
                client.write_all(&body).await?;
                client.shutdown().await
            }
            Some(Leads::To { port, below }) => {
                let mut server = TcpStream::connect(("127.0.0.1", port)).await?;
                let mut head = format!(
                    "{} {below}{target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n",
                    asked.method
                );
                for line in asked.head.lines().skip(1).filter(|line| !line.is_empty()) {
                    let name = line.split(':').next().unwrap_or_default().to_lowercase();
                    if !matches!(name.as_str(), "host" | "connection" | "proxy-authorization") {
                        head.push_str(line);
                        head.push_str("\r\n");
                    }
                }
                server.write_all(format!("{head}\r\n").as_bytes()).await?;
                tokio::io::copy_bidirectional(client, &mut server).await?;
                Ok(())
            }
        }
    }
}

/// The head of a request, and what it asks for as a path with its query.
async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    inside_of: Option<&str>,
) -> std::io::Result<(Asked, String)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut words = head.split_whitespace();
    let (method, target) = (
        words.next().unwrap_or_default().to_owned(),
        words.next().unwrap_or_default(),
    );
    let (authority, path) = match target.split_once("://") {
        // In absolute form, as proxies are asked for what is not encrypted.
        Some((_, rest)) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None if method == "CONNECT" => (target, ""),
        None => ("", target),
    };
    let host = inside_of.unwrap_or_else(|| authority.split(':').next().unwrap_or_default());
    let (host, target) = (host.to_owned(), path.to_owned());
    Ok((Asked { host, method, head }, target))
}
