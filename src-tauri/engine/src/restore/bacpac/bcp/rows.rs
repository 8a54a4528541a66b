//! Going through the rows of a table, one value after the other.

use super::column::{Column, Kind};
use super::layout::{Layout, RowVersion};
use std::io::BufRead;

/// Rows of one table, in the order they were written.
pub(in crate::restore::bacpac) struct Rows<'c, R> {
    source: R,
    columns: &'c [Column],
    layout: Layout,
    /// Columns whose values are kept, by index, in ascending order.
    wanted: &'c [usize],
    values: Vec<Option<Vec<u8>>>,
    /// Rows read so far.
    pub count: u64,
}

/// Why rows end where they should not.
#[derive(Debug)]
pub(in crate::restore::bacpac) enum Garbled {
    /// In the middle of a row.
    CutShort,
    /// A length or a value its type does not have; the column by index.
    Implausible(usize),
    /// The source itself; it knows why.
    Source,
}

/// Longest value that is kept of a wanted column.
const KEPT: u64 = 64 << 10;
/// Longest `max` value SQL Server has.
const LARGEST: u64 = 1 << 31;
/// 31 December 9999, as days since 1 January 1.
const LAST_DAY: u32 = 3_652_058;

impl<'c, R: BufRead> Rows<'c, R> {
    /// `wanted` must be in ascending order.
    pub(in crate::restore::bacpac) fn new(
        source: R,
        columns: &'c [Column],
        layout: Layout,
        wanted: &'c [usize],
    ) -> Self {
        Self {
            source,
            columns,
            layout,
            wanted,
            values: Vec::new(),
            count: 0,
        }
    }

    pub(in crate::restore::bacpac) fn into_source(self) -> R {
        self.source
    }

    /// The wanted values of the next row; none after the last one.
    pub(in crate::restore::bacpac) fn next(
        &mut self,
    ) -> Result<Option<&[Option<Vec<u8>>]>, Garbled> {
        if self
            .source
            .fill_buf()
            .map_err(|_| Garbled::Source)?
            .is_empty()
        {
            return Ok(None);
        }
        // Columns that take no bytes at all would make rows without end.
        if self.takes_no_bytes() {
            return Err(Garbled::Implausible(0));
        }
        self.values.clear();
        let columns = self.columns;
        let mut wanted = self.wanted.iter().copied().peekable();
        for (index, column) in columns.iter().enumerate() {
            let keep = wanted.next_if_eq(&index).is_some();
            self.value(index, column, keep)?;
        }
        self.count += 1;
        Ok(Some(&self.values))
    }

    fn takes_no_bytes(&self) -> bool {
        self.columns.iter().all(|column| {
            let Shape { prefix, length } = self.shape(column);
            prefix == 0 && length.exactly == 0
        })
    }

    fn value(&mut self, index: usize, column: &Column, keep: bool) -> Result<(), Garbled> {
        let Shape { prefix, length } = self.shape(column);
        let length = match prefix {
            0 => length.exactly,
            _ => match self.length(prefix)? {
                // NULL is told for columns that cannot be, too: nothing else has that length.
                None if column.nullable => {
                    if keep {
                        self.values.push(None);
                    }
                    return Ok(());
                }
                None => return Err(Garbled::Implausible(index)),
                Some(told) if length.allows(told) => told,
                Some(_) => return Err(Garbled::Implausible(index)),
            },
        };
        if keep && length <= KEPT {
            let mut value = vec![0; length as usize];
            self.fill(&mut value)?;
            self.values.push(Some(value));
            return Ok(());
        }
        if keep {
            self.values.push(None);
        }
        match column.kind {
            Kind::Bit
            | Kind::DateTime
            | Kind::SmallDateTime
            | Kind::Decimal
            | Kind::Temporal { .. }
                if length <= 32 =>
            {
                let mut value = [0; 32];
                let value = &mut value[..length as usize];
                self.fill(value)?;
                if plausible(column.kind, value) {
                    Ok(())
                } else {
                    Err(Garbled::Implausible(index))
                }
            }
            _ => self.skip(length),
        }
    }

    fn shape(&self, column: &Column) -> Shape {
        let layout = self.layout;
        let optional = |always: bool| u8::from(always || column.nullable);
        match column.kind {
            Kind::Fixed(bytes) => Shape::of(optional(false), bytes.into()),
            Kind::DateTime => Shape::of(optional(false), 8),
            Kind::SmallDateTime => Shape::of(optional(false), 4),
            Kind::Bit => Shape::of(optional(layout.bit), 1),
            Kind::Guid => Shape::of(optional(layout.guid), 16),
            Kind::Temporal { time, date, offset } => {
                let bytes = time + if date { 3 } else { 0 } + if offset { 2 } else { 0 };
                Shape::of(optional(layout.temporal), bytes.into())
            }
            Kind::Decimal => Shape {
                prefix: 1,
                length: Length::between(2, 19),
            },
            Kind::Text { most, fixed } => {
                let bare = fixed && !column.nullable && !layout.fixed_text;
                Shape {
                    prefix: if bare { 0 } else { 2 },
                    length: Length::even(most.into()),
                }
            }
            Kind::Binary { most, fixed } => {
                let bare = fixed && !column.nullable && !layout.fixed_text;
                Shape {
                    prefix: if bare { 0 } else { 2 },
                    length: Length::between(0, most.into()),
                }
            }
            Kind::Large => Shape {
                prefix: 8,
                length: Length::between(0, LARGEST),
            },
            Kind::OldLarge => Shape {
                prefix: 4,
                length: Length::between(0, LARGEST),
            },
            Kind::RowVersion => match layout.row_version {
                RowVersion::Prefixed(prefix) => Shape::of(prefix, 8),
                RowVersion::Bare => Shape::of(0, 8),
                RowVersion::Absent => Shape::of(0, 0),
            },
            Kind::Clr => Shape {
                prefix: layout.clr,
                length: Length::between(0, LARGEST),
            },
            Kind::Variant => Shape {
                prefix: layout.variant,
                length: Length::between(0, 8_016),
            },
            // Nobody asks for rows of such a table.
            Kind::Unknown => Shape::of(0, 0),
        }
    }

    /// The length in front of a value; none stands for NULL.
    fn length(&mut self, prefix: u8) -> Result<Option<u64>, Garbled> {
        let mut bytes = [0; 8];
        let told = &mut bytes[..usize::from(prefix)];
        self.fill(told)?;
        if told.iter().all(|byte| *byte == 0xff) {
            return Ok(None);
        }
        Ok(Some(u64::from_le_bytes(bytes)))
    }

    fn fill(&mut self, into: &mut [u8]) -> Result<(), Garbled> {
        let mut filled = 0;
        while filled < into.len() {
            let there = self.source.fill_buf().map_err(|_| Garbled::Source)?;
            if there.is_empty() {
                return Err(Garbled::CutShort);
            }
            let taken = there.len().min(into.len() - filled);
            into[filled..filled + taken].copy_from_slice(&there[..taken]);
            self.source.consume(taken);
            filled += taken;
        }
        Ok(())
    }

    fn skip(&mut self, mut length: u64) -> Result<(), Garbled> {
        while length > 0 {
            let there = self.source.fill_buf().map_err(|_| Garbled::Source)?.len();
            if there == 0 {
                return Err(Garbled::CutShort);
            }
            let taken = (there as u64).min(length);
            self.source.consume(taken as usize);
            length -= taken;
        }
        Ok(())
    }
}

/// Bytes of the length in front of a value, and what it may be.
struct Shape {
    prefix: u8,
    length: Length,
}

impl Shape {
    fn of(prefix: u8, exactly: u64) -> Self {
        Self {
            prefix,
            length: Length::between(exactly, exactly),
        }
    }
}

struct Length {
    least: u64,
    most: u64,
    even: bool,
    /// Where no length is told.
    exactly: u64,
}

impl Length {
    fn between(least: u64, most: u64) -> Self {
        Self {
            least,
            most,
            even: false,
            exactly: most,
        }
    }

    fn even(most: u64) -> Self {
        Self {
            even: true,
            ..Self::between(0, most)
        }
    }

    fn allows(&self, told: u64) -> bool {
        (self.least..=self.most).contains(&told) && !(self.even && told % 2 == 1)
    }
}

fn plausible(kind: Kind, value: &[u8]) -> bool {
    let number = |bytes: &[u8]| {
        let mut wide = [0; 8];
        wide[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(wide)
    };
    match kind {
        Kind::Bit => value[0] <= 1,
        // Days around 1900, and three-hundredths of a second.
        Kind::DateTime => {
            let days = number(&value[..4]) as u32 as i32;
            (-53_690..=2_958_463).contains(&days) && number(&value[4..]) < 25_920_000
        }
        Kind::SmallDateTime => number(&value[2..]) < 1_440,
        Kind::Decimal => (1..=38).contains(&value[0]) && value[1] <= value[0],
        Kind::Temporal { time, date, offset } => {
            let time = usize::from(time);
            let day_ends = time + 3;
            let minutes = |bytes: &[u8]| number(bytes) as u16 as i16;
            (time == 0 || number(&value[..time]) < 864_000_000_000)
                && (!date || number(&value[time..day_ends]) <= u64::from(LAST_DAY))
                && (!offset || (-840..=840).contains(&minutes(&value[day_ends..])))
        }
        _ => true,
    }
}
