//! The Portal's one public call: uploading a package (facts 3.1).
//!
//! [`send`] carries a package there and tells exactly what is known afterwards: accepted, refused,
//! not sent, or sent without an answer. Only what cannot have been accepted is tried again by
//! itself (promise 39). [`client`] is how every connection of Slipway is made.

mod answer;
mod attempt;
mod body;
mod http;
mod issuer;
mod line;
mod policy;
mod proxy;
mod reader;
mod said;
mod stall;
mod tls;
mod trouble;
mod upload;

pub(crate) use answer::{moment, retry_after, text_of};
pub use http::client;
pub(crate) use http::{client_for_looks, client_keeping};
pub(crate) use issuer::issuer_of;
pub use policy::{RetryPolicy, any_jitter};
pub(crate) use proxy::{PROXY_VARIABLES, read_proxy, system_proxy};
pub(crate) use said::readable;
pub(crate) use trouble::{Hindrance, Reach, fault_of, hindrance_of, in_words, reach_of};
pub use upload::{Expected, Phase, Upload, UploadObserver, UploadOutcome, send};
