//! Tables that spreadsheets open: CSV as of RFC 4180, with cells that no spreadsheet runs.

use std::io::{self, Write};

/// A byte order mark, without which spreadsheets misread names.
pub(crate) fn begin(out: &mut impl Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())
}

/// One row, its cells quoted where they must be (RFC 4180).
pub(crate) fn record(
    out: &mut impl Write,
    cells: impl IntoIterator<Item = String>,
) -> io::Result<()> {
    let cells: Vec<String> = cells
        .into_iter()
        .map(|cell| quoted(&harmless(cell)))
        .collect();
    out.write_all(cells.join(",").as_bytes())?;
    out.write_all(b"\r\n")
}

/// Spreadsheets run what starts like a formula, also in its full-width forms.
fn harmless(cell: String) -> String {
    const STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    if cell.starts_with(STARTS) {
        format!("'{cell}")
    } else {
        cell
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
