//! The answer table: what an answer means, and what is done about it. Data, so that it can be read
//! and tested as a whole.

/// What an answer that is no success means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// Gone by itself soon.
    Transient,
    /// Too much at once.
    Throttled,
    /// The part was damaged on its way.
    Corrupted,
    /// This service cannot check a CRC64.
    Crc64Unknown,
    /// Blocks of somebody else are in the way, or some of ours are gone.
    BlocksMixed,
    /// Others left too many blocks behind.
    TooManyBlocks,
    /// The link is not, not yet or no longer good.
    LinkNotTaken,
    /// The link does not allow this.
    RightMissing,
    /// The link may not be used from here.
    AddressNotAllowed,
    NoContainer,
    NoBlob,
    /// There is a blob of that name.
    Exists,
    /// The blob there is another one than the one shown.
    ChangedThere,
    /// Somebody holds a lease.
    Locked,
    /// The blob a server-side copy reads from changed, is gone or cannot be read.
    SourceNotReadable,
    TooLarge,
    /// Anything else that is no success.
    Refused,
}

/// What is done about an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The same again, after a wait.
    Again,
    /// The same with half as much at once.
    AgainWithLess,
    /// The same part again, and count it.
    SendAgain,
    /// The same with an MD5 from now on.
    UseMd5,
    /// See which blocks are there, and begin this blob anew; once.
    BeginAnew,
    /// Nothing more goes out until there is another link.
    AskForLink,
    /// This blob waits for a decision; the others go on.
    AskAboutBlob,
    /// Nothing here can be done by trying.
    Stop,
    /// This blob cannot be made; the others go on.
    GiveUpBlob,
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// HTTP status.
    pub status: u16,
    /// The service's error code; empty stands for every other one with that status.
    pub code: &'static str,
    pub meaning: Meaning,
    pub action: Action,
}

const fn rule_of(status: u16, code: &'static str, meaning: Meaning, action: Action) -> Rule {
    Rule {
        status,
        code,
        meaning,
        action,
    }
}

/// Answers by status and error code; the first line that fits counts.
pub static RULES: &[Rule] = {
    use Action::*;
    use Meaning::*;
    &[
        rule_of(500, "FeatureNotSupported", Crc64Unknown, UseMd5),
        rule_of(501, "", Crc64Unknown, UseMd5),
        rule_of(503, "ServerBusy", Throttled, AgainWithLess),
        rule_of(500, "OperationTimedOut", Transient, Again),
        rule_of(500, "", Transient, Again),
        rule_of(502, "", Transient, Again),
        rule_of(503, "", Throttled, AgainWithLess),
        rule_of(504, "", Transient, Again),
        rule_of(408, "", Transient, Again),
        rule_of(429, "", Throttled, AgainWithLess),
        rule_of(400, "Md5Mismatch", Corrupted, SendAgain),
        rule_of(400, "Crc64Mismatch", Corrupted, SendAgain),
        // What Azurite says of a wrong MD5.
        rule_of(400, "InvalidOperation", Corrupted, SendAgain),
        rule_of(400, "InvalidBlobOrBlock", BlocksMixed, BeginAnew),
        rule_of(400, "InvalidBlockList", BlocksMixed, BeginAnew),
        rule_of(400, "InvalidBlockId", BlocksMixed, BeginAnew),
        rule_of(400, "UnsupportedHeader", Crc64Unknown, UseMd5),
        rule_of(401, "", LinkNotTaken, AskForLink),
        rule_of(403, "AuthenticationFailed", LinkNotTaken, AskForLink),
        // What Azurite says of an expired link.
        rule_of(403, "AuthorizationFailure", LinkNotTaken, AskForLink),
        rule_of(
            403,
            "AuthorizationSourceIPMismatch",
            AddressNotAllowed,
            Stop,
        ),
        rule_of(403, "AuthorizationProtocolMismatch", RightMissing, Stop),
        rule_of(403, "CannotVerifyCopySource", SourceNotReadable, GiveUpBlob),
        rule_of(401, "CannotVerifyCopySource", SourceNotReadable, GiveUpBlob),
        rule_of(403, "", RightMissing, Stop),
        rule_of(404, "ContainerNotFound", NoContainer, Stop),
        rule_of(404, "ContainerBeingDeleted", NoContainer, Stop),
        rule_of(404, "CannotVerifyCopySource", SourceNotReadable, GiveUpBlob),
        rule_of(404, "", NoBlob, GiveUpBlob),
        rule_of(409, "ContainerBeingDeleted", NoContainer, Stop),
        rule_of(409, "BlobAlreadyExists", Exists, AskAboutBlob),
        rule_of(409, "BlockCountExceedsLimit", TooManyBlocks, AskAboutBlob),
        rule_of(409, "CannotVerifyCopySource", SourceNotReadable, GiveUpBlob),
        rule_of(409, "PendingCopyOperation", Locked, AskAboutBlob),
        rule_of(409, "", Locked, AskAboutBlob),
        rule_of(412, "LeaseIdMissing", Locked, AskAboutBlob),
        rule_of(412, "SourceConditionNotMet", SourceNotReadable, GiveUpBlob),
        rule_of(412, "", ChangedThere, AskAboutBlob),
        rule_of(413, "", TooLarge, GiveUpBlob),
        rule_of(507, "", TooLarge, Stop),
    ]
};

/// Whatever else a service says of its own trouble.
static TROUBLE: Rule = rule_of(0, "", Meaning::Transient, Action::Again);
static OTHERWISE: Rule = rule_of(0, "", Meaning::Refused, Action::GiveUpBlob);

/// The line that fits an answer.
pub(super) fn rule(status: u16, code: &str) -> &'static Rule {
    let exact = |rule: &&Rule| rule.status == status && rule.code == code;
    let general = |rule: &&Rule| rule.status == status && rule.code.is_empty();
    let fits = RULES
        .iter()
        .find(exact)
        .or_else(|| RULES.iter().find(general));
    fits.unwrap_or(if status >= 500 { &TROUBLE } else { &OTHERWISE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_of_the_table_has_its_meaning() {
        for (status, code, meaning, action) in [
            (500, "InternalError", Meaning::Transient, Action::Again),
            (599, "", Meaning::Transient, Action::Again),
            (
                500,
                "FeatureNotSupported",
                Meaning::Crc64Unknown,
                Action::UseMd5,
            ),
            (503, "ServerBusy", Meaning::Throttled, Action::AgainWithLess),
            (
                429,
                "TooManyRequests",
                Meaning::Throttled,
                Action::AgainWithLess,
            ),
            (400, "Crc64Mismatch", Meaning::Corrupted, Action::SendAgain),
            (
                400,
                "InvalidBlockList",
                Meaning::BlocksMixed,
                Action::BeginAnew,
            ),
            (
                400,
                "InvalidHeaderValue",
                Meaning::Refused,
                Action::GiveUpBlob,
            ),
            (
                403,
                "AuthenticationFailed",
                Meaning::LinkNotTaken,
                Action::AskForLink,
            ),
            (
                403,
                "AuthorizationPermissionMismatch",
                Meaning::RightMissing,
                Action::Stop,
            ),
            (404, "ContainerNotFound", Meaning::NoContainer, Action::Stop),
            (404, "BlobNotFound", Meaning::NoBlob, Action::GiveUpBlob),
            (
                409,
                "BlobAlreadyExists",
                Meaning::Exists,
                Action::AskAboutBlob,
            ),
            (409, "LeaseIdMissing", Meaning::Locked, Action::AskAboutBlob),
            (
                412,
                "ConditionNotMet",
                Meaning::ChangedThere,
                Action::AskAboutBlob,
            ),
            (
                413,
                "RequestBodyTooLarge",
                Meaning::TooLarge,
                Action::GiveUpBlob,
            ),
            (302, "", Meaning::Refused, Action::GiveUpBlob),
        ] {
            let rule = rule(status, code);
            assert_eq!(
                (rule.meaning, rule.action),
                (meaning, action),
                "{status} {code}"
            );
        }
    }

    #[test]
    fn no_line_of_the_table_is_hidden_behind_another() {
        for line in RULES {
            assert!(std::ptr::eq(rule(line.status, line.code), line), "{line:?}");
        }
    }
}
