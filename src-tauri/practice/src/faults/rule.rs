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
    /// `portal`, `storage`, `insights` or an environment's key for its site; any if none.
    #[serde(default)]
    pub place: Option<String>,
    /// `POST`; any if none.
    #[serde(default)]
    pub method: Option<String>,
    /// Found anywhere in the path; any if none.
    #[serde(default)]
    pub path: Option<String>,
    /// The storage's `comp`: `block`, `blocklist`, `list`; empty for requests without; any if none.
    #[serde(default)]
    pub comp: Option<String>,
    /// Of the requests that match, about one in so many meets it, drawn with this; each if none.
    #[serde(default)]
    pub odds: Option<Odds>,
    pub effect: Effect,
}

/// A draw that comes out the same for the same seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Odds {
    pub one_in: u32,
    pub seed: u64,
}

impl Odds {
    /// Whether the request that matched as number `matched` is drawn.
    pub(super) fn hit(self, matched: u32) -> bool {
        scatter(self.seed, matched.into()).is_multiple_of(self.one_in.max(1).into())
    }
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
    /// The request is carried out; of the answer's body only this much arrives. Of an answer to a
    /// `HEAD`, which has none, nothing does.
    TruncatedAnswer { bytes: u64 },
    /// One bit of its body is turned on the way in, which one is drawn with `seed`.
    FlipBit { seed: u64 },
    /// The storage refuses it in its own form, `x-ms-error-code` and XML included, without looking
    /// at it.
    Refused {
        status: u16,
        /// `ServerBusy`
        code: String,
        #[serde(default)]
        retry_after: Option<String>,
    },
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
            Self::FlipBit { .. } => "flip-bit",
            Self::Refused { .. } => "refused",
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
            comp: None,
            odds: None,
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

    /// For the next request to the storage of this method and `comp` (empty: without one).
    pub fn next_blob_request(method: &str, comp: &str, effect: Effect) -> Self {
        Self {
            place: Some(super::STORAGE.into()),
            method: Some(method.into()),
            comp: Some(comp.into()),
            ..Self::next(effect)
        }
    }

    /// For about one in so many, as often as it comes.
    pub fn odds(self, one_in: u32, seed: u64) -> Self {
        Self {
            odds: Some(Odds { one_in, seed }),
            times: u32::MAX,
            ..self
        }
    }

    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    pub fn after(self, after: u32) -> Self {
        Self { after, ..self }
    }

    pub(super) fn matches(&self, place: &str, method: &str, path: &str, comp: &str) -> bool {
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
            && self.comp.as_deref().is_none_or(|wanted| wanted == comp)
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
    /// Of a hundred answers about so many are 500, drawn with `seed`.
    Failing { percent: u8, seed: u64 },
    /// Every page sends its visitors to sign in first.
    LoginWall,
    /// The page at this path lacks this text.
    MissingText { path: String, text: String },
}

/// A number that looks drawn, the same for the same two (SplitMix64).
pub(super) fn scatter(seed: u64, number: u64) -> u64 {
    let mut mixed = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn once() -> u32 {
    1
}

fn temporary() -> u16 {
    307
}
