//! Walking over a deflate stream without unpacking it (RFC 1951).

/// Places in a stream, in bits from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LastBlock {
    /// Its header.
    pub header: usize,
    /// Behind its last code.
    pub end: usize,
}

const LITERALS: usize = 288;
const DISTANCES: usize = 32;
/// Longest code.
const MOST_BITS: usize = 15;
const PLACES: usize = 1 << MOST_BITS;
/// Order in which the lengths of the length codes are written down.
const LENGTH_ORDER: [usize; 19] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

/// What a code says, for someone who only passes over it: the bits it takes with those that
/// follow it, and its kind.
type Step = u16;
const KIND: Step = 0x300;
const LITERAL: Step = 0x000;
const LENGTH: Step = 0x100;
const END: Step = 0x200;
const INVALID: Step = 0x300;

/// Finds the last block. None if the stream is not one that ends.
pub(super) fn last_block(stream: &[u8]) -> Option<LastBlock> {
    let mut bits = Bits::new(stream);
    let mut literals = Codes::new();
    let mut distances = Codes::new();
    loop {
        let header = bits.place();
        bits.refill();
        let last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => bits.skip_stored()?,
            1 => {
                literals.fill(&fixed_literals(), literal_step)?;
                distances.fill(&[5; DISTANCES], distance_step)?;
                walk(&mut bits, &literals, &distances)?;
            }
            2 => {
                read_codes(&mut bits, &mut literals, &mut distances)?;
                walk(&mut bits, &literals, &distances)?;
            }
            _ => return None,
        }
        if last {
            let end = bits.place();
            return (end <= stream.len() * 8).then_some(LastBlock { header, end });
        }
    }
}

/// Passes over the codes of one block.
fn walk(bits: &mut Bits, literals: &Codes, distances: &Codes) -> Option<()> {
    while !bits.is_past_the_end() {
        bits.refill();
        // Three codes of 15 bits fit into what a refill brings.
        let mut step = literals.next(bits);
        if step & KIND == LITERAL {
            step = literals.next(bits);
            if step & KIND == LITERAL {
                step = literals.next(bits);
                if step & KIND == LITERAL {
                    continue;
                }
            }
            // A length may follow with 20 bits more, and its distance with 28.
            bits.refill();
        }
        match step & KIND {
            LENGTH => {
                if distances.next(bits) & KIND == INVALID {
                    return None;
                }
            }
            END => return Some(()),
            _ => return None,
        }
    }
    None
}

/// The codes of a dynamic block (RFC 1951, 3.2.7).
fn read_codes(bits: &mut Bits, literals: &mut Codes, distances: &mut Codes) -> Option<()> {
    bits.refill();
    let literal_count = bits.take(5)? + 257;
    let distance_count = bits.take(5)? + 1;
    let length_count = bits.take(4)? + 4;
    let mut lengths = [0; 19];
    for place in &LENGTH_ORDER[..length_count] {
        bits.refill();
        lengths[*place] = bits.take(3)? as u8;
    }
    let mut codes = Codes::new();
    codes.fill(&lengths, |symbol| symbol as Step)?;
    let mut all = [0_u8; LITERALS + DISTANCES];
    let total = literal_count + distance_count;
    let mut at = 0;
    while at < total {
        bits.refill();
        let (value, repeat) = match codes.symbol(bits)? {
            16 => (*all.get(at.checked_sub(1)?)?, bits.take(2)? + 3),
            17 => (0, bits.take(3)? + 3),
            18 => (0, bits.take(7)? + 11),
            length => (length as u8, 1),
        };
        all.get_mut(at..at + repeat)?.fill(value);
        at += repeat;
    }
    if at != total || literal_count > 286 {
        return None;
    }
    literals.fill(&all[..literal_count], literal_step)?;
    distances.fill(&all[literal_count..total], distance_step)
}

/// Bits that follow a code, and what it is.
fn literal_step(symbol: usize) -> Step {
    match symbol {
        0..=255 => LITERAL,
        256 => END,
        257..=264 | 285 => LENGTH,
        265..=284 => LENGTH | ((symbol - 261) / 4) as Step,
        _ => INVALID,
    }
}

fn distance_step(symbol: usize) -> Step {
    match symbol {
        0..=3 => LENGTH,
        4..=29 => LENGTH | (symbol / 2 - 1) as Step,
        _ => INVALID,
    }
}

fn fixed_literals() -> [u8; LITERALS] {
    let mut lengths = [8; LITERALS];
    lengths[144..256].fill(9);
    lengths[256..280].fill(7);
    lengths
}

/// A code as a table: for the next bits of the stream, the step they lead to.
struct Codes {
    /// As long as the longest code needs, so that no place has to be looked for.
    steps: Box<[Step; PLACES]>,
    /// The length of the code alone, where steps are symbols.
    lengths: Vec<u8>,
    mask: u64,
}

impl Codes {
    fn new() -> Self {
        Self {
            steps: Box::new([INVALID; PLACES]),
            lengths: Vec::new(),
            mask: 0,
        }
    }

    /// Lays out the codes of `lengths` by symbol. A code that leaves room is taken only where it
    /// has at most one symbol, as distances may.
    fn fill(&mut self, lengths: &[u8], step: impl Fn(usize) -> Step) -> Option<()> {
        let longest = usize::from(*lengths.iter().max()?);
        self.steps[..1 << longest].fill(INVALID);
        self.lengths.clear();
        self.lengths.resize(1 << longest, 0);
        self.mask = (1 << longest) - 1;
        let mut counts = [0_usize; MOST_BITS + 1];
        for length in lengths {
            counts[usize::from(*length)] += 1;
        }
        counts[0] = 0;
        let mut next = [0_usize; MOST_BITS + 2];
        for bits in 1..=MOST_BITS {
            next[bits + 1] = (next[bits] + counts[bits]) << 1;
            if next[bits] + counts[bits] > 1 << bits {
                return None;
            }
        }
        for (symbol, length) in lengths
            .iter()
            .enumerate()
            .filter(|(_, length)| **length > 0)
        {
            let length = usize::from(*length);
            let code = next[length];
            next[length] += 1;
            let reversed = code.reverse_bits() >> (usize::BITS as usize - length);
            let step = step(symbol);
            for place in (reversed..1 << longest).step_by(1 << length) {
                self.steps[place] = step
                    + if step & KIND == INVALID {
                        0
                    } else {
                        length as Step
                    };
                self.lengths[place] = length as u8;
            }
        }
        Some(())
    }

    /// Passes over one code and what belongs to it.
    #[inline(always)]
    fn next(&self, bits: &mut Bits) -> Step {
        let step = self.steps[(bits.hold & self.mask) as usize % PLACES];
        bits.pass(u32::from(step & 0xff));
        step
    }

    /// Reads one code whose steps are symbols.
    fn symbol(&self, bits: &mut Bits) -> Option<usize> {
        let place = (bits.hold & self.mask) as usize;
        let length = *self.lengths.get(place)?;
        bits.pass(u32::from(length));
        (length > 0).then(|| usize::from(self.steps[place]) - usize::from(length))
    }
}

/// The stream, lowest bit first.
struct Bits<'s> {
    stream: &'s [u8],
    /// The next byte that is not yet in `hold`; past the end there are zeros.
    next: usize,
    hold: u64,
    held: u32,
}

impl<'s> Bits<'s> {
    fn new(stream: &'s [u8]) -> Self {
        Self {
            stream,
            next: 0,
            hold: 0,
            held: 0,
        }
    }

    fn place(&self) -> usize {
        self.next * 8 - self.held as usize
    }

    fn is_past_the_end(&self) -> bool {
        self.place() > self.stream.len() * 8
    }

    /// Makes at least 56 bits ready.
    #[inline(always)]
    fn refill(&mut self) {
        if let Some(word) = self.stream.get(self.next..self.next + 8) {
            let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
            self.hold |= word << self.held;
            self.next += ((63 - self.held) >> 3) as usize;
            self.held |= 56;
            return;
        }
        while self.held < 56 {
            let byte = self.stream.get(self.next).copied().unwrap_or(0);
            self.hold |= u64::from(byte) << self.held;
            self.next += 1;
            self.held += 8;
        }
    }

    #[inline(always)]
    fn pass(&mut self, count: u32) {
        self.hold >>= count;
        self.held -= count;
    }

    /// Up to 16 bits after a refill.
    fn take(&mut self, count: u32) -> Option<usize> {
        let value = (self.hold & ((1 << count) - 1)) as usize;
        self.pass(count);
        (!self.is_past_the_end()).then_some(value)
    }

    fn skip_stored(&mut self) -> Option<()> {
        let start = self.place().div_ceil(8);
        let length = self.stream.get(start..start + 4)?;
        let bytes = usize::from(u16::from_le_bytes([length[0], length[1]]));
        if bytes != usize::from(!u16::from_le_bytes([length[2], length[3]])) {
            return None;
        }
        self.next = start + 4 + bytes;
        self.hold = 0;
        self.held = 0;
        (self.next <= self.stream.len()).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_stream_has_no_last_block() {
        for bad in [
            &b""[..],
            b"\x07",
            b"not deflate at all",
            &[0xff; 64],
            &[0; 64],
        ] {
            assert_eq!(last_block(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn an_empty_stored_block_is_the_last_one() {
        let stream = [0, 2, 0, 0xfd, 0xff, 7, 7, 1, 0, 0, 0xff, 0xff];
        let last = last_block(&stream).expect("a stream");
        assert_eq!((last.header, last.end), (56, 96));
    }
}
