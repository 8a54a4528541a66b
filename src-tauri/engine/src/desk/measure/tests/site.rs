//! A site on loopback that looks as the test wants.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How the site answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Live,
    /// The same with another build.
    LiveAnew,
    /// The same with pages that do not name their build.
    Nameless,
    /// The administration says that nothing can be changed.
    ReadOnly,
    Offline,
    /// Pages answer, this one with an error.
    Broken(&'static str),
}

pub(super) struct Site {
    port: u16,
    face: Arc<Mutex<Face>>,
    /// Heads of the requests so far.
    asked: Arc<Mutex<Vec<String>>>,
    serving: JoinHandle<()>,
}

impl Site {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (face, asked) = (Arc::new(Mutex::new(Face::Live)), Arc::default());
        let serving = tokio::spawn(serve(listener, face.clone(), Arc::clone(&asked)));
        Self {
            port,
            face,
            asked,
            serving,
        }
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn is(&self, face: Face) {
        *self.face.lock().expect("no panic") = face;
    }

    /// How often a path was asked for.
    pub fn asked_for(&self, path: &str) -> usize {
        let start = format!("GET {path} ");
        let asked = self.asked.lock().expect("no panic");
        asked.iter().filter(|head| head.starts_with(&start)).count()
    }

    pub fn last_head(&self) -> String {
        let asked = self.asked.lock().expect("no panic");
        asked.last().cloned().unwrap_or_default()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(listener: TcpListener, face: Arc<Mutex<Face>>, asked: Arc<Mutex<Vec<String>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (face, asked) = (face.clone(), asked.clone());
        tokio::spawn(async move {
            // A client that hangs up is its own business.
            let _ = answer(stream, &face, &asked).await;
        });
    }
}

async fn answer(
    mut stream: TcpStream,
    face: &Mutex<Face>,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
    asked.lock().expect("no panic").push(head);
    let (status, page) = match *face.lock().expect("no panic") {
        Face::Offline => (503, "This site is offline for maintenance"),
        Face::Live if path.starts_with("/v1/apps/") => {
            (200, r#"{"tables":[{"rows":[[7.5,12.0,null,512]]}]}"#)
        }
        Face::Broken(broken) if broken == path => (500, "Something broke"),
        Face::ReadOnly if path == "/admin" => (200, "The site is in read-only mode"),
        Face::Nameless => (200, "<h1>Beans</h1>"),
        Face::LiveAnew => (200, "<meta name=build content=8><h1>Beans</h1>"),
        _ => (200, "<meta name=build content=7><h1>Beans</h1>"),
    };
    let text = format!(
        "HTTP/1.1 {status} Whatever\r\nX-Frame-Options: DENY\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    );
    stream.write_all(text.as_bytes()).await
}
