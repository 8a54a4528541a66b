//! A storage service whose listings have no end.

use slipway_engine::blob::Container;
use slipway_engine::blob::sas::SasLink;
use slipway_engine::blob::transfer::Options;
use slipway_engine::fault::Fault;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// No listing takes longer on a computer that works.
const LIMIT: Duration = Duration::from_secs(60);

/// Lists a container of a service that answers every request alike.
async fn listed(answer: fn(TcpStream) -> Answering) -> Result<usize, Fault> {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let serving = tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(answer(connection));
        }
    });
    let link = format!(
        "http://127.0.0.1:{port}/account/db?sv=2024-11-04&se=2099-01-01T00:00:00Z&sr=c&sp=rl&sig={}%3D",
        "A".repeat(43)
    );
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options::new(folder.path().join("journal"), None);
    let container =
        Container::open(SasLink::parse(&link).expect("a link"), options).expect("it opens");
    let blobs = tokio::time::timeout(LIMIT, container.all("")).await;
    serving.abort();
    blobs.expect("it ends").map(|blobs| blobs.len())
}

type Answering = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// Reads the head of a request; none once the other side ends.
async fn request(connection: &mut TcpStream) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await.ok()?);
    }
    Some(())
}

#[tokio::test]
async fn a_listing_whose_pages_lead_back_to_themselves_is_none() {
    let fault = listed(|mut connection| {
        Box::pin(async move {
            while request(&mut connection).await.is_some() {
                let page = "<EnumerationResults><Blobs></Blobs><NextMarker>here</NextMarker></EnumerationResults>";
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", page.len());
                if connection.write_all((head + page).as_bytes()).await.is_err() {
                    return;
                }
            }
        })
    })
    .await
    .expect_err("no listing");
    assert_eq!(fault.code, "storage-said-otherwise", "{fault:?}");
}

#[tokio::test]
async fn an_answer_that_goes_on_and_on_is_not_heard_out() {
    let fault = listed(|mut connection| {
        Box::pin(async move {
            if request(&mut connection).await.is_none() {
                return;
            }
            let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            let mut sent = connection.write_all(head).await;
            let chunk = [b"10000\r\n", &[b'<'; 0x1_0000][..], b"\r\n"].concat();
            // Until nobody listens any more.
            while sent.is_ok() {
                sent = connection.write_all(&chunk).await;
            }
        })
    })
    .await
    .expect_err("no listing");
    assert_eq!(fault.code, "storage-said-otherwise", "{fault:?}");
}
