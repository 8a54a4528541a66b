//! Rows written by the sample maker, read back; and rows nobody wrote.

use super::*;
use crate::restore::sample::{SampleColumn, Style, Value};
use proptest::prelude::*;
use std::io::Write;

const TYPES: [&str; 28] = [
    "tinyint",
    "smallint",
    "int",
    "bigint",
    "money",
    "smallmoney",
    "real",
    "float",
    "bit",
    "uniqueidentifier",
    "decimal",
    "datetime",
    "smalldatetime",
    "date",
    "time(2)",
    "datetime2(7)",
    "datetime2(3)",
    "datetimeoffset(7)",
    "nvarchar(40)",
    "nvarchar(max)",
    "varchar(40)",
    "char(3)",
    "varbinary(16)",
    "varbinary(max)",
    "xml",
    "ntext",
    "hierarchyid",
    "sql_variant",
];

fn described(sample: &SampleColumn) -> Column {
    let length = sample.length;
    Column {
        name: sample.name.clone(),
        type_name: sample.sql_type.clone(),
        kind: type_of(
            &sample.sql_type,
            length,
            length.and_then(|scale| u8::try_from(scale).ok()),
            None,
            length.is_none(),
        ),
        nullable: sample.nullable,
    }
}

/// A value the type has, out of a number.
fn value(kind: Kind, number: u64) -> Value {
    let bytes = |count: u8| number.to_le_bytes()[..usize::from(count)].to_vec();
    match kind {
        Kind::Fixed(count) => Value::Bytes(bytes(count)),
        Kind::Bit => Value::Number((number % 2) as i64),
        Kind::Guid => Value::Bytes([number.to_le_bytes(), number.to_be_bytes()].concat()),
        Kind::Decimal => {
            let head = [18, 2, 1];
            Value::Bytes([&head[..], &number.to_le_bytes(), &[0; 8]].concat())
        }
        Kind::DateTime => {
            let days = (number % 60_000) as u32;
            let ticks = (number % 25_920_000) as u32;
            Value::Bytes([days.to_le_bytes(), ticks.to_le_bytes()].concat())
        }
        Kind::SmallDateTime => {
            let minutes = (number % 1_440) as u16;
            Value::Bytes([(number as u16).to_le_bytes(), minutes.to_le_bytes()].concat())
        }
        Kind::Temporal { time, date, offset } => {
            let ticks = (number % 8_000_000).to_le_bytes();
            let mut bytes = ticks[..usize::from(time)].to_vec();
            if date {
                bytes.extend(&((number % 3_000_000) as u32).to_le_bytes()[..3]);
            }
            if offset {
                bytes.extend(60_i16.to_le_bytes());
            }
            Value::Bytes(bytes)
        }
        Kind::Text { fixed: true, .. } => Value::Text("abc".into()),
        Kind::Text { .. } => Value::Text("ěšč".repeat((number % 13) as usize)),
        Kind::Large | Kind::OldLarge | Kind::Clr => {
            Value::Bytes(vec![7; (number % 300) as usize * 2])
        }
        Kind::Binary { .. } | Kind::Variant => Value::Bytes(vec![9; (number % 16) as usize]),
        Kind::RowVersion | Kind::Unknown => Value::Bytes(bytes(8)),
    }
}

/// Columns and rows with their bytes.
fn written(
    types: &[(usize, bool)],
    rows: &[u64],
    style: Style,
) -> (Vec<Column>, Vec<u8>, Vec<usize>) {
    let samples: Vec<SampleColumn> = types
        .iter()
        .enumerate()
        .map(|(at, (index, nullable))| {
            let mark = if *nullable { "?" } else { "" };
            SampleColumn::new(&format!("c{at}"), &format!("{}{mark}", TYPES[*index]))
        })
        .collect();
    let columns: Vec<Column> = samples.iter().map(described).collect();
    let mut bytes = Vec::new();
    let mut ends = Vec::new();
    for seed in rows {
        for (at, (sample, column)) in samples.iter().zip(&columns).enumerate() {
            let number = seed.rotate_left(at as u32 * 5);
            let null = column.nullable && number % 3 == 0;
            let value = if null {
                Value::Null
            } else {
                value(column.kind, number)
            };
            crate::restore::sample::write_value(&mut bytes, sample, &value, style);
        }
        ends.push(bytes.len());
    }
    (columns, bytes, ends)
}

fn count(bytes: &[u8], columns: &[Column], layout: Layout) -> Result<u64, Garbled> {
    let mut rows = Rows::new(bytes, columns, layout, &[]);
    while rows.next()?.is_some() {}
    Ok(rows.count)
}

fn any_table() -> impl Strategy<Value = (Vec<(usize, bool)>, Vec<u64>, Style)> {
    let types = prop::collection::vec((0..TYPES.len(), any::<bool>()), 1..9);
    let rows = prop::collection::vec(any::<u64>(), 1..20);
    let style =
        (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(bit, guid, temporal)| Style {
            bit,
            guid,
            temporal,
        });
    (types, rows, style)
}

proptest! {
    #[test]
    fn rows_of_any_columns_are_counted_whichever_way_they_were_written((types, rows, style) in any_table()) {
        let (columns, bytes, _) = written(&types, &rows, style);
        let counts: Vec<u64> = layouts(&columns)
            .into_iter()
            .filter_map(|layout| count(&bytes, &columns, layout).ok())
            .collect();
        prop_assert!(counts.contains(&(rows.len() as u64)), "{counts:?}");
    }

    #[test]
    fn rows_cut_at_any_byte_never_panic_and_are_whole_only_between_rows((types, rows, _) in any_table()) {
        let (columns, bytes, ends) = written(&types, &rows[..rows.len().min(3)], Style::default());
        let usual = layouts(&columns)[0];
        for cut in 0..bytes.len() {
            match count(&bytes[..cut], &columns, usual) {
                Ok(0) => prop_assert_eq!(cut, 0),
                Ok(counted) => prop_assert_eq!(ends[counted as usize - 1], cut),
                Err(Garbled::CutShort) => {}
                Err(other) => prop_assert!(false, "{other:?} at {cut}"),
            }
        }
    }

    #[test]
    fn bytes_nobody_wrote_end_with_an_answer(
        (types, _, _) in any_table(),
        bytes in prop::collection::vec(any::<u8>(), 0..4_000),
    ) {
        let (columns, _, _) = written(&types, &[], Style::default());
        for layout in layouts(&columns) {
            if let Ok(counted) = count(&bytes, &columns, layout) {
                prop_assert!(counted <= bytes.len() as u64);
            }
        }
    }
}

#[test]
fn a_wanted_value_comes_back_as_its_bytes_and_null_as_nothing() {
    let samples = [
        SampleColumn::new("Id", "int"),
        SampleColumn::new("Name", "nvarchar(20)"),
        SampleColumn::new("Note", "nvarchar(max)?"),
    ];
    let columns: Vec<Column> = samples.iter().map(described).collect();
    let mut bytes = Vec::new();
    for (name, note) in [("one", Value::Null), ("two", "b".into())] {
        for (sample, value) in samples.iter().zip([Value::Number(1), name.into(), note]) {
            crate::restore::sample::write_value(&mut bytes, sample, &value, Style::default());
        }
    }
    let mut rows = Rows::new(bytes.as_slice(), &columns, layouts(&columns)[0], &[1, 2]);
    let first = rows.next().expect("a row").expect("a row").to_vec();
    assert_eq!(first, [Some(b"o\0n\0e\0".to_vec()), None]);
    let second = rows.next().expect("a row").expect("a row").to_vec();
    assert_eq!(second, [Some(b"t\0w\0o\0".to_vec()), Some(b"b\0".to_vec())]);
    assert!(rows.next().expect("an end").is_none());
}

#[test]
fn a_length_its_type_does_not_have_is_told_with_its_column() {
    let columns: Vec<Column> = ["int?", "nvarchar(2)"]
        .iter()
        .map(|written| described(&SampleColumn::new("c", written)))
        .collect();
    let layout = layouts(&columns)[0];
    let mut bytes = Vec::new();
    bytes.write_all(&[4, 1, 0, 0, 0]).expect("memory");
    for (length, at) in [(3_u16, 1), (6, 1), (4, 9)] {
        let row = [&bytes[..], &length.to_le_bytes(), b"abcdef"].concat();
        match count(
            &row[..bytes.len() + 2 + usize::from(length)],
            &columns,
            layout,
        ) {
            Err(Garbled::Implausible(column)) => assert_eq!(column, at),
            other => assert!(other.is_ok() && at == 9, "{other:?}"),
        }
    }
}

#[test]
fn columns_that_take_no_bytes_make_no_rows_without_end() {
    let columns = [described(&SampleColumn::new("v", "timestamp"))];
    for layout in layouts(&columns) {
        assert!(count(&[0; 100], &columns, layout).map_or(true, |counted| counted < 100));
    }
}
