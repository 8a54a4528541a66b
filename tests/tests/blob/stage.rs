//! The two storages the assertions run against, and what is known to differ.

use crate::azurite::{self, Azurite};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{Timestamp, ToSpan};
use reqwest::{Client, RequestBuilder, Response};
use sha2::Sha256;
use slipway_engine::units::Moment;
use slipway_practice::{LinkOrder, PracticeOptions, PracticeWorld};
use std::sync::Arc;

/// The version every request speaks.
pub const VERSION: &str = "2021-12-02";

/// Where the two answer differently: the point, what Azure Storage and so the practice world answers,
/// what Azurite 3.35 answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    WrongMd5,
    RightCrc64,
    WrongCrc64,
    ExpiredLink,
    NoLink,
    /// A link for another address.
    OtherAddress,
    /// A block that was there before the blob came in one request is named by a commit.
    BlockBeforeTheWhole,
    BlockFromUrl,
}

/// Status and error code of an answer; no code if it has none.
pub type Told = (u16, &'static str);

const DIFFERENCES: [(Point, Told, Told); 8] = [
    (
        Point::WrongMd5,
        (400, "Md5Mismatch"),
        (400, "InvalidOperation"),
    ),
    (Point::RightCrc64, (201, ""), (500, "FeatureNotSupported")),
    (
        Point::WrongCrc64,
        (400, "Crc64Mismatch"),
        (500, "FeatureNotSupported"),
    ),
    (
        Point::ExpiredLink,
        (403, "AuthenticationFailed"),
        (403, "AuthorizationFailure"),
    ),
    (
        Point::NoLink,
        (409, "PublicAccessNotPermitted"),
        (403, "AuthorizationFailure"),
    ),
    (
        Point::OtherAddress,
        (403, "AuthorizationSourceIPMismatch"),
        (200, ""),
    ),
    (
        Point::BlockBeforeTheWhole,
        (400, "InvalidBlockList"),
        (201, ""),
    ),
    (Point::BlockFromUrl, (201, ""), (501, "APINotImplemented")),
];

/// A storage with a container of its own for this test.
pub struct Stage {
    pub name: &'static str,
    pub container: String,
    service: String,
    account: String,
    key: Vec<u8>,
    http: Client,
    kind: Kind,
}

enum Kind {
    Practice(PracticeWorld),
    Azurite(#[expect(dead_code, reason = "kept running")] Arc<Azurite>),
}

impl Stage {
    /// The practice world first: its answers are quicker to look into.
    pub async fn both() -> [Self; 2] {
        [Self::practice().await, Self::azurite().await]
    }

    async fn practice() -> Self {
        let world = PracticeWorld::start(PracticeOptions::default())
            .await
            .expect("a practice world");
        let container = new_name();
        world.storage().create_container(&container);
        let service = world.storage().address().to_owned();
        Self {
            name: "practice world",
            container,
            account: service.rsplit('/').next().unwrap_or_default().to_owned(),
            service,
            // Signed by the world itself, which tells its key to nobody.
            key: Vec::new(),
            http: client(),
            kind: Kind::Practice(world),
        }
    }

    async fn azurite() -> Self {
        let running = tokio::task::spawn_blocking(Azurite::running)
            .await
            .expect("Azurite runs");
        let stage = Self {
            name: "Azurite",
            container: new_name(),
            service: running.address.clone(),
            account: azurite::ACCOUNT.into(),
            key: STANDARD.decode(azurite::KEY).expect("a key in base64"),
            http: client(),
            kind: Kind::Azurite(running),
        };
        let address = format!(
            "{}/{}?restype=container&{}",
            stage.service,
            stage.container,
            stage.account_link()
        );
        let made = stage
            .http
            .put(address)
            .header("x-ms-version", VERSION)
            .send()
            .await
            .expect("an answer");
        assert_eq!(made.status(), 201, "Azurite makes a container");
        stage
    }

    /// What is expected where the two are known to differ.
    pub fn expected(&self, point: Point) -> Told {
        let row = DIFFERENCES.iter().find(|row| row.0 == point);
        let (_, practice, azurite) = row.expect("every point is in the table");
        match self.kind {
            Kind::Practice(_) => *practice,
            Kind::Azurite(_) => *azurite,
        }
    }

    /// A link that allows everything for an hour.
    pub fn link(&self) -> String {
        self.link_allowing("racwdl")
    }

    pub fn link_allowing(&self, permissions: &str) -> String {
        self.signed(&LinkOrder::new(&self.container, in_hours(1)).allowing(permissions))
    }

    pub fn signed(&self, order: &LinkOrder) -> String {
        match &self.kind {
            Kind::Practice(world) => world.storage().link(order),
            Kind::Azurite(_) => order.sign(&self.service, &self.account, &self.key),
        }
        .reveal()
        .to_owned()
    }

    /// A request about a blob, named as it stands in an address, with a link that allows everything.
    pub fn about(&self, method: &str, blob: &str, more: &str) -> RequestBuilder {
        self.by(&self.link(), method, blob, more)
    }

    /// The same with a link of one's own; without a blob it is about the container.
    pub fn by(&self, link: &str, method: &str, blob: &str, more: &str) -> RequestBuilder {
        let (container, query) = link.split_once('?').unwrap_or((link, ""));
        let slash = if blob.is_empty() { "" } else { "/" };
        let address = format!("{container}{slash}{blob}?{query}{more}");
        let method = method.parse().expect("a method");
        self.http
            .request(method, address)
            .header("x-ms-version", VERSION)
    }

    /// Azurite's account may do everything; nothing else can make a container there.
    fn account_link(&self) -> String {
        let expires = in_hours(1).0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let text = format!(
            "{}\nracwdl\nb\nco\n\n{expires}\n\n\n{VERSION}\n\n",
            self.account
        );
        let mut hmac = Hmac::<Sha256>::new_from_slice(&self.key).expect("any length will do");
        hmac.update(text.as_bytes());
        let signature = STANDARD.encode(hmac.finalize().into_bytes());
        let signature = signature
            .replace('+', "%2B")
            .replace('/', "%2F")
            .replace('=', "%3D");
        format!("sv={VERSION}&ss=b&srt=co&sp=racwdl&se={expires}&sig={signature}")
    }
}

pub fn in_hours(hours: i64) -> Moment {
    Moment(Timestamp::now() + hours.hours())
}

fn new_name() -> String {
    format!("box-{}", uuid::Uuid::new_v4())
}

fn client() -> Client {
    Client::builder().no_proxy().build().expect("a client")
}

/// The status and the error code of an answer; no code if it has none.
pub fn told(answer: &Response) -> (u16, &str) {
    let code = answer.headers().get("x-ms-error-code");
    let code = code.and_then(|code| code.to_str().ok()).unwrap_or_default();
    (answer.status().as_u16(), code)
}

/// A header's text; empty if there is none.
pub fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    let value = answer.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
