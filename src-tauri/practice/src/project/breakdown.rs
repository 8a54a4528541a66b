use serde::{Deserialize, Serialize};

/// A way in which deployments break down in the product (facts 4). The logs tell it in the
/// product's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Breakdown {
    /// The CD repository was stored from this version of Xperience, which is not the application's.
    RepositoryVersion { repository: String },
    /// The CD repository names an object type that cannot be restored.
    ObjectType { object_type: String },
    /// Restoring takes longer than the database allows.
    RestoreTimeout,
    /// A migration uses a table that is not there.
    Migration { table: String },
    /// The application does not start, because the database is of this version.
    DatabaseVersion { database: String },
    /// The application does not start, because a library is missing.
    LibraryMissing { library: String },
}

/// What was under way when it broke down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stop {
    Restoring,
    RestoringObjects,
    Migrating,
    Starting,
}

impl Breakdown {
    pub(super) fn stop(&self) -> Stop {
        match self {
            Self::RepositoryVersion { .. } | Self::ObjectType { .. } => Stop::Restoring,
            Self::RestoreTimeout => Stop::RestoringObjects,
            Self::Migration { .. } => Stop::Migrating,
            Self::DatabaseVersion { .. } | Self::LibraryMissing { .. } => Stop::Starting,
        }
    }

    /// What the deployment's own log says, without the stack.
    pub(super) fn told(&self) -> String {
        match self {
            Self::RepositoryVersion { repository } => format!(
                "Xperience Continuous Integration or Deployment can run only on same version as '{repository}'."
            ),
            Self::ObjectType { object_type } => format!(
                "One or more object types are not supported by the repository: {object_type}"
            ),
            Self::RestoreTimeout => {
                "Microsoft.Data.SqlClient.SqlException (0x80131904): Execution Timeout Expired.  The timeout period elapsed prior to completion of the operation or the server is not responding.".into()
            }
            Self::Migration { table } => format!(
                "Microsoft.Data.SqlClient.SqlException (0x80131904): Invalid object name '{table}'."
            ),
            Self::DatabaseVersion { .. } | Self::LibraryMissing { .. } => {
                "HTTP Error 500.30 - ASP.NET Core app failed to start.".into()
            }
        }
    }

    /// The lines below it.
    pub(super) fn stack(&self) -> &'static [&'static str] {
        match self {
            Self::RestoreTimeout | Self::Migration { .. } => &[
                "   at Microsoft.Data.SqlClient.SqlConnection.OnError(SqlException exception, Boolean breakConnection, Action`1 wrapCloseInAction)",
                "   at Microsoft.Data.SqlClient.TdsParser.ThrowExceptionAndWarning(TdsParserStateObject stateObj, SqlCommand command, Boolean callerHasConnectionLock, Boolean asyncClose)",
            ],
            _ => &[],
        }
    }

    /// What the application wrote before it ended, if it ever ran. `version` is its Xperience's.
    pub(super) fn last_words(&self, version: &str) -> Option<Vec<String>> {
        let exception = match self {
            Self::DatabaseVersion { database } => format!(
                "Unhandled exception. System.NotSupportedException: The database version '{database}' does not match the project version '{version}', please check your connection string."
            ),
            Self::LibraryMissing { library } => format!(
                "Unhandled exception. System.IO.FileNotFoundException: Could not load file or assembly '{library}'. The system cannot find the file specified."
            ),
            _ => return None,
        };
        let stack = [
            "   at Microsoft.Extensions.Hosting.Internal.Host.StartAsync(CancellationToken cancellationToken)",
            "   at Program.<Main>$(String[] args)",
        ];
        Some(
            std::iter::once(exception)
                .chain(stack.map(str::to_owned))
                .collect(),
        )
    }
}
