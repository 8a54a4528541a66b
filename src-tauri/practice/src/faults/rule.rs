use serde::{Deserialize, Serialize};

/// An ordered fault: which requests it meets, how many of them, and what happens to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRule {
    /// How many matching requests meet it; 1 unless told.
    #[serde(default = "once")]
    pub times: u32,
    /// How many matching requests pass unharmed before; 0 unless told.
    #[serde(default)]
    pub after: u32,
    /// `portal` or an environment's key for its site; any if none.
    #[serde(default)]
    pub place: Option<String>,
    /// `POST`; any if none.
    #[serde(default)]
    pub method: Option<String>,
    /// Found anywhere in the path; any if none.
    #[serde(default)]
    pub path: Option<String>,
    pub effect: Effect,
}

/// What happens to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Effect {
    /// It is answered with this status and nothing is done.
    Status {
        status: u16,
        /// As the header has it: seconds or a date.
        #[serde(default)]
        retry_after: Option<String>,
        #[serde(default)]
        body: Option<String>,
        /// Only after the whole body was read; at once otherwise.
        #[serde(default)]
        after_body: bool,
    },
    /// The connection is reset once this many bytes of the body were read, or at its end.
    ResetAfter { bytes: u64 },
    /// The whole body is read and the connection reset before the answer.
    LostAnswer {
        /// Whether the request was carried out.
        accepted: bool,
    },
    /// The request is carried out, and the answer comes this much later.
    Stall { ms: u64 },
    /// The body is read no faster than this.
    SlowReading { bytes_per_second: u64 },
    /// The request is carried out; of the answer's body only this much arrives.
    TruncatedAnswer { bytes: u64 },
    /// It is answered with a redirect, 307 unless told.
    Redirect {
        location: String,
        #[serde(default = "temporary")]
        status: u16,
    },
}

impl Effect {
    /// A status and nothing else.
    pub fn status(status: u16) -> Self {
        Self::Status {
            status,
            retry_after: None,
            body: None,
            after_body: false,
        }
    }

    /// The name in requests and JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Status { .. } => "status",
            Self::ResetAfter { .. } => "reset-after",
            Self::LostAnswer { .. } => "lost-answer",
            Self::Stall { .. } => "stall",
            Self::SlowReading { .. } => "slow-reading",
            Self::TruncatedAnswer { .. } => "truncated-answer",
            Self::Redirect { .. } => "redirect",
        }
    }
}

impl FaultRule {
    /// For the next request anywhere.
    pub fn next(effect: Effect) -> Self {
        Self {
            times: 1,
            after: 0,
            place: None,
            method: None,
            path: None,
            effect,
        }
    }

    /// For the next upload through the API.
    pub fn next_upload(effect: Effect) -> Self {
        Self {
            place: Some(super::PORTAL.into()),
            method: Some("POST".into()),
            path: Some("/api/deployment/upload/".into()),
            ..Self::next(effect)
        }
    }

    /// For the next request to an environment's site.
    pub fn next_visit(env: &str, effect: Effect) -> Self {
        Self {
            place: Some(env.into()),
            ..Self::next(effect)
        }
    }

    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    pub fn after(self, after: u32) -> Self {
        Self { after, ..self }
    }

    pub(super) fn matches(&self, place: &str, method: &str, path: &str) -> bool {
        self.place
            .as_deref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(place))
            && self
                .method
                .as_deref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && self
                .path
                .as_deref()
                .is_none_or(|wanted| path.contains(wanted))
    }
}

/// A lasting condition of an environment's site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum SiteTrouble {
    /// Connections are reset.
    Down,
    /// Every answer is 500.
    ServerError,
    /// Answers come this much later.
    Slow { ms: u64 },
}

fn once() -> u32 {
    1
}

fn temporary() -> u16 {
    307
}
