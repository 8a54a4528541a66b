//! The places where exporters differ. Which way a file was written is not told anywhere, so each
//! way is tried and must read the rows to their very end.

use super::column::{Column, Kind};

/// One way of writing rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::restore::bacpac) struct Layout {
    /// A length before `bit` that is never NULL.
    pub bit: bool,
    /// A length before `uniqueidentifier` that is never NULL.
    pub guid: bool,
    /// A length before dates and times that are never NULL.
    pub temporal: bool,
    /// A length before `char` and `binary` that are never NULL.
    pub fixed_text: bool,
    pub row_version: RowVersion,
    /// Bytes of the length before CLR types.
    pub clr: u8,
    /// Bytes of the length before `sql_variant`.
    pub variant: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::restore::bacpac) enum RowVersion {
    /// 8 bytes behind a length of so many bytes.
    Prefixed(u8),
    Bare,
    /// The server makes it anew, so it is left out.
    Absent,
}

const USUAL: Layout = Layout {
    bit: true,
    guid: true,
    temporal: false,
    fixed_text: true,
    row_version: RowVersion::Prefixed(2),
    clr: 8,
    variant: 4,
};

/// Every way that makes a difference for these columns, the usual one first.
pub(in crate::restore::bacpac) fn layouts(columns: &[Column]) -> Vec<Layout> {
    let any = |test: &dyn Fn(&Column) -> bool| columns.iter().any(test);
    let mut all = vec![USUAL];
    if any(&|c| c.kind == Kind::Guid && !c.nullable) {
        vary(&mut all, &[|l| l.guid = false]);
    }
    if any(&|c| matches!(c.kind, Kind::Temporal { .. }) && !c.nullable) {
        vary(&mut all, &[|l| l.temporal = true]);
    }
    if any(&|c| c.kind == Kind::Bit && !c.nullable) {
        vary(&mut all, &[|l| l.bit = false]);
    }
    if any(&|c| {
        matches!(
            c.kind,
            Kind::Text { fixed: true, .. } | Kind::Binary { fixed: true, .. }
        ) && !c.nullable
    }) {
        vary(&mut all, &[|l| l.fixed_text = false]);
    }
    if any(&|c| c.kind == Kind::RowVersion) {
        vary(
            &mut all,
            &[
                |l| l.row_version = RowVersion::Prefixed(1),
                |l| l.row_version = RowVersion::Bare,
                |l| l.row_version = RowVersion::Absent,
            ],
        );
    }
    if any(&|c| c.kind == Kind::Clr) {
        vary(&mut all, &[|l| l.clr = 2]);
    }
    if any(&|c| c.kind == Kind::Variant) {
        vary(&mut all, &[|l| l.variant = 8]);
    }
    all
}

fn vary(all: &mut Vec<Layout>, changes: &[fn(&mut Layout)]) {
    let before = all.clone();
    for change in changes {
        all.extend(before.iter().map(|layout| {
            let mut other = *layout;
            change(&mut other);
            other
        }));
    }
}

/// The first column whose bytes are not known.
pub(in crate::restore::bacpac) fn unknown(columns: &[Column]) -> Option<&Column> {
    columns.iter().find(|column| column.kind == Kind::Unknown)
}
