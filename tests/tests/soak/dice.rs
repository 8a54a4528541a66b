//! Draws that come out the same for the same seed.

pub struct Dice(fastrand::Rng);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// From `low` up to and with `high`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0.u64(low..=high)
    }

    /// True once in so many.
    pub fn one_in(&mut self, many: u64) -> bool {
        self.between(1, many) == 1
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.0.usize(..from.len())].clone()
    }
}
