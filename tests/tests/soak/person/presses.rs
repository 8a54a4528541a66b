//! One button pressed again and again: each press has a confirmation of its own, and after a kill
//! they are given once more from the first on, as a window does that was not sure.

use slipway_engine::job::Job;

/// So often something new is begun before it is left for another day.
const MOST: u32 = 12;

pub struct Presses<'a> {
    of: &'a str,
    pressed: u32,
    begun: u32,
}

impl<'a> Presses<'a> {
    pub fn of(confirmation: &'a str) -> Self {
        Self {
            of: confirmation,
            pressed: 0,
            begun: 0,
        }
    }

    /// The confirmation of the next press.
    pub fn next(&mut self) -> Option<String> {
        self.pressed += 1;
        (self.begun < MOST).then(|| format!("{}-{}", self.of, self.pressed))
    }

    /// What the press gave: one that had ended was begun by the same press before.
    pub fn gave(&mut self, job: &Job) {
        self.begun += u32::from(!job.state.has_ended());
    }
}
